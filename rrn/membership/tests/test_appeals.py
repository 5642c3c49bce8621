"""Appeals about a suspension or a removal: who makes one, who decides it, what becomes of the membership, who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.membership.actions import (
    appeal_decision,
    close_member,
    decide_member_appeal,
    join_as_individual,
    lift_suspension,
    member_for_organisation,
    remove_member,
    start_period,
    suspend_member,
)
from rrn.membership.history import history_of_member
from rrn.membership.models import Member
from rrn.membership.queries import appeals_to_decide, facts_of, open_member_appeals
from rrn.membership.rules import Status, status_on
from rrn.membership.tests.factories import make_organisation
from rrn.membership.tests.joining import fill_in_everything
from rrn.organisations.models import Interest, Seat
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


@pytest.fixture
def individual(reader, noon):
    fill_in_everything(reader, noon)
    return join_as_individual(person=reader, by=reader, at=noon, client_key="k").member


@pytest.fixture
def organisation(noon, office_person, make_person):
    member = member_for_organisation(organisation=make_organisation(name="Alder House"), at=noon)
    start_period(member=member, on=DAY, by=office_person, at=noon)
    lead = make_person("Lena Lead")
    Seat.objects.create(organisation=member.organisation, person=lead, kind="lead", started_at=noon)
    member.lead = lead
    return member


def status(member, day=DAY):
    return status_on(facts_of(Member.objects.get(pk=member.pk)), day)


def appealed(member, office, at, *, by, decide=suspend_member, **more):
    decide(member=member, reason="Two reports are missing.", by=office, at=at)
    return appeal_decision(member=member, words="They were sent.", by=by, at=at, **more)


def subjects():
    return list(Mail.objects.order_by("pk").values_list("subject", flat=True))


@pytest.mark.parametrize(("decide", "while_it_waits"), [(suspend_member, Status.SUSPENDED), (remove_member, Status.REMOVED)])
def test_an_appeal_changes_nothing_until_it_is_upheld(individual, reader, reviewer, office_person, noon, decide, while_it_waits):
    appeal = appealed(individual, office_person, noon, by=reader, decide=decide)
    assert status(individual) == while_it_waits
    assert appeal.decide_by == date(2026, 12, 18)
    decide_member_appeal(appeal=appeal, upheld=True, reasons="They had been sent.", by=reviewer, at=noon + timedelta(days=3))
    assert status(individual, DAY + timedelta(days=2)) == while_it_waits
    assert status(individual, DAY + timedelta(days=3)) == Status.ACTIVE
    appeal.refresh_from_db()
    assert (appeal.about.ended_on, appeal.about.ended_by) == (DAY + timedelta(days=3), reviewer)
    told = Mail.objects.filter(to=reader.email).order_by("-pk")[0]
    assert told.subject == "Your appeal: we take the decision back"
    assert "They had been sent." in told.text
    assert "Your membership runs from 21 November 2026 to 20 November 2028." in told.text


def test_an_appeal_that_is_not_right_leaves_the_decision_and_says_why(organisation, reviewer, office_person, noon):
    appeal = appealed(organisation, office_person, noon, by=organisation.lead)
    decide_member_appeal(appeal=appeal, upheld=False, reasons="They are still missing.", by=reviewer, at=noon)
    assert status(organisation) == Status.SUSPENDED
    assert subjects()[-3:] == [
        "The membership of Alder House is suspended", "We have your appeal. We answer by 18 December 2026",
        "Your appeal: the decision stands",
    ]  # fmt: skip
    assert {mail.to for mail in Mail.objects.all()} == {organisation.lead.email}
    with pytest.raises(Refused, match="has been decided"):
        decide_member_appeal(appeal=appeal, upheld=True, reasons="Again.", by=reviewer, at=noon)


def test_nobody_decides_an_appeal_against_her_own_decision_or_with_an_interest(
    organisation, reviewer, office_person, trustee, stranger, make_person, noon
):
    colleague = make_person("Cole League", roles=("office",))
    appeal = appealed(organisation, office_person, noon, by=colleague, on_behalf_of=organisation.lead)
    Interest.objects.create(person=reviewer, organisation=organisation.organisation, kind="customer", declared_at=noon)
    for who in (office_person, colleague, reviewer, stranger, organisation.lead):
        with pytest.raises(PermissionDenied):
            decide_member_appeal(appeal=appeal, upheld=True, reasons="Yes.", by=who, at=noon)
        assert appeals_to_decide(who, DAY, 9) == [] or who in (stranger, organisation.lead)
    assert appeals_to_decide(trustee, DAY, 9) == [appeal]
    with pytest.raises(Refused, match="reasons"):
        decide_member_appeal(appeal=appeal, upheld=True, reasons=" ", by=trustee, at=noon)
    decide_member_appeal(appeal=appeal, upheld=True, reasons="It was sent.", by=trustee, at=noon)
    line = Line.objects.get(verb="membership.appealed")
    assert (line.by_id, line.for_id) == (str(colleague.pk), str(organisation.lead.pk))


def test_who_is_not_the_member_or_its_lead_makes_no_appeal(individual, organisation, stranger, office_person, noon):
    for member in (individual, organisation):
        suspend_member(member=member, reason="Because.", by=office_person, at=noon)
        for who in (stranger, office_person):
            with pytest.raises(PermissionDenied):
                appeal_decision(member=member, words="No.", by=who, at=noon)


def test_two_appeals_about_one_decision_are_one_and_without_a_decision_there_is_none(individual, reader, office_person, noon):
    with pytest.raises(Refused, match="no suspension or removal"):
        appeal_decision(member=individual, words="Why?", by=reader, at=noon)
    first = appealed(individual, office_person, noon, by=reader)
    assert appeal_decision(member=individual, words="Again.", by=reader, at=noon) == first
    remove_member(member=individual, reason="Worse.", by=office_person, at=noon)
    with pytest.raises(Refused, match="Say why"):
        appeal_decision(member=individual, words=" ", by=reader, at=noon)


def test_a_closing_is_not_appealed(organisation, office_person, noon):
    close_member(member=organisation, reason="It closed.", by=office_person, at=noon)
    with pytest.raises(Refused, match="no suspension or removal"):
        appeal_decision(member=organisation, words="No.", by=organisation.lead, at=noon)


def test_a_suspension_that_is_lifted_meanwhile_settles_its_appeal(individual, reader, reviewer, office_person, noon):
    appeal = appealed(individual, office_person, noon, by=reader)
    lift_suspension(member=individual, reason="Looked into.", by=office_person, at=noon)
    assert list(open_member_appeals()) == []
    with pytest.raises(Refused, match="taken back meanwhile"):
        decide_member_appeal(appeal=appeal, upheld=True, reasons="Yes.", by=reviewer, at=noon)


def test_the_history_says_who_when_and_why(individual, reader, reviewer, office_person, noon):
    appeal = appealed(individual, office_person, noon, by=reader)
    decide_member_appeal(appeal=appeal, upheld=True, reasons="It was sent.", by=reviewer, at=noon + timedelta(days=1))
    told = [(one.words, one.by, one.reason) for one in history_of_member(individual)]
    assert ("Suspended", str(office_person), "Two reports are missing.") in told
    assert ("Suspension lifted, on appeal", str(reviewer), "It was sent.") in told
