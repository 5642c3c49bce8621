"""Every mail of the house as a mail program shows it: nothing sticks out, however long a name or an address is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rrn.post.compose import compose, in_large_print
from tests.journeys.conftest import fits

ROOMS = Path(__file__).parents[2] / "rrn"
MAILS = sorted(
    file.relative_to(file.parents[2]).as_posix() for file in ROOMS.glob("*/templates/*/emails/*.txt") if not file.name.startswith("_")
)
DATES = ("answer_by", "before", "decide_by", "promised_on", "publish_on", "runs_from", "runs_until", "until")
WIDTHS = (320, 480, 768, 1280)


class Long(str):
    """Whatever a mail asks of what it is given: an unbroken word of a hundred letters, and two of it where it asks for several."""

    __slots__ = ()

    def __new__(cls) -> Long:
        return super().__new__(cls, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return anything(name)

    def __getitem__(self, key: Any) -> Any:
        return self if isinstance(key, str) else str(self)[key]

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))


def anything(name: str) -> Any:
    return date(2026, 9, 30) if name in DATES else Long()


class Anything(dict[str, Any]):
    """A context that has every name."""

    def __contains__(self, name: object) -> bool:
        return name not in ("True", "False", "None", "forloop", "why", "block")

    def __missing__(self, name: str) -> Any:
        return anything(name)

    def __or__(self, other: Any) -> Anything:
        return Anything({**self, **other})


def test_there_are_mails_to_look_at():
    assert len(MAILS) > 25


def words_in(page: Any) -> str:
    return " ".join(page.locator("body").inner_text().split())


@pytest.mark.parametrize("template", MAILS)
def test_a_mail_in_large_print_has_letters_of_18_points_the_same_words_and_fits_as_well(page, template):
    letter = compose(template, Anything({"stop": "https://members.example.org/mail/stop/" + "x" * 80}))
    page.set_content(letter.html)
    words = words_in(page)
    page.set_content(in_large_print(letter.html))
    assert words_in(page) == words
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        fits(page)
    sizes = page.evaluate("[...document.querySelectorAll('td *')].map(each => parseFloat(getComputedStyle(each).fontSize))")
    assert min(sizes) >= 24, "24 pixels are 18 points"


@pytest.mark.parametrize("template", MAILS)
def test_a_mail_is_as_wide_as_its_window_and_never_wider(page, template):
    letter = compose(template, Anything())
    page.set_content(letter.html)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        fits(page)
    words = page.locator("td").bounding_box()
    assert words["width"] <= 600
