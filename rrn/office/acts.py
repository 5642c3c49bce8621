"""The office's own acts on many records: let memberships count longer, stop that, write a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse

from rrn.accounts import desk
from rrn.accounts.models import Note, User
from rrn.accounts.permissions import people_visible_to
from rrn.core.time import london_day
from rrn.core.verdict import Refused
from rrn.membership.actions import grant_override, take_back_override
from rrn.membership.models import Member, Override
from rrn.membership.permissions import may_decide, members_visible_to
from rrn.membership.queries import facts_by_holder
from rrn.membership.rules import (
    Deed,
    Facts,
    OverrideFact,
    Span,
    facts_after,
    full_date,
    override_problem,
    refusal,
    standing_override,
    why,
)
from rrn.office import forms
from rrn.office.bulk import Act, Effect, Said
from rrn.office.members import url_of
from rrn.organisations.models import Organisation
from rrn.organisations.permissions import organisations_of_interest

CHANGED_SINCE = "It has been changed since, so it is kept as it is."
DAY_IS_OVER = "Its day is over, so there is nothing to put back."
UNDONE = "What was decided for many members together on {day} has been undone."


def _members(user: User, numbers: Sequence[str]) -> Mapping[str, Member]:
    found = members_visible_to(user).filter(pk__in=[int(number) for number in numbers])
    return {str(member.pk): member for member in found}


def _until(said: Said) -> date:
    return date.fromisoformat(str(said["until"]))


def _latest(member: Member) -> Override | None:
    return member.overrides.order_by("-pk").first()


# -- Counting longer -------------------------------------------------------------------------------------------------


def _preview_members(members: Sequence[Member], user: User, day: date, tell: Any) -> list[Effect]:
    """Three queries, however many members."""
    facts = facts_by_holder("pk", [member.pk for member in members]) if members else {}
    interests = organisations_of_interest(user, day)
    effects = []
    for member in members:
        known = facts.get(member.pk, Facts())
        effect = Effect(str(member.pk), str(member), url_of(member), now=why(known, day))
        verdict = may_decide(user, member, day, interests=interests)
        effects.append(tell(effect, known) if verdict else replace(effect, refused=verdict.reason))
    return effects


def preview_longer(members: Sequence[Member], said: Said, user: User, day: date) -> list[Effect]:
    until = _until(said)

    def tell(effect: Effect, facts: Facts) -> Effect:
        if sentence := refusal(Deed.OVERRIDE, facts, day) or override_problem(facts, until, day):
            return replace(effect, refused=sentence)
        stands = standing_override(facts, day)
        left = facts_after(Deed.TAKE_BACK_OVERRIDE, facts, day)
        after = replace(left, overrides=(*left.overrides, OverrideFact(Span(day), until)))
        words = why(after, day)
        if full_date(until) not in words:
            words = f"{words} It counts until {full_date(until)} without a renewal."
        return replace(effect, then=f"{words} This takes the place of {full_date(stands.until)}." if stands else words)

    return _preview_members(members, user, day, tell)


def longer(member: Member, said: Said, by: User, at: datetime) -> dict[str, Any]:
    before = _standing(member, london_day(at))
    override = grant_override(member=member, until=_until(said), reason=str(said["reason"]), by=by, at=at)
    return {"override": override.pk, "before": before.pk if before else None}


def _standing(member: Member, day: date) -> Override | None:
    return member.overrides.filter(ended_on__isnull=True, until__gte=day).order_by("-until").first()


def undo_longer(member: Member, result: Said, by: User, at: datetime) -> str:
    """Take it back, and put back the one whose place it took, if its day is still to come."""
    override = _latest(member)
    if override is None or override.pk != result["override"] or override.ended_on is not None:
        return CHANGED_SINCE
    before = member.overrides.filter(pk=result["before"]).first() if result["before"] else None
    if before is not None and _holds(member, before, london_day(at)):
        grant_override(member=member, until=before.until, reason=before.reason, by=by, at=at)
    else:
        take_back_override(override=override, by=by, at=at, reason=UNDONE.format(day=full_date(override.starts_on)))
    return ""


def _holds(member: Member, override: Override, day: date) -> bool:
    """Whether this override, put back today, would let the membership count longer than its own dates do."""
    facts = facts_by_holder("pk", [member.pk]).get(member.pk, Facts())
    return not override_problem(facts, override.until, day)


def preview_no_longer(members: Sequence[Member], said: Said, user: User, day: date) -> list[Effect]:
    def tell(effect: Effect, facts: Facts) -> Effect:
        if sentence := refusal(Deed.TAKE_BACK_OVERRIDE, facts, day):
            return replace(effect, refused=sentence)
        return replace(effect, then=why(facts_after(Deed.TAKE_BACK_OVERRIDE, facts, day), day))

    return _preview_members(members, user, day, tell)


def no_longer(member: Member, said: Said, by: User, at: datetime) -> dict[str, Any]:
    override = _standing(member, london_day(at))
    if override is None:
        raise Refused(refusal(Deed.TAKE_BACK_OVERRIDE, Facts(), london_day(at)))
    take_back_override(override=override, by=by, at=at, reason=str(said["reason"]))
    return {"override": override.pk}


def undo_no_longer(member: Member, result: Said, by: User, at: datetime) -> str:
    """Let it count until the same day again."""
    override = _latest(member)
    if override is None or override.pk != result["override"]:
        return CHANGED_SINCE
    if override.until < london_day(at):
        return DAY_IS_OVER
    if not _holds(member, override, london_day(at)):
        return ""  # by its own dates it counts as long: there is nothing to put back
    grant_override(member=member, until=override.until, reason=override.reason, by=by, at=at)
    return ""


# -- Notes -----------------------------------------------------------------------------------------------------------


def _organisations(user: User, numbers: Sequence[str]) -> Mapping[str, Organisation]:
    found = Organisation.objects.filter(pk__in=[int(number) for number in numbers]) if user.is_office else Organisation.objects.none()
    return {str(organisation.pk): organisation for organisation in found}


def _people(user: User, numbers: Sequence[str]) -> Mapping[str, User]:
    return {str(person.pk): person for person in people_visible_to(user).filter(pk__in=[int(number) for number in numbers])}


def holder_of(record: Model) -> Model:
    """What a note is about: a member's note stands with the person or organisation."""
    return (record.organisation or record.person) if isinstance(record, Member) else record  # type: ignore[return-value]  # by constraint one of both


