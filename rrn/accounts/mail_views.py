"""What we write to somebody, and how: large print, news, and an address to which mail came back."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from rrn.accounts import actions, kept
from rrn.accounts.codes import code_waits, forget_code, is_right_code, new_code
from rrn.accounts.forms import AddressCodeForm, MailForm
from rrn.accounts.queries import wants_news
from rrn.accounts.readers import person_of_stop_link
from rrn.accounts.wordings import NEWS
from rrn.core.time import now
from rrn.post.queries import hold_of

LIMITED = "That was asked for too often. Wait a minute and try again."


def mail(request: HttpRequest) -> HttpResponse:
    """Her choices, in one form; above it, whether mail reaches her at all."""
    user: Any = request.user
    chosen = {"large_print": user.large_print, "news": wants_news(user)}
    form = MailForm(request.POST if request.method == "POST" else None, initial=chosen | kept.initial_for(request))
    if request.method == "POST" and form.is_valid():
        actions.choose_mail(person=user, **form.cleaned_data, by=user, at=now())
        messages.success(request, "Saved. It holds from the next mail on.")
        return redirect("accounts:mail")
    return render(request, "accounts/mail.html", {"form": form, "hold": hold_of(user.email)})


def confirm(request: HttpRequest) -> HttpResponse:
    """The way back for an address on hold: a code goes there, and she types it in."""
    user: Any = request.user
    at = now()
    if hold_of(user.email) is None:
        return redirect("accounts:mail")
    if request.method == "POST" and "code" not in request.POST:
        return _send_code(request, user)
    waits = code_waits(request.session, user.email, at)
    form = AddressCodeForm(request.POST or None) if waits else None
    if request.method == "POST" and form is None:
        messages.error(request, "That code has run out. Ask for a new one.")
    elif form is not None and form.is_valid():
        if is_right_code(request.session, form.cleaned_data["code"], user.email, at):
            actions.confirm_again(person=user, by=user, at=at)
            forget_code(request.session)
            messages.success(request, "Thank you. We write to this address again.")
            return redirect("website:my")
        form.add_error("code", "That code is not right. It has six digits and stands in the newest mail from us")
    return render(request, "accounts/confirm_again.html", {"form": form, "email": user.email})


def _send_code(request: HttpRequest, user: Any) -> HttpResponse:
    if ratelimit.consume(request, app="allauth.account", action="confirm_again", user=user):
        actions.send_address_code(person=user, code=new_code(request.session, user.email, now()), by=user, at=now())
    else:
        messages.error(request, LIMITED)
    return redirect("accounts:confirm_again")


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the token is what proves her
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the news by the link of a mail. GET shows a button; whatever the token, the answer is the same."""
    answered = ""
    if request.method == "POST":
        answered = "again" if "again" in request.POST else "stopped"
        person = person_of_stop_link(token)
        if person is not None and answered == "again":
            actions.give_consent(person=person, purpose=NEWS.purpose, by=person, at=now())
        elif person is not None:
            actions.withdraw_consent(person=person, purpose=NEWS.purpose, by=person, at=now())
    answer = render(request, "accounts/stop_news.html", {"answered": answered, "sentence": NEWS.sentence})
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
