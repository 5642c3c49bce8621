"""The lists of the office that can be filtered, saved as a view, counted and acted on: what each is called and how it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.http import QueryDict
from django.urls import reverse

from rrn.accounts.models import RoleGrant, SavedView, User
from rrn.core.forms import BOXES, DateBoxField
from rrn.membership.listing import Wanted, members_wanted
from rrn.membership.models import Member
from rrn.office import filters, queries
from rrn.organisations.models import Seat
from rrn.organisations.queries import organisations_without_lead

# Above this a number is not worth the time it takes: "more than 100".
COUNTED_TO = 100
# Parts of an address that a list reads beside its filters.
BESIDE = frozenset({"page", "after", "before"})


@dataclass(frozen=True, slots=True)
class OfficeList:
    """One list. `find(user, said, day)` gives its records in their order."""

    name: str
    label: str
    route: str
    form: type[filters.FilterForm]
    find: Callable[[User, dict[str, Any], date], QuerySet[Any]]

    @property
    def url(self) -> str:
        return reverse(f"office:{self.route}")


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: the form, what was understood, and what was not."""

    list: OfficeList
    form: filters.FilterForm
    said: dict[str, Any]
    query: str
    chips: tuple[Chip, ...] = ()
    dropped: tuple[str, ...] = field(default=())

    @property
    def words(self) -> str:
        return str(self.said.get("q", ""))

    @property
    def not_understood(self) -> str:
        """One sentence about what this list cannot be asked; nothing where all was understood."""
        if not self.dropped:
            return ""
        named = ", ".join(f"“{name}”" for name in self.dropped[:5])
        return f"This list cannot be asked for {named}, so it was left out."

    @property
    def address(self) -> str:
        return f"{self.list.url}?{self.query}" if self.query else self.list.url


def read(office_list: OfficeList, given: QueryDict | str) -> Asked:
    """Read an address with the list's own form. What is unknown or wrong is dropped and named."""
    data = QueryDict(given) if isinstance(given, str) else given
    form = office_list.form(data)
    form.is_valid()
    parts = {name: _part_names(form, name) for name in form.fields}
    known = {part for names in parts.values() for part in names}
    dropped = [part[:40] for part in data if part not in known | BESIDE and data.get(part)]
    dropped += [str(form.fields[name].label) for name in form.errors if name in form.fields]
    said = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    pairs = {name: [(part, str(data[part]).strip()) for part in parts[name] if data.get(part)] for name in said}

    def without(left_out: str) -> str:
        return urlencode([pair for name, found in pairs.items() if name != left_out for pair in found])

    chips = tuple(Chip(form.words_of(name, value), f"?{without(name)}") for name, value in said.items() if name != "q")
    return Asked(office_list, form, said, without(""), chips, tuple(dropped))


def _part_names(form: filters.FilterForm, name: str) -> list[str]:
    if isinstance(form.fields[name], DateBoxField):
        return [f"{name}_{box}" for box in BOXES]
    return [name]


# -- The five lists --------------------------------------------------------------------------------------------------


def _members(user: User, said: dict[str, Any], day: date) -> QuerySet[Any]:
    if not user.is_office:
        return Member.objects.none()
    on = said.get("on") or day
    return members_wanted(Wanted(**filters.members_said(said, on)), on)


def _counting(said: dict[str, Any], column: str, day: date) -> Q:
    """Those whose membership counts today, or those whose does not."""
    if "member" not in said:
        return Q()
    counting = Member.objects.filter(**{column: OuterRef("pk")}).counting_on(day)
    return Q(Exists(counting)) if said["member"] == "yes" else ~Q(Exists(counting))


def _organisations(user: User, said: dict[str, Any], day: date) -> QuerySet[Any]:
    found = queries.organisations(words=said.get("q", "")).filter(_counting(said, "organisation", day))
    found = found.filter(**{name: said[name] for name in ("sector", "nation") if name in said})
    return found.filter(pk__in=organisations_without_lead().order_by().values("pk")) if said.get("lead") else found


def _people(user: User, said: dict[str, Any], day: date) -> QuerySet[Any]:
    found = queries.people(user, words=said.get("q", "")).filter(_counting(said, "person", day))
    if role := said.get("role"):
        found = found.filter(Exists(RoleGrant.objects.filter(person=OuterRef("pk"), role=role, ended_at__isnull=True)))
    if seat := said.get("seat"):
        held = Exists(Seat.objects.filter(person=OuterRef("pk"), ended_at__isnull=True))
        found = found.filter(held if seat == "yes" else ~held)
    return found


def _pledges(user: User, said: dict[str, Any], day: date) -> QuerySet[Any]:
    found = queries.pledges(kind=said.get("kind", ""), words=said.get("q", ""))
    found = found.filter(**{name: said[name] for name in ("listing", "sector", "nation") if name in said})
    return found.filter(claimed_on__isnull=said["claimed"] == "no") if "claimed" in said else found


def _mail(user: User, said: dict[str, Any], day: date) -> QuerySet[Any]:
    found = queries.mails(user, state=said.get("state", ""), words=said.get("q", ""))
    return found.filter(pk__in=queries.mails_to_decide(user).order_by().values("pk")) if said.get("to_decide") else found


MEMBERS = OfficeList("members", "Members", "members", filters.MembersFilter, _members)
ORGANISATIONS = OfficeList("organisations", "Organisations", "organisations", filters.OrganisationsFilter, _organisations)
PEOPLE = OfficeList("people", "People", "people", filters.PeopleFilter, _people)
PLEDGES = OfficeList("pledges", "2014 pledge", "pledges", filters.PledgesFilter, _pledges)
MAIL = OfficeList("mail", "Mail", "mails", filters.MailFilter, _mail)
LISTS: dict[str, OfficeList] = {each.name: each for each in (MEMBERS, ORGANISATIONS, PEOPLE, PLEDGES, MAIL)}


# -- Counting --------------------------------------------------------------------------------------------------------


def count(found: QuerySet[Any]) -> str:
    """How many, up to a hundred. One query that stops there; in the list's own order, because an index leads along it."""
    return in_words(found.values("pk")[: COUNTED_TO + 1].count())


def in_words(number: int) -> str:
    return f"more than {COUNTED_TO}" if number > COUNTED_TO else str(number)


def counts(views: Sequence[SavedView], *, user: User, day: date) -> list[str]:
    """How many each of these views holds today, in their order. One query, however many views."""
    if not views:
        return []
    parts = []
    for place, view in enumerate(views):
        office_list = LISTS[view.list]
        found = office_list.find(user, read(office_list, view.query).said, day)
        some = found.values("pk")[: COUNTED_TO + 1]
        rows = found.model._default_manager.filter(pk__in=some).order_by()
        parts.append(rows.values_list(Value(place, output_field=IntegerField()), flat=True))
    places = list(parts[0].union(*parts[1:], all=True)) if len(parts) > 1 else list(parts[0])
    return [in_words(places.count(place)) for place in range(len(views))]
