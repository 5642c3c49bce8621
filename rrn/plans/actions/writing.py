"""Writing a plan: field by field, several people at once, and nobody loses a word."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from rrn.accounts.models import User
from rrn.core.references import new_reference
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.organisations.models import Organisation
from rrn.plans.actions.moving import lock
from rrn.plans.models import Action, Appeal, Confirmation, ConfirmationKind, Edit, Plan
from rrn.plans.permissions import before_publication, may_send, may_write
from rrn.plans.rules import (
    ACTION_FIELDS,
    MOST_ACTIONS,
    PART_FIELDS,
    PLAN_FIELDS,
    WRITABLE,
    Outcome,
    Part,
    conflict_sentence,
    edition,
    outcome,
    plain,
    same_edit,
    tidy,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people changed one field at once. Both versions, and the sentence that says so."""

    field: str
    sentence: str
    theirs: Any
    yours: Any
    theirs_edition: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving came to: the fields written, the fields to choose, and each field's edition now."""

    fields: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    editions: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


def _require_writable(plan: Plan) -> None:
    if plan.state not in WRITABLE:
        raise Refused(
            "This plan has been sent to us and cannot be changed now. Its lead can withdraw it, or telephone us."
            if plan.submitted_at and not plan.published_at
            else "This plan can no longer be changed."
        )


