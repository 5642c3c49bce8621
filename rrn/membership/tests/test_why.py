"""The sentence that says why, for every status and each of its readers."""

from datetime import date, timedelta

import pytest

from rrn.membership.rules import (
    COUNTING,
    Deed,
    EndingFact,
    EndingKind,
    Facts,
    OverrideFact,
    Reader,
    Span,
    Status,
    facts_after,
    refusal,
    status_on,
    why,
)
from rrn.membership.tests.test_rules import END, GRACE, ONE, START, period

DAY, LATE = date(2027, 1, 5), GRACE + timedelta(days=9)
STATES = {
    Status.NONE: (Facts(), DAY),
    Status.APPLIED: (Facts(applications=(Span(START),)), DAY),
    Status.ACTIVE: (ONE, DAY),
    Status.DUE: (ONE, END),
    Status.GRACE: (ONE, GRACE),
    Status.LAPSED: (ONE, LATE),
    Status.SUSPENDED: (Facts(periods=(period(),), suspensions=(Span(DAY),)), DAY),
    Status.LEFT: (Facts(periods=(period(left_on=DAY),)), DAY),
} | {Status(kind.value): (Facts(periods=(period(),), endings=(EndingFact(kind, Span(DAY)),)), DAY) for kind in EndingKind}
HELD = {
    "with us": (Facts(periods=(period(),), applications=(Span(GRACE),)), LATE),
    "allowed": (Facts(periods=(period(),), overrides=(OverrideFact(Span(GRACE), LATE),)), LATE),
    "renewed": (Facts(periods=(period(), period(END + timedelta(days=1)))), END),
}


def test_there_is_a_sentence_for_every_status():
    assert set(STATES) == set(Status)
    assert all(status_on(*facts) == status for status, facts in STATES.items())


@pytest.mark.parametrize("reader", list(Reader), ids=lambda reader: reader.name)
@pytest.mark.parametrize("facts", [*STATES.values(), *HELD.values()])
def test_each_reads_as_a_sentence_with_its_date(facts, reader):
    said = why(*facts, reader)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said
    if facts[0].periods:
        assert " 20" in said, said


@pytest.mark.parametrize(
    ("status", "reader", "sentence"),
    [
        (Status.ACTIVE, Reader.MEMBER, "Your membership runs from 1 June 2026 to 31 May 2028."),
        (Status.GRACE, Reader.MEMBER, "Your membership ran until 31 May 2028. It still counts until 30 July 2028, so that you can renew it."),
        (Status.SUSPENDED, Reader.MEMBER, "We suspended your membership on 5 January 2027. It does not count until we lift the suspension."),
        (Status.REMOVED, Reader.MEMBER, "We ended your membership on 5 January 2027."),
        (Status.REMOVED, Reader.OFFICE, "Was removed by the network on 5 January 2027."),
        (Status.LEFT, Reader.ORGANISATION, "Your organisation left the network on 5 January 2027."),
        (Status.CLOSED, Reader.ORGANISATION, "Your organisation’s membership ended on 5 January 2027, because the organisation closed."),
        (Status.LAPSED, Reader.ORGANISATION, "Your organisation’s membership ended on 31 May 2028."),
    ],
)
def test_it_speaks_to_whoever_reads_it(status, reader, sentence):
    assert why(*STATES[status], reader) == sentence


def test_what_keeps_it_counting_is_named():
    assert "It still counts, because your renewal is with us." in why(*HELD["with us"], Reader.MEMBER)
    assert "It still counts until 8 August 2028, because we have allowed it." in why(*HELD["allowed"], Reader.MEMBER)
    assert "the next two years begin on 1 June 2028" in why(*HELD["renewed"], Reader.MEMBER)


@pytest.mark.parametrize("deed", [Deed.LIFT, Deed.TAKE_BACK])
def test_what_is_taken_back_is_as_if_it_ended_today(deed):
    facts, day = STATES[Status.SUSPENDED if deed == Deed.LIFT else Status.REMOVED]
    assert status_on(facts_after(deed, facts, day), day) == Status.ACTIVE


@pytest.mark.parametrize(
    ("deed", "possible"),
    [
        (Deed.SUSPEND, COUNTING),
        (Deed.LIFT, {Status.SUSPENDED}),
        (Deed.REMOVE, COUNTING | {Status.SUSPENDED, Status.LAPSED, Status.LEFT}),
        (Deed.OVERRIDE, COUNTING | {Status.SUSPENDED, Status.LAPSED}),
        (Deed.LEAVE, COUNTING | {Status.SUSPENDED}),
        (Deed.TAKE_BACK, {Status.REMOVED, Status.CLOSED, Status.MERGED}),
        (Deed.APPEAL, {Status.SUSPENDED, Status.REMOVED}),
    ],
)
def test_what_can_be_decided_follows_from_the_status(deed, possible):
    assert {status for status, facts in STATES.items() if not refusal(deed, *facts)} == possible
