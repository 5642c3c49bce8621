"""Make the demonstration's own pledge file of 2014: everything in it is invented, the same every time.

    python -m rrn.demo.make_pledge_file

It writes `fixtures/original-pledges.csv`, `.xlsx` and `.manifest.json`: 1,613 people and 375
organisations hidden in a file as such files are, with repeats, slips and traps.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from . import invented
from . import pledge_words as words

FIXTURES = Path(__file__).parent / "fixtures"
PEOPLE, ORGANISATIONS = 1613, 375
REPEATED_PEOPLE, REPEATED_ORGANISATIONS = 58, 36
HEADER = (
    "Entry Id", "Entry Date", "Pledge type", "Name (First)", "Name (Last)", "Email", "Job title",
    "Organisation name", "Organisation website", "Sector", "Country", "Number of staff", "I make this pledge",
    "Happy to be listed", "Source Url", "User Agent", "User IP",
)  # fmt: skip
FIRST_DAY, LAST_DAY = datetime(2014, 6, 2, 9, 0), datetime(2019, 9, 30, 17, 0)  # noqa: DTZ001 - as a form writes it
DATE_FORMATS = ("%Y-%m-%d %H:%M:%S",) * 6 + (
    "%d/%m/%Y %H:%M",
    "%d %B %Y %H:%M",
    "%d.%m.%Y %H:%M",
    "%d %b %Y, %I:%M %p",
)


@dataclass(frozen=True)
class Pledge:
    kind: str
    first: str
    last: str
    email: str
    job: str = ""
    organisation: str = ""
    website: str = ""
    sector: str = ""
    nation: str = "England"
    staff: str = ""
    listing: str = ""
    when: datetime = FIRST_DAY
    date_words: str = ""


@dataclass
class Maker:
    """Everything comes from one seeded source; nothing depends on the day or the machine."""

    source: random.Random = field(default_factory=lambda: random.Random(2014))  # noqa: S311 - not a secret
    refused: list[tuple[Pledge, str]] = field(default_factory=list)
    near: list[list[str]] = field(default_factory=list)

    def pick(self, choices: tuple[str, ...]) -> str:
        return self.source.choice(choices)

    def moment(self, first: datetime = FIRST_DAY, last: datetime = LAST_DAY) -> datetime:
        minutes = int((last - first).total_seconds() // 60)
        return first + timedelta(minutes=self.source.randrange(max(1, minutes)))

    def pledges(self) -> list[Pledge]:
        names = [(first, last) for first in words.FIRST_NAMES for last in words.LAST_NAMES]
        self.source.shuffle(names)
        organisations = self._organisations(names[PEOPLE : PEOPLE + ORGANISATIONS])
        people = self._people(names[:PEOPLE], organisations)
        spare = names[PEOPLE + ORGANISATIONS :]
        rows = [*people, *organisations]
        rows += self._again_people(people)
        rows += self._again_organisations(organisations, spare)
        self.refused = list(self._slips(spare[-40:]))
        return rows + [pledge for pledge, _ in self.refused]

    # --- organisations ------------------------------------------------------------------------

    def _organisations(self, contacts: list[tuple[str, str]]) -> list[Pledge]:
        places = [a + b for a in words.PLACE_BEGINNINGS for b in words.PLACE_ENDINGS]
        self.source.shuffle(places)
        names = self._names(places)
        made = []
        for number, (first, last) in enumerate(contacts):
            name, sector = next(names)
            host = re.sub(r"[^a-z0-9]+", "-", places[number].lower() + "-" + str(number % 10)) + ".example"
            website = ("", f"https://www.{host}", f"http://{host}/about", f"WWW.{host.upper()}")[
                self._weighted()
            ]
            made.append(
                Pledge(
                    "Organisation", first, last, f"{_local(first, last)}@{host}", self.pick(words.JOB_TITLES), name,
                    website, sector, self.pick(words.NATIONS), self.pick(words.STAFF),
                    self.pick(("Yes", "Yes", "Yes", "No", "")), self.moment(),
                )
            )  # fmt: skip
        self._who_joined_since(made)
        return self._near_organisations(made)

    def _names(self, places: list[str]) -> Iterator[tuple[str, str]]:
        """Names with their sectors, no two alike, in no order that a reader could guess."""
        given = set()
        for number in itertools.cycle(range(len(places))):
            pattern, sector = self.source.choice(words.ORGANISATION_KINDS)
            first, last = self.pick(words.FIRST_NAMES), self.pick(words.LAST_NAMES)
            name = pattern.format(
                place=self.pick(words.PLACE_FORMS).format(places[number]), other=places[number - len(places) // 2],
                name=f"{first} {last}", last=self.pick(words.LAST_NAMES), house=self.pick(words.HOUSES),
            )  # fmt: skip
            if name not in given:
                given.add(name)
                yield name, sector

    def _who_joined_since(self, made: list[Pledge]) -> None:
        """Some members of today signed then; the rest are strangers. One of them didn't want to be listed."""
        for place, one in enumerate(invented.signed_in_2014()):
            host = one["website"].split("/")[2]
            made[place] = replace(
                made[place], organisation=one["name"], website=one["website"],
                email=made[place].email.split("@")[0] + "@" + host, nation=one["nation"].replace("_", " ").title(),
                listing="No" if place == 3 else "Yes",
            )  # fmt: skip

    def _weighted(self) -> int:
        return self.source.choices((0, 1, 2, 3), (6, 84, 5, 5))[0]

    def _near_organisations(self, made: list[Pledge]) -> list[Pledge]:
        """Two of one name with a website each, and two names a letter or a legal form apart: not merged, listed."""
        for one, other, change in (
            (10, 11, lambda n: n),
            (20, 21, lambda n: f"{n} Ltd"),
            (30, 31, lambda n: f"{n}s"),
        ):
            made[one] = replace(made[one], website=f"https://www.{made[one].email.split('@')[1]}")
            near = change(made[one].organisation)
            made[other] = replace(
                made[other], organisation=near, website=f"https://www.{made[other].email.split('@')[1]}"
            )
            self.near.append(
                sorted(f"{p.organisation} ({p.email.split('@')[1]})" for p in (made[one], made[other]))
            )
        return made

    def _again_organisations(self, made: list[Pledge], spare: list[tuple[str, str]]) -> Iterator[Pledge]:
        """The same organisation once more, through somebody else and spelt otherwise."""
        chosen = self.source.sample(range(40, ORGANISATIONS), REPEATED_ORGANISATIONS)
        for number, (place, (first, last)) in enumerate(zip(chosen, spare, strict=False)):
            one = made[place]
            same_name = (
                one.organisation.upper(),
                f"The {one.organisation}",
                one.organisation.replace("&", "and").replace("'", "\u2019"),
                f" {one.organisation}  ",
                one.organisation.replace("Limited", "Ltd.").replace("NHS Foundation Trust", "NHS FT"),
            )[number % 5]
            website = one.website
            if website and number % 4 == 0:
                website = f"https://{one.email.split('@')[1]}/contact"
            elif number % 4 == 1:
                website = ""
            yield replace(
                one, first=first, last=last, email=f"{_local(first, last)}@{one.email.split('@')[1]}",
                organisation=same_name, website=website, when=self.moment(one.when),
                listing=self.pick(("Yes", "No", "")),
            )  # fmt: skip

    # --- people -------------------------------------------------------------------------------

    def _people(self, names: list[tuple[str, str]], organisations: list[Pledge]) -> list[Pledge]:
        made = []
        for first, last in names:
            works = self.source.random() < 0.55
            at = self.source.choice(organisations)
            host = at.email.split("@")[1] if works else self.pick(words.MAIL_HOUSES)
            made.append(
                Pledge(
                    "Individual", first, last, f"{_local(first, last)}@{host}", self.pick(words.JOB_TITLES),
                    at.organisation if works else "", "", at.sector if works else self.pick(("", "Health", "Education")),
                    self.pick(words.NATIONS), "", self.pick(("Yes", "Yes", "No", "", "")), self.moment(),
                )
            )  # fmt: skip
        for place in range(0, 24, 2):  # somebody else's mailbox
            made[place + 1] = replace(made[place + 1], first=made[place].first, last=made[place].last)
            self.near.append(sorted((made[place].email, made[place + 1].email)))
        for place in range(30, 36, 2):  # the same mailbox but for a tag
            local, host = made[place].email.split("@")
            made[place + 1] = replace(made[place + 1], email=f"{local}+pledge@{host}")
            self.near.append(sorted((made[place].email, made[place + 1].email)))
        made[40] = replace(made[40], job='=HYPERLINK("http://shop.example","click")')
        made[41] = replace(made[41], job='Head, "Care" & Quality;\nNight team')
        made[42] = replace(made[42], first="<b>Alun</b>")
        return made

    def _again_people(self, people: list[Pledge]) -> Iterator[Pledge]:
        """The same person again: another spelling of the address, a later day, another choice."""
        chosen = self.source.sample(range(50, PEOPLE), REPEATED_PEOPLE)
        for number, place in enumerate(chosen):
            one = people[place]
            email = (one.email.upper(), f"  {one.email} ", one.email.title(), f"\u00a0{one.email}")[
                number % 4
            ]
            yield replace(
                one,
                email=email,
                when=self.moment(one.when),
                listing=self.pick(("Yes", "No", "")),
                nation="England",
            )

    # --- slips --------------------------------------------------------------------------------

    def _slips(self, names: list[tuple[str, str]]) -> Iterator[tuple[Pledge, str]]:
        """Rows that must be left out, each with its reason."""
        waiting = iter(names)

        def anybody() -> Pledge:
            first, last = next(waiting)
            email = f"{_local(first, last)}@post.example"
            return Pledge("Individual", first, last, email, "Nurse", listing="Yes", when=self.moment())

        for email in ("", "   "):
            yield replace(anybody(), email=email), "no address"
        for email in (
            "asdf",
            "a@b@c.example",
            "jo.bloggs(at)mail.example",
            "none@nowhere",
            "n/a",
            "jo@mail.example, x@y.example",
        ):
            yield replace(anybody(), email=email), "not an address"
        for _ in range(2):
            yield replace(anybody(), kind="Organisation"), "no organisation name"
        for kind in ("Newsletter", ""):
            yield replace(anybody(), kind=kind), "unknown pledge type"
        for when in ("2031-01-05 00:00:00", "05/01/2031"):
            yield replace(anybody(), date_words=when), "date in the future"
        for when in ("1970-01-01 00:00:00", "31/05/2014"):
            yield replace(anybody(), date_words=when), "date before the pledge began"
        yield replace(anybody(), date_words=" "), "no date"
        for when in ("06/31/2016", "last spring", "30/02/2016", "7/8/15"):
            yield replace(anybody(), date_words=when), "not a date"
        yield replace(anybody(), first="", last=" "), "no name"
        yield replace(anybody(), last="x" * 300), "a value is too long"
        yield replace(anybody(), last="Nos\ufffdra"), "damaged letters"
        yield replace(anybody(), last="Li\u202eam"), "hidden characters"


