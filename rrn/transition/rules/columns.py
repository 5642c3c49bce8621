"""Which column of a file is which, by name; a mapping file says it for files that aren't the pledge form's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rrn.transition.importing.bad_file import BadFile

# What the importer takes over, and what the pledge form called it. Source address, browser and
# computer of a visitor are not in this list: they are never taken over.
PLEDGE_FORM: dict[str, str] = {
    "entry": "Entry Id",
    "date": "Entry Date",
    "type": "Pledge type",
    "first_name": "Name (First)",
    "last_name": "Name (Last)",
    "address": "Email",
    "job_title": "Job title",
    "organisation": "Organisation name",
    "website": "Organisation website",
    "sector": "Sector",
    "nation": "Country",
    "staff": "Number of staff",
    "agrees": "I make this pledge",
    "listing": "Happy to be listed",
}
FIELDS = tuple(PLEDGE_FORM)
REQUIRED = ("date", "type", "first_name", "last_name", "address", "organisation")


@dataclass(frozen=True, slots=True)
class Columns:
    """For every field that the file has: where it stands in the row."""

    places: tuple[tuple[str, int], ...]

    @property
    def wanted(self) -> list[int]:
        return [place for _, place in self.places]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field for field, _ in self.places)


def plain(name: Any) -> str:
    """A column's name as it is compared: without case, blanks and underscores."""
    return (
        re.sub(r"[\s_\u00a0]+", " ", str(name if name is not None else "").strip("\ufeff "))
        .strip()
        .casefold()
    )


def columns_of(header: Sequence[Any], names: Mapping[str, str] | None = None) -> Columns:
    """Find every field's column; a missing or doubled one refuses the file."""
    names = PLEDGE_FORM if names is None else names
    found: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        found.setdefault(plain(name), []).append(place)
    places = []
    for field in FIELDS:
        name = names.get(field, "")
        at = found.get(plain(name), []) if name else []
        if len(at) > 1:
            raise BadFile(f'The column "{name}" is there {len(at)} times. Remove all but one and try again.')
        if at:
            places.append((field, at[0]))
        elif field in REQUIRED:
            raise BadFile(_missing(field, name))
    return Columns(tuple(places))


def _missing(field: str, name: str) -> str:
    if not name:
        return f'The mapping does not say which column holds "{field}". Add it and try again.'
    return f'The column "{name}" is missing. The first row must hold the columns\' names; add it, or give a mapping.'


def mapping_from(text_by_field: Any) -> dict[str, str]:
    """Check a mapping file's contents: an object from our fields to the file's column names."""
    if not isinstance(text_by_field, dict):
        raise BadFile('The mapping must be a JSON object such as {"address": "E-mail"}.')
    for field, name in text_by_field.items():
        if field not in PLEDGE_FORM:
            raise BadFile(f'The mapping names "{field}", which is none of: {", ".join(FIELDS)}.')
        if not isinstance(name, str) or not name.strip():
            raise BadFile(f'The mapping\'s "{field}" must be the name of a column.')
    return {str(field): str(name) for field, name in text_by_field.items()}
