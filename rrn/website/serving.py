"""How pages that do something answer, and what an address that has no page yet says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_protect
from wagtail.models import Page, PageViewRestriction
from wagtail.views import serve as wagtails_answer

from rrn.core.client import client_address
from rrn.core.prepared import Prepared
from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.post.actions import take_message
from rrn.post.models import ContactMessage
from rrn.post.queries import message_like
from rrn.website.addresses import ROOTS, WELSH, address_of
from rrn.website.forms import ContactForm
from rrn.website.limits import too_many_messages
from rrn.website.models import ContactPage, EditorialPage, HelpNowPage
from rrn.website.reading import nation_called, whom_to_turn_to
from rrn.website.unsent import drop_unsent, keep_unsent, unsent
from rrn.website.welsh import english_of, is_a_stand_in

CHECK = "check"


@dataclass(frozen=True, slots=True)
class NotInWelsh:
    """There is such a page, in English only."""

    english: str


@dataclass(frozen=True, slots=True)
class Here:
    """A published page, what it is asked for, and whether not everybody may read it."""

    page: EditorialPage
    asked: dict[str, Any]
    restricted: bool


def page_at(path: str, language: str) -> Here | NotInWelsh | None:
    """The published page at this path of this language. Two queries, however deep it lies.

    Wagtail's own router asks three for each step; it is asked only where a page is not for everybody.
    """
    found = _find(path, ROOTS[language])
    if isinstance(found, NotInWelsh):
        return found
    if found is None and language != settings.LANGUAGE_CODE and (english := _find(path, ROOTS[settings.LANGUAGE_CODE])):
        return NotInWelsh(address_of(english.page)) if isinstance(english, Here) else None
    return found


def _find(path: str, root: str) -> Here | NotInWelsh | None:
    steps = [root, *(step for step in path.split("/") if step)]
    wanted = ["/" + "/".join(steps[: number + 1]) + "/" for number in range(len(steps))]
    chain = {page.url_path: page for page in _CHAIN(wanted)}
    rows, nation = [chain[url] for url in wanted if url in chain], None
    if len(rows) == len(wanted) - 1 and wanted[-1] not in chain:
        nation = nation_called(steps[-1])
    if rows and (nation or len(rows) == len(wanted)) and root == ROOTS[WELSH] and (is_a_stand_in(rows[-1]) or not rows[-1].live):
        english = english_of(rows[-1])
        return NotInWelsh(address_of(english)) if english else None
    if not rows or not rows[-1].live or (len(rows) != len(wanted) and not nation):
        return None
    page = _specific(rows[-1])
    if not isinstance(page, EditorialPage) or (nation and not isinstance(page, HelpNowPage)):
        return None
    page.locale, page.above = rows[-1].locale, rows[:-1]
    return Here(page, {"nation": nation} if nation else {}, any(row.restricted for row in rows))


def _specific(page: Page) -> Page | None:
    """The page with its own fields, of the model it was made as. One query."""
    model = page.specific_class
    if model is None:
        return None
    if model not in _OF_MODEL:
        _OF_MODEL[model] = Prepared(lambda number: model.objects.filter(pk=number))
    return _OF_MODEL[model].first(page.pk)


# What is not for everybody, or stands below such a page, is known with the pages themselves.
_CHAIN: Prepared[Any] = Prepared(
    lambda wanted: Page.objects.filter(url_path__in=wanted)
    .select_related("locale")
    .annotate(restricted=Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
)
_OF_MODEL: dict[type[Page], Prepared[Page]] = {}


def answer(here: Here, request: HttpRequest, path: str) -> HttpResponse:
    if here.restricted:
        return wagtails_answer(request, path)
    return here.page.serve(request, **here.asked)


def methods_of(here: Here) -> list[str]:
    """How this page may be asked: one of them has a form that is sent."""
    return ["GET", "HEAD", "POST"] if isinstance(here.page, ContactPage) else ["GET", "HEAD"]


def contact(page: ContactPage, request: HttpRequest) -> HttpResponse:
    """The two ways first. The form has an address of its own, so that this page may be kept and the form never is."""
    about = request.GET.get("about", "")
    if request.method == "POST":
        return _send(request, page)
    if about == "sent":
        return page.show(request, about="sent", reference=request.GET.get("reference", "")[:20])
    if about == "other":
        return page.show(request, about="other", form=_waiting(request))
    if about == "risk":
        return page.show(request, about="risk", **whom_to_turn_to(None))
    return page.show(request, about="")


@csrf_protect
def _send(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Here, and not in front of all pages, it is asked whether the form is ours: the others take nothing."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _not_yet(request, page, form)
    said: dict[str, Any] = form.message()
    if form.is_a_machine():
        return redirect(f"{address_of(page)}?about=sent")
    if known := message_like(said["client_key"], {name: said[name] for name in said if name != "client_key"}):
        return _thanks(request, page, known)
    if problem := too_many_messages(request, said["address"], client_address(request)):
        return _not_yet(request, page, form, problem)
    try:
        message = take_message(**said, at=now())
    except Refused as refusal:
        return _not_yet(request, page, form, str(refusal))
    return _thanks(request, page, message)


def _waiting(request: HttpRequest) -> ContactForm:
    """The form with what she wrote before, if it waits; with what is wrong in it where she was sent to see that."""
    fields, problem = unsent(request)
    if not fields or CHECK not in request.GET:
        return ContactForm(initial={name: value for name, value in fields.items() if name != "client_key"})
    form = ContactForm(fields)
    if form.is_valid() and problem:
        form.add_error(None, problem)
    return form


def _not_yet(request: HttpRequest, page: ContactPage, form: ContactForm, problem: str = "") -> HttpResponse:
    if keep_unsent(request, problem, client_address(request)):
        return redirect(f"{address_of(page)}?about=other&{CHECK}=1")
    if problem:
        form.add_error(None, problem)
    return page.show(request, about="other", form=form)


def _thanks(request: HttpRequest, page: ContactPage, message: ContactMessage) -> HttpResponse:
    drop_unsent(request)
    return redirect(f"{address_of(page)}?about=sent&reference={message.reference}")
