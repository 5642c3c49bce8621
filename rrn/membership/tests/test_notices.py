"""The notices about the end of a membership: expected by the dates, each with exactly one end, whatever the clock does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rrn.core.time import london_day, start_of_day
from rrn.membership.actions import leave, note_application, start_period
from rrn.membership.models import Suspension
from rrn.membership.notices import OFFSETS, PERIOD_END
from rrn.membership.tests.factories import LONG_AGO, make_organisation, make_person
from rrn.membership.tests.noticing import keep_since, lead, member_until, night, noon_of, run, told
from rrn.organisations.models import Seat, SeatKind
from rrn.organisations.seating import change_seat, hand_over
from rrn.post import ledger
from rrn.post.compose import compose
from rrn.post.models import Mail, Notice
from rrn.post.notices import rule_named
from rrn.post.noting import note_due, waiting_notices, write_notices

# -- The table of dates ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends_on", "offset", "due_on"),
    [
        (date(2028, 5, 31), -90, date(2028, 3, 2)),
        (date(2028, 5, 31), -60, date(2028, 4, 1)),
        (date(2028, 5, 31), 0, date(2028, 5, 31)),
        (date(2028, 5, 31), 45, date(2028, 7, 15)),
        (date(2028, 2, 28), 0, date(2028, 2, 28)),  # began on 29 February 2026's eve; 2028 has a 29th
        (date(2028, 2, 28), 14, date(2028, 3, 13)),
        (date(2028, 3, 7), -7, date(2028, 2, 29)),
        (date(2028, 2, 29), 0, date(2028, 2, 29)),
        (date(2027, 4, 4), -7, date(2027, 3, 28)),  # the clocks go forward
        (date(2027, 11, 7), -7, date(2027, 10, 31)),  # the clocks go back
        (date(2027, 3, 14), 14, date(2027, 3, 28)),
        (date(2027, 10, 1), 30, date(2027, 10, 31)),
    ],
)
def test_a_notice_is_noted_in_the_first_minutes_of_its_london_day_and_not_before(ends_on, offset, due_on):
    member_until(ends_on)
    keep_since(due_on - timedelta(days=1))
    note_due(at=start_of_day(due_on) - timedelta(seconds=1))
    assert not Notice.objects.filter(due_on=due_on).exists()
    note_due(at=start_of_day(due_on))
    assert Notice.objects.get(due_on=due_on).offset == offset
    note_due(at=start_of_day(due_on) + timedelta(hours=3))
    assert Notice.objects.filter(due_on=due_on).count() == 1


@pytest.mark.django_db
def test_eight_letters_go_out_about_one_period_each_with_its_own_words():
    period = member_until(date(2028, 5, 31))
    keep_since(date(2028, 1, 1))
    for offset in OFFSETS:
        for near in (-1, 0, 1):
            run(night(date(2028, 5, 31) + timedelta(days=offset + near)))
    mails = Mail.objects.order_by("queued_at")
    assert [london_day(mail.queued_at) for mail in mails] == [date(2028, 5, 31) + timedelta(days=day) for day in OFFSETS]
    assert len({mail.subject for mail in mails}) == len(OFFSETS)
    assert {mail.to for mail in mails} == {period.member.person.email}
    Mail.objects.update(state=Mail.State.SENT)
    assert {end for _, _, end in told()} == {"sent"}


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["person", "organisation"])
@pytest.mark.parametrize("offset", OFFSETS)
def test_every_letter_says_the_last_day_the_reference_and_a_link_that_signs_nobody_in(whose, offset):
    ends_on = date(2028, 5, 31)
    organisation = make_organisation() if whose == "organisation" else None
    period = member_until(ends_on, organisation=organisation)
    if organisation:
        lead(organisation)
    day = ends_on + timedelta(days=offset)
    (notice,) = ledger.to_come(PERIOD_END, offset, day=day, days=0)
    (piece,) = PERIOD_END.write([notice], day)
    letter = compose(piece.template, piece.context)
    assert "31 May 2028" in letter.text + letter.subject
    assert period.reference in letter.text
    links = [line for line in letter.text.splitlines() if line.startswith("http")]
    assert links == [piece.context["link"]]
    assert "?" not in links[0]
    assert links[0].endswith(organisation.get_home_url() if organisation else "/my/")
    assert "{" not in letter.text
    assert "None" not in letter.text
    if offset > 0:
        assert "30 July 2028" in letter.text


# -- What is expected ------------------------------------------------------------------------------------------------

ENDS = date(2028, 5, 31)
DUE = ENDS - timedelta(days=30)


def expected_on(day: date, rule=PERIOD_END) -> set[tuple[str, str]]:
    return {(row[4], row[5]) for row in ledger.expected(ledger.Span(day, day), rule)}


@pytest.mark.django_db
@pytest.mark.parametrize(("when", "expected"), [(-1, False), (0, True), (1, True)])
@pytest.mark.parametrize("what", ["left", "renewed", "sent", "suspended"])
def test_what_is_recorded_before_the_due_day_counts_and_nothing_after_changes_what_was_owed(what, when, expected):
    period, at = member_until(ENDS), noon_of(DUE + timedelta(days=when))
    member, person = period.member, period.member.person
    if what == "left":
        leave(member=member, by=person, at=at)
    elif what == "renewed":
        start_period(member=member, on=london_day(at), by=person, at=at)
    elif what == "sent":
        note_application(member=member, by=person, at=at)
    else:
        Suspension.objects.create(member=member, starts_on=london_day(at), reason="said", decided_by=person, decided_at=at)
    assert bool(expected_on(DUE)) is expected


@pytest.mark.django_db
def test_a_suspension_lifted_on_the_due_day_owes_nothing_of_that_day_and_one_lifted_before_does():
    for lifted in (DUE, DUE - timedelta(days=1)):
        member = member_until(ENDS).member
        Suspension.objects.create(
            member=member, starts_on=DUE - timedelta(days=9), ended_on=lifted, reason="said", decided_by=member.person,
            decided_at=noon_of(DUE - timedelta(days=9)),
        )  # fmt: skip
    assert expected_on(DUE) == {("accounts.user", str(member.person_id))}


@pytest.mark.django_db
def test_facts_that_were_recorded_after_the_due_day_owe_nothing_of_it():
    member_until(ENDS, at=noon_of(DUE))
    assert expected_on(DUE) == set()
    assert expected_on(ENDS) != set()


@pytest.mark.django_db
def test_every_lead_of_that_day_is_told_and_nobody_else(office_person):
    organisation = make_organisation()
    member_until(ENDS, organisation=organisation)
    first, second = lead(organisation), lead(organisation)
    new = lead(organisation, at=noon_of(DUE))
    Seat.objects.create(organisation=organisation, person=make_person(), kind=SeatKind.EDITOR, started_at=LONG_AGO)
    change_seat(seat=second, kind=SeatKind.VIEWER, by=office_person, at=noon_of(DUE + timedelta(days=3)))
    assert expected_on(DUE) == {("accounts.user", str(seat.person_id)) for seat in (first, second)}
    assert expected_on(DUE + timedelta(days=23)) == {("accounts.user", str(seat.person_id)) for seat in (first, new)}


@pytest.mark.django_db
def test_a_lead_who_handed_over_afterwards_was_still_the_one_to_tell():
    organisation = make_organisation()
    member_until(ENDS, organisation=organisation)
    old = lead(organisation)
    editor = Seat.objects.create(organisation=organisation, person=make_person(), kind=SeatKind.EDITOR, started_at=LONG_AGO)
    hand_over(organisation=organisation, to=editor, by=old.person, at=noon_of(DUE))
    assert expected_on(DUE) == {("accounts.user", str(old.person_id))}
    assert expected_on(DUE + timedelta(days=23)) == {("accounts.user", str(editor.person_id))}


@pytest.mark.django_db
def test_an_organisation_that_nobody_leads_ends_as_nobody_to_write_to():
    organisation = make_organisation()
    member_until(ENDS, organisation=organisation)
    Seat.objects.create(
        organisation=organisation, person=make_person(), kind=SeatKind.LEAD, started_at=LONG_AGO, ended_at=noon_of(DUE) - timedelta(days=2)
    )
    keep_since(DUE)
    run(night(DUE))
    assert told() == [(-30, DUE, "no_address")]
    assert Notice.objects.get().recipient_kind == "organisations.organisation"


@pytest.mark.django_db
def test_one_lead_of_two_organisations_that_end_on_one_day_reads_two_letters():
    person = make_person()
    for organisation in (make_organisation(), make_organisation()):
        member_until(ENDS, organisation=organisation)
        lead(organisation, person=person)
    keep_since(DUE)
    run(night(DUE))
    assert Mail.objects.filter(to=person.email).count() == 2
    assert {mail.about_kind for mail in Mail.objects.all()} == {"organisations.organisation"}


# -- Superseded ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("left", "Left meanwhile."),
        ("renewed", "Renewed meanwhile."),
        ("sent", "A renewal has been sent meanwhile."),
        ("suspended", "Suspended meanwhile."),
    ],
)
def test_facts_of_the_same_day_supersede_a_notice_that_is_not_written_yet(what, why):
    period, at = member_until(ENDS), noon_of(DUE)
    member, person = period.member, period.member.person
    keep_since(DUE)
    note_due(at=night(DUE))
    if what == "left":
        leave(member=member, by=person, at=at)
    elif what == "renewed":
        start_period(member=member, on=DUE, by=person, at=at)
    elif what == "sent":
        note_application(member=member, by=person, at=at)
    else:
        Suspension.objects.create(member=member, starts_on=DUE, reason="said", decided_by=person, decided_at=at)
    run(at + timedelta(hours=1))
    assert told() == [(-30, DUE, "superseded")]
    assert Notice.objects.get().reason == why
    assert not Mail.objects.filter(notices__isnull=False).exists()


@pytest.mark.django_db
def test_after_an_outage_only_the_latest_still_useful_one_goes_out():
    member_until(ENDS)
    keep_since(ENDS - timedelta(days=100))
    run(night(ENDS - timedelta(days=100)))
    run(night(ENDS - timedelta(days=5)))
    assert [(offset, end) for offset, _, end in told()] == [
        (-90, "superseded"), (-60, "superseded"), (-30, "superseded"), (-7, "waiting"),
    ]  # fmt: skip
    assert Mail.objects.get().subject.startswith("One week left")


@pytest.mark.django_db
def test_an_outage_to_the_end_of_grace_sends_nothing_at_all():
    member_until(ENDS)
    keep_since(ENDS)
    run(night(ENDS + timedelta(days=61)))
    assert {end for _, _, end in told()} == {"superseded"}
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_days_before_a_rules_first_run_are_owed_to_nobody():
    member_until(ENDS)
    run(night(ENDS - timedelta(days=3)))
    run(night(ENDS))
    assert [offset for offset, _, _ in told()] == [0]
    assert ledger.unexplained(at=night(ENDS + timedelta(days=1))) == []


@pytest.mark.django_db
def test_a_clock_that_goes_back_an_hour_or_a_week_does_nothing_twice():
    member_until(ENDS)
    keep_since(DUE)
    run(night(DUE))
    run(night(DUE) - timedelta(hours=1))
    run(night(DUE) - timedelta(days=7))
    run(night(DUE))
    assert Notice.objects.count() == Mail.objects.count() == 1


# -- What it costs -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_minute_with_nothing_to_do_asks_two_questions(django_assert_max_num_queries):
    member_until(ENDS)
    run(night(DUE))
    with django_assert_max_num_queries(3):
        run(noon_of(DUE))


@pytest.mark.django_db
def test_a_batch_costs_the_same_however_many_there_are(django_assert_max_num_queries):
    for _ in range(30):
        member_until(ENDS)
    keep_since(DUE)
    note_due(at=night(DUE))
    with django_assert_max_num_queries(22):
        assert write_notices(notices=waiting_notices(at=night(DUE)), at=night(DUE)) == 30


def test_the_rule_is_the_one_that_the_house_knows():
    assert rule_named("membership.period_end") is PERIOD_END


@pytest.mark.django_db
@pytest.mark.parametrize("page", [2, 3, 7])
def test_many_are_read_a_page_at_a_time_and_none_is_passed_over(monkeypatch, page):
    """Two leads give one period twice, also at the edge of a page; an outage brings several days."""
    monkeypatch.setattr("rrn.post.noting.PAGE", page)
    for number in range(9):
        member_until(ENDS + timedelta(days=number % 2))
        organisation = make_organisation()
        member_until(ENDS + timedelta(days=number % 3), organisation=organisation)
        for _ in range(number % 4):
            lead(organisation)
    keep_since(DUE)
    note_due(at=night(DUE + timedelta(days=5)))
    expected = ledger.expected(ledger.Span(DUE, DUE + timedelta(days=5)), PERIOD_END)
    noted = set(Notice.objects.values_list(*ledger.KEYS))
    assert noted == expected
    assert len(noted) == 9 + sum(max(1, number % 4) for number in range(9))