@transaction.atomic
def start_plan(
    *,
    organisation: Organisation,
    by: User,
    at: datetime,
    starting_from: Plan | None = None,
    on_behalf_of: User | None = None,
) -> Plan:
    """Open the draft an organisation works on; the one that is there already, if there is one.

    `starting_from` copies the words of an earlier plan that was withdrawn, not accepted, or is ending.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(may_write(by, organisation, on_behalf_of))
    if there := before_publication(organisation):
        return there
    if Appeal.objects.filter(decision__plan__organisation=organisation, decided_at__isnull=True).exists():
        raise Refused("Your appeal is being decided. You can start another plan once you have our answer.")
    plan = Plan(
        organisation=organisation, started_at=at, started_by=by, saved_at=at, language=organisation.language
    )
    if starting_from:
        for name in PLAN_FIELDS:
            setattr(plan, name, getattr(starting_from, name))
    _save_with_reference(plan)
    if starting_from:
        _copy_actions(starting_from, plan, at)
    record("plan.started", about=plan, by=by, at=at, on_behalf_of=on_behalf_of)
    return plan


def _save_with_reference(plan: Plan) -> None:
    """References are random: in the rare case that one is taken, draw another."""
    for _ in range(5):
        plan.reference = new_reference()
        try:
            with transaction.atomic():
                plan.save(force_insert=True)
                return
        except IntegrityError:
            continue
    raise Refused("We could not start the plan this moment. Try again.")


def _copy_actions(source: Plan, plan: Plan, at: datetime) -> None:
    kept = source.actions.filter(removed_at__isnull=True)
    Action.objects.bulk_create(
        Action(plan=plan, order=order, added_at=at, **{name: getattr(action, name) for name in ACTION_FIELDS})
        for order, action in enumerate(kept, start=1)
    )


def _note_edit(
    plan: Plan,
    action: Action | None,
    name: str,
    before: Any,
    by: User,
    at: datetime,
    on_behalf_of: User | None,
) -> bool:
    """Keep the words before. Returns whether this began a new edit."""
    last = Edit.objects.filter(plan=plan, action=action, field=name).order_by("-at", "-pk").first()
    if last and same_edit(last_by=last.by_id, by=by.pk, started=last.started_at, at=at):
        Edit.objects.filter(pk=last.pk).update(at=at)
        return False
    Edit.objects.create(
        plan=plan,
        action=action,
        field=name,
        before=plain(before),
        by=by,
        on_behalf_of=on_behalf_of,
        started_at=at,
        at=at,
    )
    return True


def _last_writer(plan: Plan, action: Action | None, name: str) -> str:
    last = (
        Edit.objects.filter(plan=plan, action=action, field=name)
        .select_related("by")
        .order_by("-at", "-pk")
        .first()
    )
    return last.by.display_name or "A colleague" if last else "Somebody"


def _write(
    plan: Plan,
    record_of: Plan | Action,
    values: Mapping[str, Any],
    expected: Mapping[str, str] | None,
    by: User,
    at: datetime,
    on_behalf_of: User | None,
) -> Saved:
    """Write what still holds what the writer saw, and give back the rest as conflicts."""
    action = record_of if isinstance(record_of, Action) else None
    written, conflicts, begun = [], [], []
    for name, value in values.items():
        current = getattr(record_of, name)
        came: Outcome = outcome(
            current=current, new=value, expected=None if expected is None else expected.get(name, "")
        )
        if came.conflict:
            sentence = conflict_sentence(_last_writer(plan, action, name), name)
            conflicts.append(Conflict(name, sentence, current, value, edition(current)))
        elif came.write:
            if _note_edit(plan, action, name, current, by, at, on_behalf_of):
                begun.append(name)
            setattr(record_of, name, tidy(value))
            written.append(name)
    if written:
        if action:
            action.save(update_fields=written)
        plan.saved_at = at
        plan.save(update_fields=["saved_at", *([] if action else written)])
    if begun:
        record(
            "plan.written",
            about=plan,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            fields=begun,
            action=action.pk if action else None,
        )
    editions = {name: edition(getattr(record_of, name)) for name in values}
    return Saved(tuple(written), tuple(conflicts), editions, at if written else plan.saved_at)


@transaction.atomic
def save_part(
    *,
    plan: Plan,
    part: Part,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    expected: Mapping[str, str] | None = None,
    on_behalf_of: User | None = None,
) -> Saved:
    """Save fields of one part. `expected` holds, for each field, the edition its writer began from.

    A field that somebody else has changed since is not overwritten: it comes back as a conflict with both texts.
    Without `expected` the caller says that it has just read the plan.
    """
    plan = lock(plan)
    require(may_write(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    if unknown := set(values) - set(PART_FIELDS[part]):
        raise TypeError(f"Not fields of {part}: {', '.join(sorted(unknown))}")
    return _write(plan, plan, values, expected, by, at, on_behalf_of)


@transaction.atomic
def save_action(
    *,
    action: Action,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    expected: Mapping[str, str] | None = None,
    on_behalf_of: User | None = None,
) -> Saved:
    """Save fields of one action, as `save_part` does."""
    plan = lock(action.plan)
    require(may_write(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    if unknown := set(values) - set(ACTION_FIELDS):
        raise TypeError(f"Not fields of an action: {', '.join(sorted(unknown))}")
    action = Action.objects.get(pk=action.pk)
    if action.removed_at:
        raise Refused(
            "Somebody took this action out while you were writing. Its words are kept; put it back to go on."
        )
    return _write(plan, action, values, expected, by, at, on_behalf_of)


@transaction.atomic
def add_action(
    *,
    plan: Plan,
    by: User,
    at: datetime,
    client_key: uuid.UUID | None = None,
    on_behalf_of: User | None = None,
    **values: Any,
) -> Action:
    """Add an action at the end. With a `client_key` a second press gives the first's action."""
    plan = lock(plan)
    require(may_write(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    if client_key and (earlier := plan.actions.filter(client_key=client_key).first()):
        return earlier
    kept = plan.actions.filter(removed_at__isnull=True)
    if kept.count() >= MOST_ACTIONS:
        raise Refused(f"A plan has {MOST_ACTIONS} actions at most. Take one out first.")
    if unknown := set(values) - set(ACTION_FIELDS):
        raise TypeError(f"Not fields of an action: {', '.join(sorted(unknown))}")
    last = kept.aggregate(last=Max("order"))["last"] or 0
    tidied = {name: tidy(value) for name, value in values.items()}
    action = Action.objects.create(plan=plan, order=last + 1, added_at=at, client_key=client_key, **tidied)
    _touch(plan, at)
    record("plan.action_added", about=plan, by=by, at=at, on_behalf_of=on_behalf_of, action=action.pk)
    return action


def _touch(plan: Plan, at: datetime) -> None:
    Plan.objects.filter(pk=plan.pk).update(saved_at=at)


def _renumber(actions: list[Action]) -> None:
    for order, action in enumerate(actions, start=1):
        action.order = order
    Action.objects.bulk_update(actions, ["order"])


@transaction.atomic
def move_action(
    *, action: Action, up: bool, by: User, at: datetime, on_behalf_of: User | None = None
) -> None:
    """Move an action one place; at either end it stays."""
    plan = lock(action.plan)
    require(may_write(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    actions = list(plan.actions.filter(removed_at__isnull=True))
    if action not in actions:
        raise Refused("This action was taken out of the plan.")
    place = actions.index(action)
    other = place - 1 if up else place + 1
    if 0 <= other < len(actions):
        actions[place], actions[other] = actions[other], actions[place]
        _renumber(actions)
        _touch(plan, at)
        record(
            "plan.action_moved",
            about=plan,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            action=action.pk,
            to=other + 1,
        )


@transaction.atomic
def remove_action(*, action: Action, by: User, at: datetime, on_behalf_of: User | None = None) -> None:
    """Take an action out of the draft. Its words are kept and can be put back."""
    plan = lock(action.plan)
    require(may_write(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    if Action.objects.filter(pk=action.pk, removed_at__isnull=True).update(removed_at=at):
        _renumber(list(plan.actions.filter(removed_at__isnull=True)))
        _touch(plan, at)
        record("plan.action_removed", about=plan, by=by, at=at, on_behalf_of=on_behalf_of, action=action.pk)


@transaction.atomic
def put_back_action(*, action: Action, by: User, at: datetime, on_behalf_of: User | None = None) -> None:
    """Put an action that was taken out at the end of the plan again."""
    plan = lock(action.plan)
    require(may_write(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    kept = plan.actions.filter(removed_at__isnull=True)
    if kept.count() >= MOST_ACTIONS:
        raise Refused(f"A plan has {MOST_ACTIONS} actions at most. Take one out first.")
    last = kept.aggregate(last=Max("order"))["last"] or 0
    if Action.objects.filter(pk=action.pk, removed_at__isnull=False).update(removed_at=None, order=last + 1):
        _touch(plan, at)
        record("plan.action_put_back", about=plan, by=by, at=at, on_behalf_of=on_behalf_of, action=action.pk)


@transaction.atomic
def confirm(
    *,
    plan: Plan,
    kinds: Collection[str],
    wording_version: str,
    by: User,
    at: datetime,
    on_behalf_of: User | None = None,
) -> None:
    """The lead confirms exactly these of the three; one that is left out is taken back, one of an older wording renewed."""
    plan = lock(plan)
    require(may_send(by, plan.organisation, on_behalf_of))
    _require_writable(plan)
    open_now = {row.kind: row for row in plan.confirmations.filter(taken_back_at__isnull=True)}
    for kind in ConfirmationKind:
        row = open_now.get(kind)
        wanted = kind in kinds
        if row and (not wanted or row.wording_version != wording_version):
            Confirmation.objects.filter(pk=row.pk).update(taken_back_at=at)
            row = None
        if wanted and row is None:
            Confirmation.objects.create(
                plan=plan,
                kind=kind,
                wording_version=wording_version,
                given_by=by,
                on_behalf_of=on_behalf_of,
                given_at=at,
            )
    _touch(plan, at)
    record(
        "plan.confirmed",
        about=plan,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        kinds=sorted(kinds),
        wording=wording_version,
    )
