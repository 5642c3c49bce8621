"""Organisations and people: lists with search, and a page for each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rrn.accounts.desk import notes_about
from rrn.accounts.permissions import people_visible_to
from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import require
from rrn.office import bulk, lists, queries, reaching
from rrn.office.actions import read_person
from rrn.office.pages import page_of
from rrn.office.permissions import may_read_people
from rrn.office.saved import tools_of


@reads_only
def organisations(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    asked = lists.read(lists.ORGANISATIONS, request.GET)
    found = page_of(request, lists.ORGANISATIONS.find(request.user, asked.said, today()))
    queries.tell_memberships(found.object_list, day=today())
    context = {"asked": asked, "page": found, "tools": tools_of(request.user, asked, menu=False), "acts": bulk.acts_for("organisations")}
    return render(request, "office/organisations.html", context)


@reads_only
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the office needs on the telephone about one organisation."""
    require(may_read_people(request.user))
    found = get_object_or_404(queries.organisation_records(), slug=slug)
    plans, seats = list(queries.plans_of(found)), list(queries.seats_of(found))
    membership = queries.membership_of(found, request.user, day=today())
    records = [found, *plans, *([membership["member"]] if membership else [])]
    reached = reaching.reached(request.user, *records, addresses=[seat.person.email for seat in seats])
    return render(
        request,
        "office/organisation.html",
        {
            "organisation": found,
            "facts": queries.facts_in_words(found),
            "membership": membership,
            "seats": seats,
            "held": reached.held,
            "invitations": queries.open_invitations(found, now()),
            "plans": plans,
            "told": reached.told,
            "notes": notes_about(request.user, found),
            "diary": queries.diary_of(*records),
        },
    )


@reads_only
def people(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    asked = lists.read(lists.PEOPLE, request.GET)
    found = page_of(request, lists.PEOPLE.find(request.user, asked.said, today()))
    queries.tell_memberships(found.object_list, day=today())
    context = {"asked": asked, "page": found, "tools": tools_of(request.user, asked), "acts": bulk.acts_for("people")}
    return render(request, "office/people.html", context)


@reads_only
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person. Opening the page writes into the diary who opened it."""
    require(may_read_people(request.user))
    found = get_object_or_404(people_visible_to(request.user), pk=number)
    read_person(person=found, by=request.user, at=now())
    membership = queries.membership_of(found, request.user, day=today())
    records = [found, *([membership["member"]] if membership else [])]
    reached = reaching.reached(request.user, *records, addresses=[found.email])
    return render(
        request,
        "office/person.html",
        {
            "person": found,
            "membership": membership,
            "seats": queries.seats_held_by(found),
            "roles": queries.roles_of(found),
            "told": reached.told,
            "hold": reached.held.get(found.email),
            "notes": notes_about(request.user, found),
            "diary": queries.diary_of(*records),
        },
    )