def _local(first: str, last: str) -> str:
    plain = (first + "." + last).lower().replace("'", "")
    return plain.translate(str.maketrans("âêëéáíó", "aeeeaio"))


def numbered(maker: Maker) -> tuple[list[list[str | int | datetime]], list[dict[str, str | int]]]:
    """Shuffle, number and date the rows; the refused ones' numbers are what the manifest needs."""
    pledges = maker.pledges()
    why = {id(pledge): reason for pledge, reason in maker.refused}
    order = list(range(len(pledges)))
    maker.source.shuffle(order)
    rows: list[list[str | int | datetime]] = []
    refused: list[dict[str, str | int]] = []
    for entry, place in enumerate(order, start=2589):
        one = pledges[place]
        if id(one) in why:
            refused.append({"entry": entry, "why": why[id(one)]})
        rows.append(
            [
                entry, one.date_words or one.when, one.kind, one.first, one.last, one.email, one.job, one.organisation,
                one.website, one.sector, one.nation, one.staff, "I agree", one.listing,
                "https://network.example/join/", "Mozilla/5.0 (Made Up; rv:1.0)", f"192.0.2.{entry % 254 + 1}",
            ]
        )  # fmt: skip
    return rows, refused


def as_csv(rows: list[list[str | int | datetime]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for number, row in enumerate(rows):
        when = row[1]
        if isinstance(when, datetime):
            when = when.strftime(DATE_FORMATS[number % len(DATE_FORMATS)])
        writer.writerow([row[0], when, *row[2:]])
    return out.getvalue()


def as_workbook(rows: list[list[str | int | datetime]]) -> bytes:
    """The same rows as a workbook, with real dates; the same bytes every time."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Pledges")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    made, settled = io.BytesIO(), io.BytesIO()
    book.save(made)
    with (
        zipfile.ZipFile(made) as parts,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out,
    ):
        for name in sorted(parts.namelist()):
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2019-10-01T09:00:00Z", content)
            out.writestr(zipfile.ZipInfo(name, (2019, 10, 1, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def made() -> dict[str, bytes]:
    """File name → contents."""
    maker = Maker()
    rows, refused = numbered(maker)
    manifest = {
        "rows": len(rows),
        "people": PEOPLE,
        "organisations": ORGANISATIONS,
        "same_person_rows": REPEATED_PEOPLE,
        "same_organisation_rows": REPEATED_ORGANISATIONS,
        "rejected_rows": refused,
        "possible_duplicates": sorted(maker.near),
    }
    return {
        "original-pledges.csv": ("\ufeff" + as_csv(rows)).encode(),
        "original-pledges.xlsx": as_workbook(rows),
        "original-pledges.manifest.json": (
            json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        ).encode(),
    }


if __name__ == "__main__":
    for name, content in made().items():
        (FIXTURES / name).write_bytes(content)