def preview_note(records: Sequence[Any], said: Said, user: User, day: date) -> list[Effect]:
    """One query: who has the same note already."""
    holders = [holder_of(record) for record in records]
    same = desk.notes_about(user, *holders).filter(words=said["words"], taken_back_at__isnull=True) if holders else Note.objects.none()
    noted = {(note.about_kind, note.about_id) for note in same}
    effects = []
    for record, holder in zip(records, holders, strict=True):
        effect = Effect(str(record.pk), str(holder), _page_of(holder), then="Gets this note, with your name and today’s date.")
        if (holder._meta.label_lower, str(holder.pk)) in noted:
            effect = replace(effect, then="", refused="It has this very note already.")
        effects.append(effect)
    return effects


def _page_of(holder: Any) -> str:
    if isinstance(holder, Organisation):
        return reverse("office:organisation", args=[holder.slug])
    return reverse("office:person", args=[holder.pk])


def write_note(record: Any, said: Said, by: User, at: datetime) -> dict[str, Any]:
    return {"note": desk.write_note(about=holder_of(record), words=str(said["words"]), by=by, at=at).pk}


def undo_note(record: Any, result: Said, by: User, at: datetime) -> str:
    note = Note.objects.filter(pk=result["note"], taken_back_at__isnull=True).first()
    if note is None:
        return CHANGED_SINCE
    desk.take_back_note(note=note, about=holder_of(record), by=by, at=at)
    return ""


def _note(name: str, list_name: str, kind: str, find: Any) -> Act:
    return Act(
        name=name, label="Write a note", button="Write the note", lists=(list_name,), kind=kind, form=forms.NoteForm, find=find,
        preview=preview_note, apply=write_note, undo=undo_note, undoing="Each note will be taken back with that day’s date; it stays readable.",
    )  # fmt: skip


ACTS = (
    Act(
        name="count-longer", label="Let them count longer", button="Let them count until this day", lists=("members",),
        kind="membership.member", form=forms.CountLongerForm, find=_members, preview=preview_longer, apply=longer, undo=undo_longer,
        undoing="Each membership will be again what it was before, and each member will get a letter that says so.", letters=True,
    ),
    Act(
        name="count-no-longer", label="Stop letting them count longer", button="Stop letting them count longer", lists=("members",),
        kind="membership.member", form=forms.ReasonForm, find=_members, preview=preview_no_longer, apply=no_longer,
        undo=undo_no_longer, undoing="Each membership will count until its day again, and each member will get a letter that says so.",
        letters=True,
    ),
    _note("note-members", "members", "membership.member", _members),
    _note("note-organisations", "organisations", "organisations.organisation", _organisations),
    _note("note-people", "people", "accounts.user", _people),
)  # fmt: skip
