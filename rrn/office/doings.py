"""Who did what: about any record that the office may open, or by one person. A page at a time, and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import models, transaction
from django.db.models import QuerySet
from django.urls import reverse

from rrn.accounts.batches import batches_visible_to
from rrn.accounts.models import User
from rrn.accounts.permissions import people_visible_to
from rrn.core.forms import DateBoxField
from rrn.core.time import end_of_day, start_of_day
from rrn.core.verdict import YES, Verdict, no, require
from rrn.events.actions import record
from rrn.events.models import Line
from rrn.learning.permissions import troubles_visible_to
from rrn.membership.models import Member, OriginalPledge, Period
from rrn.membership.permissions import members_visible_to, roster_visible_to
from rrn.office.diary import entries, lines_about, lines_by, words_of
from rrn.office.filters import FilterForm
from rrn.office.members import url_of
from rrn.office.permissions import may_read_people, may_read_plan, plans_visible_in_office
from rrn.organisations.models import Organisation
from rrn.post.permissions import mails_visible_to, messages_visible_to

AT_ONCE = 500
MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that has a diary: which of them somebody may open, what belongs to one, and its page."""

    label: str
    visible: Callable[[User, date], QuerySet[Any]]
    url: Callable[[Any], str]
    beside: Callable[[Any], list[models.Model]] = lambda record: []
    may_read: Callable[[User, Any, date], Verdict] = lambda user, record, day: may_read_people(user)
    read_is_noted: bool = False


def _of_office(found: Callable[[], QuerySet[Any]]) -> Callable[[User, date], QuerySet[Any]]:
    return lambda user, day: found() if user.is_office else found().none()


def _of_member(member: Member | None) -> list[models.Model]:
    return [member, *Period.objects.filter(member=member)] if member else []


def _page(name: str, field: str = "pk") -> Callable[[Any], str]:
    return lambda record: reverse(f"office:{name}", args=[getattr(record, field)])


KINDS: dict[str, Kind] = {
    "organisation": Kind(
        "Organisation", _of_office(Organisation.objects.all), _page("organisation", "slug"),
        lambda one: [*one.plans.all(), *_of_member(Member.objects.filter(organisation=one).first())],
    ),
    "person": Kind(
        "Person", lambda user, day: people_visible_to(user), _page("person"),
        lambda one: _of_member(Member.objects.filter(person=one).first()), read_is_noted=True,
    ),
    "member": Kind("Member", lambda user, day: members_visible_to(user), url_of, lambda one: _of_member(one)[1:]),
    "plan": Kind(
        "Plan", lambda user, day: plans_visible_in_office(user), _page("plan", "reference"),
        may_read=lambda user, one, day: may_read_plan(user, one, day) if user.is_office else may_read_people(user),
    ),
    "pledge": Kind("2014 pledge", _of_office(OriginalPledge.objects.all), _page("pledge"), read_is_noted=True),
    "mail": Kind("Letter", lambda user, day: mails_visible_to(user), _page("mail")),
    "message": Kind("Message", lambda user, day: messages_visible_to(user), _page("message")),
    "trouble": Kind("Trouble with a video", lambda user, day: troubles_visible_to(user), _page("video_trouble")),
    "seat": Kind("Seat on the roster", roster_visible_to, _page("roster_seat")),
    "batch": Kind("Done with many", lambda user, day: batches_visible_to(user), _page("batch", "reference")),
}  # fmt: skip


class DiaryFilter(FilterForm):
    """What is offered is what stands in this diary."""

    verb = forms.ChoiceField(label="What", required=False)
    by = forms.ChoiceField(label="Who", required=False)
    first = DateBoxField(label="From", what="first day", required=False)
    last = DateBoxField(label="Until", what="last day", required=False)

    def __init__(self, *args: Any, lines: QuerySet[Line], people: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = lines.order_by().values_list("verb", flat=True).distinct()[:MOST_OFFERED]
        said = sorted((words_of(verb), verb) for verb in verbs)
        self.fields["verb"].choices = [("", "Anything"), *((verb, words) for words, verb in said)]  # type: ignore[attr-defined]
        if people:
            self.fields["by"].choices = [("", "Anybody"), *who_stands_in(lines)]  # type: ignore[attr-defined]
        else:
            del self.fields["by"]


def who_stands_in(lines: QuerySet[Line]) -> list[tuple[str, str]]:
    """Who did anything of this, by name. Two queries."""
    kind = User._meta.label_lower
    numbers = list(lines.order_by().filter(by_kind=kind).values_list("by_id", flat=True).distinct()[:MOST_OFFERED])
    named = User.objects.filter(pk__in=numbers).order_by("display_name", "email") if numbers else []
    return [("house", "The clock"), *((str(person.pk), str(person)) for person in named)]


def chosen(lines: QuerySet[Line], said: dict[str, Any]) -> QuerySet[Line]:
    if said.get("verb"):
        lines = lines.filter(verb=said["verb"])
    if by := said.get("by"):
        lines = lines.filter(by_kind="") if by == "house" else lines.filter(by_kind=User._meta.label_lower, by_id=by)
    if said.get("first"):
        lines = lines.filter(at__gte=start_of_day(said["first"]))
    if said.get("last"):
        lines = lines.filter(at__lt=end_of_day(said["last"]))
    return lines.select_related("details")


def record_of(kind: str, number: int, *, user: User, day: date) -> Any:
    """The record, where this person may open it; None where there is none for her."""
    if kind not in KINDS:
        return None
    found = KINDS[kind].visible(user, day).filter(pk=number).first()
    if found is not None:
        require(KINDS[kind].may_read(user, found, day))
    return found


def lines_of(kind: str, found: Any) -> QuerySet[Line]:
    """Every line about the record and what belongs to it. At most four queries before it is one."""
    return lines_about(found, *KINDS[kind].beside(found))


@transaction.atomic
def note_reading(*, kind: str, found: models.Model, by: User, at: datetime) -> None:
    """Opening a person's diary is reading about her, as opening her page is."""
    if KINDS[kind].read_is_noted:
        require(may_read_people(by))
        record("office.read", about=found, by=by, at=at)


def may_read_doings(user: User, person: User) -> Verdict:
    """Everybody on the staff her own; the office anybody's."""
    if user.pk == person.pk or user.is_office:
        return YES
    return no("What somebody did is read by herself and by the office.")


def doings_of(person: User) -> QuerySet[Line]:
    return lines_by(person)


HEADER = ("When", "What", "Who", "For whom", "About", "Why")


@transaction.atomic
def take_away(*, about: models.Model, lines: QuerySet[Line], said: dict[str, Any], by: User, at: datetime) -> Iterator[list[Any]]:
    """The lines as rows of a spreadsheet. That they were taken is a line too."""
    require(may_read_people(by))
    asked = {name: str(value) for name, value in said.items() if value}
    record("office.took_away", about=about, by=by, at=at, what="diary", filters=asked)
    return _rows(lines)


def _rows(lines: QuerySet[Line]) -> Iterator[list[Any]]:
    last = None
    while some := list((lines.filter(pk__lt=last) if last else lines).order_by("-pk")[:AT_ONCE]):
        last = some[-1].pk
        for one in entries(some):
            yield [one.at, one.words, one.by, one.for_words, one.about, one.reason]


def label_of(kind: str) -> str:
    return KINDS[kind].label
