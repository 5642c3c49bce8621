"""Whatever the clock does, repeated, killed, away or twice at once: each expected notice ends once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rrn.membership.actions import leave, note_application, start_period
from rrn.membership.notices import OFFSETS, PERIOD_END, _of_people
from rrn.membership.tests.noticing import keep_since, member_until, night, noon_of, run
from rrn.post import ledger
from rrn.post.models import Mail, Notice
from rrn.post.noting import note_days, note_due, waiting_notices, write_notices

ENDS = date(2028, 5, 31)
DUE = ENDS - timedelta(days=30)


# -- Whatever the clock does: every expected notice ends once ----------------------------------------------------------


class Killed(BaseException):
    """What ends a worker between any two lines."""


@dataclass(frozen=True)
class Fact:
    """Something that happens to one member on a day at noon."""

    member: int
    day: date
    what: str


FIRST_END = date(2027, 3, 24)  # the clocks go forward on the 28th; seven days before lies 17 March
MEMBERS = 6  # what happens to them happens while a renewal may come in: from 90 days before the end to the end of grace
WALK = st.fixed_dictionaries(
    {
        "ends": st.lists(st.integers(0, 2), min_size=MEMBERS, max_size=MEMBERS),
        "facts": st.lists(
            st.tuples(st.integers(0, MEMBERS - 1), st.integers(-88, 58), st.sampled_from(["left", "renewed", "sent"])),
            max_size=4,
            unique_by=lambda row: row[0],
        ),
        "outages": st.lists(st.tuples(st.integers(-92, 50), st.integers(1, 40)), max_size=2),
        "kills": st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["note", "write"])), max_size=6),
        "often": st.integers(1, 3),
    }
)


def _days_of_interest(walk) -> list[date]:
    days = {0, *(end + offset + near for end in walk["ends"] for offset in OFFSETS for near in (0, 1))}
    days |= {day for _, day, _ in walk["facts"]} | {-100, 62}
    away = {start + number for start, length in walk["outages"] for number in range(length)}
    ends = {start + length for start, length in walk["outages"]}
    return [FIRST_END + timedelta(days=day) for day in sorted((days | ends) - (away - {62}))]


def _happens(fact: Fact, members) -> None:
    member, at = members[fact.member], noon_of(fact.day)
    if fact.what == "left":
        leave(member=member, by=member.person, at=at)
    elif fact.what == "renewed":
        start_period(member=member, on=fact.day, by=member.person, at=at)
    else:
        note_application(member=member, by=member.person, at=at)


def _run_killed(at: datetime, how: str, monkeypatch) -> None:
    """A run that ends in the middle: after its first commit of notes, or while a batch of mails is being written."""
    if how == "note":
        note_due(at=at, go_on=lambda: False)
        return
    note_due(at=at)
    with monkeypatch.context() as patch:
        patch.setattr("rrn.post.noting._carried", lambda notices: (_ for _ in ()).throw(Killed()))
        try:
            with transaction.atomic():
                write_notices(notices=waiting_notices(at=at), at=at)
        except Killed:
            pass


def _walk(walk, monkeypatch) -> dict[tuple[int, int], tuple[str, str]]:
    """Live through the days; what became of each notice at the end, by its promise."""
    members = [member_until(FIRST_END + timedelta(days=end)).member for end in walk["ends"]]
    facts = sorted((Fact(who, FIRST_END + timedelta(days=day), what) for who, day, what in walk["facts"]), key=lambda fact: fact.day)
    keep_since(FIRST_END - timedelta(days=100))
    kills = dict(walk["kills"])
    for number, day in enumerate(_days_of_interest(walk)):
        while facts and facts[0].day < day:
            _happens(facts.pop(0), members)
        if number in kills:
            _run_killed(night(day), kills[number], monkeypatch)
        for again in range(walk["often"]):
            run(night(day) + timedelta(hours=again))
            Mail.objects.update(state=Mail.State.SENT)
    places = {str(member.person_id): place for place, member in enumerate(members)}
    found = {}
    for notice in Notice.objects.with_end():
        promise = (places[notice.recipient_id], notice.offset)
        assert promise not in found
        found[promise] = (notice.ended_as, notice.mail.subject if notice.mail else "")
    span = ledger.Span(FIRST_END - timedelta(days=100), FIRST_END + timedelta(days=62))
    assert {(places[row[5]], row[1]) for row in ledger.expected(span)} == set(found)
    assert Mail.objects.filter(notices__isnull=False).distinct().count() == sum(1 for _, subject in found.values() if subject)
    assert ledger.unexplained(at=night(FIRST_END + timedelta(days=62))) == []
    return found


def _in_a_world_of_its_own(walk, monkeypatch) -> dict[tuple[int, int], tuple[str, str]]:
    with transaction.atomic():
        found = _walk(walk, monkeypatch)
        transaction.set_rollback(True)
    return found


def _superseded_by_the_outage(walk, promise) -> bool:
    """No day between the notice's own and the next one's was a day on which the clock ran."""
    place, offset = promise
    anchor = FIRST_END + timedelta(days=walk["ends"][place])
    until = PERIOD_END.useful_until(offset, anchor)
    return not any(anchor + timedelta(days=offset) <= day <= until for day in _days_of_interest(walk))


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck))
@given(walk=WALK)
def test_a_disturbed_clock_ends_where_an_undisturbed_one_does(walk):
    """Runs repeated and killed change nothing; days without a clock only cost the notices whose time passed in them.

    Takes some ten seconds: twelve lives of six people.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        of_people = replace(PERIOD_END, expected=lambda *asked: [_of_people(*asked)])
        monkeypatch.setattr("rrn.post.notices._RULES", {PERIOD_END.name: of_people})
        calm = _in_a_world_of_its_own(walk | {"outages": [], "kills": [], "often": 1}, monkeypatch)
        assert _in_a_world_of_its_own(walk | {"outages": []}, monkeypatch) == calm
        disturbed = _in_a_world_of_its_own(walk, monkeypatch)
    assert set(disturbed) == set(calm)
    for promise, end in disturbed.items():
        if _superseded_by_the_outage(walk, promise):
            assert end == ("superseded", "")
        elif end != calm[promise]:
            # It was late, and she had renewed, left or sent a renewal by then.
            assert end == ("superseded", "")
            assert any(who == promise[0] for who, _, _ in walk["facts"])


