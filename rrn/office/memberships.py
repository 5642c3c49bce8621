"""Decisions about a membership, each on a page of its own that says what will happen. Every write is an action of membership."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rrn.accounts.models import User
from rrn.core.verdict import Verdict
from rrn.membership import actions, emails
from rrn.membership.models import Member
from rrn.membership.permissions import may_decide
from rrn.membership.queries import facts_of
from rrn.membership.rules import (
    Deed,
    EndingKind,
    Facts,
    Reader,
    current_period,
    facts_after,
    full_date,
    refusal,
    standing_ending,
    why,
)
from rrn.office import forms
from rrn.office.permissions import may_act_for_callers
from rrn.post.compose import Letter

Form = Any
APPEAL = "The letter says how to appeal. Somebody else than you decides an appeal, within 20 working days."
DATES = "The dates do not change: the two years run on."


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: what its page says, what it asks, what it does, and the letter that it sends."""

    title: str
    button: str
    form: type
    happens: Callable[[Member, Facts, date], list[str]]
    act: Callable[[Member, Form, User, datetime], str]
    letter: Callable[[Member, Form, date], Letter] | None = None
    only: str = ""  # the kind of member it is for; both, where nothing is said

    @property
    def has_letter(self) -> bool:
        return self.letter is not None

    def fits(self, member: Member) -> bool:
        return not self.only or self.only == member.kind


def may_take(step: Deed, user: User, member: Member, day: date) -> Verdict:
    """What she does for a caller the office may do; what the network decides nobody decides about her own."""
    return may_act_for_callers(user) if step in (Deed.LEAVE, Deed.APPEAL) else may_decide(user, member, day)


def _reader(member: Member) -> Reader:
    return Reader.MEMBER if member.organisation is None else Reader.ORGANISATION


def _letters(member: Member) -> str:
    number = len(emails.readers_of(member))
    if not number:
        return "Nobody reads this member’s letters now, so the letter reaches nobody: tell them in another way."
    if member.organisation is None:
        return "She gets a letter with your reasons, exactly as you write them."
    return f"{'The lead gets' if number == 1 else 'Each lead gets'} a letter with your reasons, exactly as you write them."


def _rights_end(member: Member) -> str:
    if member.organisation is None:
        return "From today she is not counted, not on the public list, and has no member’s rights."
    return "From today it is not counted or listed as a member, and nobody has a member’s rights by a seat in it. Its page and plan stay public and say so."


def _afterwards(deed: Deed) -> Callable[[Member, Facts, date], str]:
    return lambda member, facts, day: why(facts_after(deed, facts, day), day)


def _letter(name: str, **fixed: Any) -> Callable[[Member, Form, date], Letter]:
    """The letter with what was written in the form; its day is today."""

    def written(member: Member, form: Form, day: date) -> Letter:
        said = {key: full_date(value) if isinstance(value, date) else value for key, value in form.cleaned_data.items()}
        return emails.letter(member, name, day=full_date(day), **fixed | said)

    return written


def _letter_after(deed: Deed, name: str) -> Callable[[Member, Form, date], Letter]:
    """The same, with what the membership is once the decision is taken back."""

    def written(member: Member, form: Form, day: date) -> Letter:
        facts = facts_of(member)
        ending = standing_ending(facts, day)
        words = {"kind": ending.kind.value if ending else "", "sentence": why(facts_after(deed, facts, day), day, _reader(member))}
        return emails.letter(member, name, day=full_date(day), **form.cleaned_data | words)

    return written


def _suspend(member: Member, form: Form, by: User, at: datetime) -> str:
    actions.suspend_member(member=member, by=by, at=at, **form.cleaned_data)
    return "The membership is suspended from today."


def _lift(member: Member, form: Form, by: User, at: datetime) -> str:
    actions.lift_suspension(member=member, by=by, at=at, **form.cleaned_data)
    return "The suspension is lifted from today."


def _remove(member: Member, form: Form, by: User, at: datetime) -> str:
    actions.remove_member(member=member, by=by, at=at, **form.cleaned_data)
    return "The membership is ended from today."


def _close(member: Member, form: Form, by: User, at: datetime) -> str:
    actions.close_member(member=member, by=by, at=at, **form.cleaned_data)
    return "The organisation is noted as closed from today."


def _merge(member: Member, form: Form, by: User, at: datetime) -> str:
    into = form.cleaned_data["into"]
    actions.merge_member(member=member, into=into, reason=form.cleaned_data["reason"], by=by, at=at)
    return f"It is part of {into} from today."


def _take_back(member: Member, form: Form, by: User, at: datetime) -> str:
    ending = member.endings.filter(ended_on__isnull=True).order_by("starts_on").first()
    assert ending is not None  # `refusal` has been asked
    actions.take_back_ending(ending=ending, by=by, at=at, **form.cleaned_data)
    return "The decision is taken back from today."


def _count_longer(member: Member, form: Form, by: User, at: datetime) -> str:
    actions.grant_override(member=member, by=by, at=at, **form.cleaned_data)
    return f"The membership counts until {full_date(form.cleaned_data['until'])}."


def _count_no_longer(member: Member, form: Form, by: User, at: datetime) -> str:
    override = member.overrides.filter(ended_on__isnull=True).order_by("-until").first()
    assert override is not None  # `refusal` has been asked
    actions.take_back_override(override=override, by=by, at=at, **form.cleaned_data)
    return "From today the membership is what its dates say."


