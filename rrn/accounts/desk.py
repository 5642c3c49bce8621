"""What staff keep on their desks, and how: saved views, taken to-dos, notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet

from rrn.accounts.models import Note, RoleGrant, SavedView, TakenToDo, User
from rrn.core.verdict import YES, Refused, Verdict, no, require
from rrn.events.actions import record

# A to-do that somebody took and did not do is everybody's again.
TAKEN_FOR = timedelta(days=28)
SAME_NAME = "You have a view of this list with this name. Choose another name."


# -- Saved views -----------------------------------------------------------------------------------------------------


def views_visible_to(user: Any) -> QuerySet[SavedView]:
    """The office's own views and those that colleagues share. One query."""
    if not user.is_authenticated or not user.is_office:
        return SavedView.objects.none()
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True), removed_at__isnull=True).select_related("owner")


def may_change_view(by: User, view: SavedView) -> Verdict:
    """Her own; and a shared one whose owner has left the office. At most one query."""
    if not by.is_office:
        return no("Views of the office's lists are kept by the office.")
    if view.owner_id == by.pk:
        return YES
    if view.shared and not RoleGrant.objects.filter(person=view.owner_id, role="office", ended_at__isnull=True).exists():
        return YES
    return no(f"This view is {view.owner}'s. Save one of your own instead.")


@transaction.atomic
def save_view(*, list_name: str, name: str, query: str, shared: bool, by: User, at: datetime) -> SavedView:
    """Keep a list with its filters. Who saves has checked the filters with the list's own form."""
    if not by.is_office:
        require(no("Views of the office's lists are kept by the office."))
    view = SavedView(owner=by, list=list_name, name=_named(name), query=query, shared=shared, made_at=at, changed_at=at)
    _keep(view)
    record("view.saved", about=view, by=by, at=at, name=view.name, query=query, shared=shared)
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, shared: bool, by: User, at: datetime) -> SavedView:
    """Another name, or other readers. A view whose owner has left becomes the property of who takes it up."""
    view = SavedView.objects.select_for_update(of=("self",)).select_related("owner").get(pk=view.pk)
    require(may_change_view(by, view))
    if view.removed_at is not None:
        raise Refused("This view has been removed meanwhile.")
    before = {"name": view.name, "shared": view.shared}
    view.name, view.shared, view.owner, view.changed_at = _named(name), shared, by, at
    _keep(view)
    record("view.changed", about=view, by=by, at=at, before=before, name=view.name, shared=shared)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    require(may_change_view(by, view))
    if not SavedView.objects.filter(pk=view.pk, removed_at__isnull=True).update(removed_at=at):
        raise Refused("This view has been removed already.")
    record("view.removed", about=view, by=by, at=at)


@transaction.atomic
def bring_back_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Undo the removal."""
    require(may_change_view(by, view))
    try:
        with transaction.atomic():
            back = SavedView.objects.filter(pk=view.pk, removed_at__isnull=False).update(removed_at=None, changed_at=at)
    except IntegrityError:
        raise Refused(f"There is another view called “{view.name}” now. Rename that one first.") from None
    if not back:
        raise Refused("This view is there.")
    record("view.brought_back", about=view, by=by, at=at)


def _named(name: str) -> str:
    if not name.strip():
        raise Refused("Give the view a name.")
    return name.strip()


def _keep(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Refused(SAME_NAME) from None


# -- To-dos that somebody took ---------------------------------------------------------------------------------------


def taken_todos(at: datetime) -> QuerySet[TakenToDo]:
    """Who does what now, of the to-dos that had no owner. One query."""
    return TakenToDo.objects.filter(ended_at__isnull=True, taken_at__gt=at - TAKEN_FOR).select_related("person")


def todo_holder(source: str, key: str, at: datetime) -> TakenToDo | None:
    return taken_todos(at).filter(source=source, key=key).first()


@transaction.atomic
def take_todo(*, source: str, key: str, person: User, by: User, at: datetime) -> TakenToDo:
    """This person does it from now on: by her own word, or because a colleague hands it over to her."""
    if not (by.is_staff and person.is_staff and person.is_active):
        require(no("To-dos are taken by the network's staff."))
    there = TakenToDo.objects.select_for_update(of=("self",)).select_related("person")
    held = there.filter(source=source, key=key, ended_at__isnull=True).first()
    if held is not None and held.taken_at > at - TAKEN_FOR:
        if held.person_id == person.pk:
            return held
        if held.person_id != by.pk:
            raise Refused(f"{held.person} has taken this. Ask her to hand it over.")
    if held is not None:
        TakenToDo.objects.filter(pk=held.pk).update(ended_at=at)
    given = by if by.pk != person.pk else None
    try:
        with transaction.atomic():
            taken = TakenToDo.objects.create(source=source, key=key, person=person, given_by=given, taken_at=at)
    except IntegrityError:
        raise Refused("Somebody has taken this in the same moment.") from None
    record("todo.handed_over" if given else "todo.taken", about=taken, by=by, at=at, source=source, key=key)
    return taken


@transaction.atomic
def give_back_todo(*, source: str, key: str, by: User, at: datetime) -> None:
    """Nobody in particular does it any more; it stands on everybody's list."""
    held = TakenToDo.objects.select_for_update().filter(source=source, key=key, person=by, ended_at__isnull=True).first()
    if held is None:
        raise Refused("This is not on your own list.")
    TakenToDo.objects.filter(pk=held.pk).update(ended_at=at)
    record("todo.given_back", about=held, by=by, at=at, source=source, key=key)


# -- Notes -----------------------------------------------------------------------------------------------------------


def notes_about(user: Any, *records: models.Model) -> QuerySet[Note]:
    """The office's notes on these records, newest first, taken back ones included. One query."""
    wanted = Q(pk__in=())
    for each in records:
        wanted |= Q(about_kind=each._meta.label_lower, about_id=str(each.pk))
    return notes_visible_to(user).filter(wanted)


def notes_visible_to(user: Any) -> QuerySet[Note]:
    """The office's. One query."""
    notes = Note.objects.select_related("by", "taken_back_by")
    return notes if user.is_authenticated and user.is_office else notes.none()


@transaction.atomic
def write_note(*, about: models.Model, words: str, by: User, at: datetime) -> Note:
    if not by.is_office:
        require(no("Notes are the office's."))
    if not words.strip():
        raise Refused("Write the note first.")
    kind, number = about._meta.label_lower, str(about.pk)
    note = Note.objects.create(about_kind=kind, about_id=number, words=words.strip(), by=by, written_at=at)
    record("note.written", about=about, by=by, at=at, note=note.pk)
    return note


@transaction.atomic
def take_back_note(*, note: Note, about: models.Model, by: User, at: datetime) -> None:
    if not by.is_office:
        require(no("Notes are the office's."))
    if not Note.objects.filter(pk=note.pk, taken_back_at__isnull=True).update(taken_back_at=at, taken_back_by=by):
        raise Refused("This note has been taken back already.")
    record("note.taken_back", about=about, by=by, at=at, note=note.pk)
