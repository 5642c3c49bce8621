"""How pages that do something answer, and what an address that has no page yet says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from wagtail.models import Page

from rrn.core.client import client_address
from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.post.actions import take_message
from rrn.website.addresses import address_of
from rrn.website.forms import ContactForm
from rrn.website.limits import too_many_messages
from rrn.website.models import ContactPage
from rrn.website.reading import whom_to_turn_to


@dataclass(frozen=True, slots=True)
class NotInWelsh:
    """There is such a page, in English only."""

    english: str


def page_for(request: HttpRequest, path: str) -> Page | NotInWelsh | None:
    """The published page at this path, in the language of the address."""
    found = Page.route_for_request(request, path)
    if found is None:
        return None
    language = translation.get_language()
    if found.page.locale.language_code != language:
        return NotInWelsh(address_of(found.page)) if language != settings.LANGUAGE_CODE else None
    return found.page


def contact(page: ContactPage, request: HttpRequest) -> HttpResponse:
    """The two ways first. The form has an address of its own, so that this page may be kept and the form never is."""
    about = request.GET.get("about", "")
    if request.method == "POST":
        return _send(page, request)
    if about == "sent":
        return page.show(request, about="sent", reference=request.GET.get("reference", "")[:20])
    if about == "other":
        return page.show(request, about="other", form=ContactForm())
    if about == "risk":
        return page.show(request, about="risk", **whom_to_turn_to(None))
    return page.show(request, about="")


def _send(page: ContactPage, request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST)
    if not form.is_valid():
        return page.show(request, about="other", form=form)
    said: dict[str, Any] = form.message()
    if form.is_a_machine():
        return redirect(f"{address_of(page)}?about=sent")
    if problem := too_many_messages(request, said["address"], client_address(request)):
        form.add_error(None, problem)
        return page.show(request, about="other", form=form)
    try:
        message = take_message(**said, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page.show(request, about="other", form=form)
    return redirect(f"{address_of(page)}?about=sent&reference={message.reference}")