# -- Killed, and two at once -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_killed_run_left_is_unexplained_until_the_next_run_closes_the_gap(monkeypatch):
    monkeypatch.setattr("rrn.post.noting.BATCH", 5)
    for _ in range(12):
        member_until(ENDS)
    keep_since(DUE)
    note_due(at=night(DUE), go_on=lambda: False)
    assert Notice.objects.count() == 5
    tomorrow = night(DUE + timedelta(days=1))
    (line,) = ledger.unexplained(at=tomorrow)
    assert (line.rule, line.day, line.missing) == (PERIOD_END, DUE, 7)
    assert ledger.ledger(ledger.Span(DUE, DUE), at=tomorrow)[0].unexplained == 7
    assert len(ledger.missing(ledger.Span(DUE, DUE))) == 7
    run(tomorrow)
    assert ledger.unexplained(at=tomorrow) == []
    assert Notice.objects.count() == Mail.objects.count() == 12


@pytest.mark.django_db
def test_a_notice_that_waits_for_more_than_a_day_is_unexplained():
    member_until(ENDS)
    keep_since(DUE)
    note_due(at=night(DUE))
    assert ledger.unexplained(at=night(DUE) + timedelta(hours=23)) == []
    (line,) = ledger.unexplained(at=night(DUE) + timedelta(hours=25))
    assert (line.missing, line.late) == (0, 1)


@pytest.mark.django_db
def test_a_lost_notice_is_noted_again_and_its_mail_is_not_written_twice():
    member_until(ENDS)
    keep_since(DUE)
    run(night(DUE))
    Notice.objects.all().delete()
    list(note_days(rule=PERIOD_END, first=DUE, last=DUE, at=noon_of(DUE)))
    run(noon_of(DUE))
    assert Mail.objects.count() == 1
    assert Notice.objects.get().mail == Mail.objects.get()


def test_two_workers_at_once_note_and_write_everything_once(in_another_thread):
    for _ in range(60):
        member_until(ENDS)
    keep_since(DUE)
    at = night(DUE)
    for one in [in_another_thread(lambda: note_due(at=at)) for _ in range(3)]:
        one.result(timeout=60)
    assert Notice.objects.count() == 60

    def write() -> None:
        while batch := waiting_notices(at=at, most=7):
            write_notices(notices=batch, at=at)

    for one in [in_another_thread(write) for _ in range(3)]:
        one.result(timeout=60)
    assert Mail.objects.count() == 60
    assert Notice.objects.filter(mail__isnull=False).values("mail").distinct().count() == 60
