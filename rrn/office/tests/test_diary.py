"""Who did what, about any record: a sentence for every verb, filters, pages cut at a line, and taking it away."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from rrn.accounts.adapter import DIARY as SECURITY
from rrn.events.actions import record
from rrn.events.models import Line
from rrn.learning.models import Completion
from rrn.membership.actions.boundaries import VERBS
from rrn.membership.rules import EndingKind
from rrn.office.diary import WORDS
from rrn.office.doings import KINDS
from rrn.office.tests import scenes
from rrn.office.tests.scenes import NOON
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db
ROOMS = Path(__file__).resolve().parent.parent.parent
A_VERB = re.compile(r"[a-z_]+\.[a-z_]+")
PENS = ("record", "record_many", "record_each")
# A verb that is put together where it is written, and everything it can become.
FAMILIES = {
    "f'membership.{kind.value}'": {f"membership.{kind.value}" for kind in EndingKind},
    "f'person.{what}'": {f"person.{what}" for what in (*SECURITY.values(), "signed_in", "signed_out")},
    "f'video.{way.value}'": {f"video.{way.value}" for way in (Completion.Way.WAIVED, Completion.Way.GROUP)},
    "VERBS[kind]": set(VERBS.values()),
}


def verbs_written_in_the_house() -> set[str]:
    found: set[str] = set()
    for page in ROOMS.rglob("*.py"):
        if "tests" in page.parts or page.match("events/actions.py"):
            continue
        for call in ast.walk(ast.parse(page.read_text())):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") in PENS and call.args):
                continue
            said = {
                part.value for part in ast.walk(call.args[0])
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and A_VERB.fullmatch(part.value)
            }  # fmt: skip
            found |= said or FAMILIES[ast.unparse(call.args[0])]
    return found


def test_every_verb_that_the_house_writes_has_its_sentence():
    assert sorted(verbs_written_in_the_house() - set(WORDS)) == []


@pytest.fixture
def written(office_person, reader):
    for number in range(60):
        record("person.renamed" if number % 2 else "person.language_chosen", about=reader, by=office_person, at=NOON - timedelta(days=number))
    return reader


def test_pages_are_cut_at_a_line(desk, office_person, written):
    browser = desk(office_person)
    address, seen = f"/office/diary/person/{written.pk}/", []
    path = address
    while path:
        page = browser.get(path).context["page"]
        seen += [line.pk for line in page.rows]
        path = f"{address}{page.older}" if page.older else ""
    assert len(seen) == len(set(seen)) >= 60
    assert seen == sorted(seen, reverse=True)


def test_it_is_filtered_by_what_by_whom_and_by_day(desk, office_person, written):
    browser, address = desk(office_person), f"/office/diary/person/{written.pk}/"
    page = browser.get(f"{address}?verb=person.renamed")
    assert {line.words for line in page.context["lines"]} == {"Changed the name that others see"}
    page = browser.get(f"{address}?by={office_person.pk}&first_day=20&first_month=11&first_year=2026&last_day=20&last_month=11&last_year=2026")
    assert [line.at.date().isoformat() for line in page.context["lines"]] == ["2026-11-20"]
    assert browser.get(f"{address}?by=house").context["lines"] == []
    assert browser.get(f"{address}?verb=drop.table").status_code == 200


def test_opening_a_persons_diary_is_written_down(desk, office_person, written):
    desk(office_person).get(f"/office/diary/person/{written.pk}/")
    assert Line.objects.filter(verb="office.read", about_id=str(written.pk), by_id=str(office_person.pk)).count() == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_that_is_not_there_has_no_diary(desk, office_person, kind):
    assert desk(office_person).get(f"/office/diary/{kind}/999999/").status_code == 404


def test_only_kinds_on_the_list_have_a_diary(desk, office_person):
    assert desk(office_person).get(f"/office/diary/accounts.user/{office_person.pk}/").status_code == 404


def test_an_organisations_diary_has_its_plans_and_its_membership(desk, office_person):
    plan = scenes.sent("Caddick Care")
    page = desk(office_person).get(f"/office/diary/organisation/{plan.organisation_id}/").text
    for words in ("Sent the plan", "Applied for membership", "Entered the organisation"):
        assert words in page


def test_an_interest_closes_the_plans_diary(desk, office_person):
    from rrn.organisations.actions import declare_interest

    plan = scenes.sent("Caddick Care")
    declare_interest(person=office_person, organisation=plan.organisation, kind="customer", words="", by=office_person, at=NOON)
    assert desk(office_person).get(f"/office/diary/plan/{plan.pk}/").status_code == 403


def test_everybody_on_the_staff_reads_her_own_doings_and_the_office_anybodys(desk, office_person, reviewer):
    scenes.opened(reviewer)
    assert "Declared no interest and opened a plan" in desk(reviewer).get(f"/office/doings/{reviewer.pk}/").text
    assert "Declared no interest and opened a plan" in desk(office_person).get(f"/office/doings/{reviewer.pk}/").text
    assert desk(reviewer).get(f"/office/doings/{office_person.pk}/").status_code == 404


@pytest.mark.parametrize("of", ["diary/person", "doings"])
def test_it_is_taken_away_after_proving_again_and_runs_nowhere(desk, office_person, reader, of):
    record("membership.suspended", about=reader, by=office_person, at=NOON, reason='=HYPERLINK("https://evil.example")')
    about = office_person if of == "doings" else reader
    browser = desk(office_person)
    address = f"/office/{of}/{about.pk}.csv"
    assert browser.get(address).headers["Location"].startswith("/account/reauthenticate/")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    sheet = browser.get(address).content.decode()
    assert "'=HYPERLINK" in sheet
    assert Line.objects.filter(verb="office.took_away", about_id=str(about.pk)).exists()


def test_a_long_diary_costs_no_more_queries_than_a_short_one(desk, office_person, written, django_assert_max_num_queries):
    browser = desk(office_person)
    browser.get(f"/office/diary/person/{written.pk}/")
    with django_assert_max_num_queries(21):
        browser.get(f"/office/diary/person/{written.pk}/")


def test_a_persons_page_leads_to_all_of_it(desk, office_person):
    somebody = person("Pia Person")
    page = desk(office_person).get(f"/office/people/{somebody.pk}/").text
    assert f"/office/diary/person/{somebody.pk}/" in page
    assert f"/office/doings/{somebody.pk}/" in page
