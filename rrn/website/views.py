"""The public pages that belong to no other room."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.static import serve as serve_file

from rrn.accounts.models import User
from rrn.accounts.requests import SignedInRequest
from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.membership.door import membership_in_words, what_is_next
from rrn.membership.queries import member_of
from rrn.membership.roster import has_a_seat, seats_to_settle
from rrn.organisations.models import Seat
from rrn.organisations.permissions import READERS
from rrn.organisations.queries import open_invitations_for, organisations_of
from rrn.plans.pages import next_step
from rrn.plans.queries import current_plans
from rrn.post.permissions import mailings_to_read
from rrn.post.queries import hold_of
from rrn.website import actions
from rrn.website.addresses import WELSH
from rrn.website.forms import CheckContactForm
from rrn.website.queries import all_contacts, contacts_to_check
from rrn.website.reading import nation_called, whom_to_turn_to
from rrn.website.serving import Here, NotInWelsh, answer, methods_of, page_at


@csrf_exempt
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whatever stands in Wagtail's tree at this path, in the language of the address.

    Which methods it takes is known only when the page is: that comes first, and the contact form asks whether it is ours.
    """
    here = page_at(path, translation.get_language())
    if here is None:
        raise Http404
    if isinstance(here, NotInWelsh):
        return render(request, "website/not_in_welsh.html", {"english": here.english, "language": WELSH}, status=404)
    if request.method not in (methods := methods_of(here)):
        return HttpResponseNotAllowed(methods)
    return answer(here, request, path)


@reads_only
def help_now(request: HttpRequest, nation: str = "") -> HttpResponse:
    """Someone is at risk now. It answers even when somebody has taken its page out of the tree."""
    path = f"help-now/{nation}/" if nation else "help-now/"
    if isinstance(here := page_at(path, translation.get_language()), Here):
        return answer(here, request, path)
    found = nation_called(nation)
    if nation and not found:
        raise Http404
    return render(request, "website/help_now.html", whom_to_turn_to(found))


@reads_only
def sign_in(request: HttpRequest) -> HttpResponse:
    """The one door, for a page that is not for everybody."""
    back = request.GET.get("next", "/")
    return redirect_to_login(back if back.startswith("/") and not back.startswith("//") else "/")


@reads_only
@cache_control(public=True, max_age=86400)
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A drawn size of a picture. Originals and documents do not stand here; in front of a web server it serves these itself."""
    return serve_file(request, name, document_root=settings.MEDIA_ROOT / "images")


def help_contacts_to_check(request: HttpRequest) -> HttpResponse:
    """Every entry of help now, with when somebody last checked it."""
    waiting = {contact.pk for contact in contacts_to_check(today())}
    return render(request, "website/help_contacts_to_check.html", {"contacts": all_contacts(), "waiting": waiting})


def check_help_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Telephone it, correct what is wrong, say that it is right."""
    contact = get_object_or_404(all_contacts(), pk=number)
    form = CheckContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        actions.keep_help_contact(
            contact=contact,
            facts=facts,
            checked_by=form.cleaned_data["checked_by"],
            by=request.user,  # type: ignore[arg-type]  # the address opens for the office only
            at=now(),
        )
        messages.success(request, f"{contact.name} is marked as checked today.")
        return redirect("website:help_contacts_to_check")
    return render(request, "website/check_help_contact.html", {"form": form, "contact": contact})


def _seats_with_what_is_next(person: User, day: date) -> list[tuple[Seat, str]]:
    """Each seat with the next date of its organisation's plan; a colleague has none to look after. Two queries."""
    seats = list(organisations_of(person))
    plans = current_plans([seat.organisation_id for seat in seats if seat.kind in READERS])
    return [(seat, next_step(plans.get(seat.organisation_id), day)) for seat in seats]


def my(request: SignedInRequest) -> HttpResponse:
    """A member's home: what is next, for herself and for the organisations in which she has a seat."""
    day = today()
    mine = member_of(request.user)
    on_the_roster = has_a_seat(request.user)
    context = {
        "day": day,
        "membership": membership_in_words(mine, day) if mine else None,
        **what_is_next(request.user, day),
        "seats": _seats_with_what_is_next(request.user, day),
        "invitations": open_invitations_for(request.user, now()),
        "on_the_roster": on_the_roster,
        "mailings": mailings_to_read(request.user, day) if on_the_roster else [],
        "to_settle": seats_to_settle(request.user, day),
        "hold": hold_of(request.user.email),
    }
    return render(request, "website/my.html", context)