def _leave(member: Member, form: Form, by: User, at: datetime) -> str:
    actions.leave(member=member, by=by, at=at, on_behalf_of=member.person)
    return "She has left. She has a letter that says so."


def _appeal(member: Member, form: Form, by: User, at: datetime) -> str:
    appeal = actions.appeal_decision(member=member, by=by, at=at, on_behalf_of=member.person, **form.cleaned_data)
    return f"Her appeal is written down. It is answered by {full_date(appeal.decide_by)}, by somebody else than you."


def _kinds_of_end(member: Member, facts: Facts, day: date) -> list[str]:
    ending = standing_ending(facts, day)
    named = {EndingKind.REMOVED: "the removal", EndingKind.CLOSED: "the closing", EndingKind.MERGED: "the merging"}
    said = f"You take back {named[ending.kind]} of {full_date(ending.span.starts_on)}. Its row stays, with your reasons." if ending else ""
    return [said, f"From today: {_afterwards(Deed.TAKE_BACK)(member, facts, day)}", _letters(member)]


def _until(member: Member, facts: Facts, day: date) -> list[str]:
    period = current_period(facts, day)
    own = f"By its own dates it counts until {full_date(period.grace_ends_on)}." if period else ""
    again = "One that stands is replaced by yours."
    return [own, "Until the day you choose, that day included, it counts and keeps its rights. Then its own dates hold.", again, _letters(member)]


STEPS: dict[Deed, Step] = {
    Deed.SUSPEND: Step(
        "Suspend the membership", "Suspend the membership", forms.ReasonForm,
        lambda member, facts, day: [_rights_end(member), f"{DATES} It can be lifted on any day.", _letters(member), APPEAL],
        _suspend, _letter("suspended"),
    ),
    Deed.LIFT: Step(
        "Lift the suspension", "Lift the suspension", forms.ReasonForm,
        lambda member, facts, day: [f"From today: {_afterwards(Deed.LIFT)(member, facts, day)}", "An appeal that waits is settled by it.", _letters(member)],
        _lift, _letter_after(Deed.LIFT, "suspension_lifted"),
    ),
    Deed.OVERRIDE: Step(
        "Let the membership count longer", "Let it count until this day", forms.CountLongerForm, _until, _count_longer,
        _letter("counts_longer"),
    ),
    Deed.TAKE_BACK_OVERRIDE: Step(
        "Stop letting it count longer", "Stop letting it count longer", forms.ReasonForm,
        lambda member, facts, day: [f"From today: {_afterwards(Deed.TAKE_BACK_OVERRIDE)(member, facts, day)}", _letters(member)],
        _count_no_longer, _letter_after(Deed.TAKE_BACK_OVERRIDE, "counts_no_longer"),
    ),
    Deed.REMOVE: Step(
        "Remove the member", "Remove the member", forms.ReasonForm,
        lambda member, facts, day: [_rights_end(member), "No new membership can begin while the decision stands. It can be taken back with a date.", _letters(member), APPEAL],
        _remove, _letter("removed"),
    ),
    Deed.CLOSE: Step(
        "Note that the organisation has closed", "Note that it has closed", forms.ReasonForm,
        lambda member, facts, day: [_rights_end(member), "It can be taken back if it was wrong.", _letters(member)],
        _close, _letter("closed"), only=Member.Kind.ORGANISATION,
    ),
    Deed.MERGE: Step(
        "Merge into another member", "Merge into this member", forms.MergeForm,
        lambda member, facts, day: [_rights_end(member), "The other membership goes on as it is. Seats do not move: whoever goes on is invited there.", _letters(member)],
        _merge, _letter("merged"),
    ),
    Deed.TAKE_BACK: Step(
        "Take the decision back", "Take the decision back", forms.ReasonForm, _kinds_of_end, _take_back,
        _letter_after(Deed.TAKE_BACK, "decision_taken_back"),
    ),
    Deed.LEAVE: Step(
        "Leave the network for her", "She leaves the network", forms.NothingForm,
        lambda member, facts, day: ["Only while she is on the telephone, and at her wish.", "Her membership ends today. She can come back at any time, with a new action.", "She gets a letter that says so. The diary names you and her."],
        _leave, _letter("left"), only=Member.Kind.INDIVIDUAL,
    ),
    Deed.APPEAL: Step(
        "Write down her appeal", "Send her appeal", forms.CallersAppealForm,
        lambda member, facts, day: ["Only while she is on the telephone, in her words: read them back to her.", "Somebody who did not take the decision, and not you, answers within 20 working days. Until then the decision stands."],
        _appeal, only=Member.Kind.INDIVIDUAL,
    ),
}  # fmt: skip


def steps_for(user: User, member: Member, facts: Facts, day: date, *, appealed: bool) -> list[tuple[Deed, str]]:
    """What this person can decide about a member today, with the words of its link."""
    verdict, found = may_decide(user, member, day), []
    for deed, step in STEPS.items():
        telephone = deed in (Deed.LEAVE, Deed.APPEAL)
        if not step.fits(member) or not (telephone or verdict) or refusal(deed, facts, day):
            continue
        if deed == Deed.APPEAL and appealed:
            continue
        found.append((deed, step.title))
    return found
