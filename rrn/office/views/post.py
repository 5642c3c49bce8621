"""Letters: all of them, one of them, and what to do about one that came back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import lists, queries, reaching
from rrn.office.forms import LeaveMailForm
from rrn.office.pages import page_of
from rrn.office.permissions import may_read_people
from rrn.office.saved import tools_of
from rrn.post.actions import leave_mail, send_mail_again
from rrn.post.models import TO_DECIDE
from rrn.post.permissions import mails_visible_to


@reads_only
def mails(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    asked = lists.read(lists.MAIL, request.GET)
    found = page_of(request, lists.MAIL.find(request.user, asked.said, today()))
    return render(request, "office/mails.html", {"asked": asked, "page": found, "tools": tools_of(request.user, asked)})


@reads_only
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One letter as it was written, and what became of it."""
    require(may_read_people(request.user))
    found = get_object_or_404(mails_visible_to(request.user), pk=number)
    return render(
        request,
        "office/mail.html",
        {
            "mail": found,
            "to_decide": found.state in TO_DECIDE and found.decided_at is None,
            "form": LeaveMailForm(),
            "reader": reaching.letter_address(found),
            "diary": queries.diary_of(found),
        },
    )


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(mails_visible_to(request.user), pk=number)
    try:
        send_mail_again(mail=found, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found.subject}” goes out again within a minute.")
    return redirect("office:mail", number)


@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(mails_visible_to(request.user), pk=number)
    form = LeaveMailForm(request.POST)
    if not form.is_valid():
        context = {"mail": found, "to_decide": True, "form": form, "diary": queries.diary_of(found)}
        return render(request, "office/mail.html", context)
    try:
        leave_mail(mail=found, why=form.cleaned_data["why"], by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office:mail", number)
    messages.success(request, "Nothing more is sent. The letter stays here.")
    return redirect("office:home")
