"""Check, send, what happens next, withdraw, appeal; and every version that was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.core.audience import reads_only
from rrn.core.time import london_day, now
from rrn.plans.actions import appeal, resubmit_plan, submit_plan, withdraw_plan
from rrn.plans.forms import AppealForm, SendForm, WithdrawForm
from rrn.plans.pages import check_page, sent_page, waiting_appeal
from rrn.plans.queries import latest_decision, versions_of
from rrn.plans.reading import read
from rrn.plans.rules import State, require_withdrawable
from rrn.plans.views.desk import is_writable, posted, refusals_back_to, sit_down


@refusals_back_to("plans:check")
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything as it will be read, what is still missing, and the button that sends it."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    if request.method == "POST":
        form = SendForm(request.POST)
        form.is_valid()
        send = resubmit_plan if plan.state == State.CHANGES_ASKED else submit_plan
        send(plan=plan, client_key=form.cleaned_data["client_key"], **desk.hand())
        return redirect("plans:sent", slug)
    if not is_writable(plan):
        return redirect("plans:tasks", slug)
    words = desk.words(plan=plan, form=SendForm(), **check_page(plan, london_day(now()), writes=desk.writes))
    return render(request, "plans/check.html", words)


@reads_only
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The confirmation: we have it, the reference, and by when we answer."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    if plan.promised_on is None:
        return redirect("plans:tasks", slug)
    return render(request, "plans/sent.html", desk.words(plan=plan, **sent_page(plan)))


@refusals_back_to("plans:tasks")
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that says what will happen, then does it."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    if request.method == "POST":
        withdraw_plan(plan=plan, **desk.hand())
        return redirect("plans:tasks", slug)
    require_withdrawable(State(plan.state))
    return render(request, "plans/withdraw.html", desk.words(plan=plan, form=WithdrawForm()))


@refusals_back_to("plans:tasks")
def make_appeal(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask that somebody else looks at a refusal."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    form = AppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        appeal(plan=plan, words=form.cleaned_data["words"], **desk.hand())
        return redirect("plans:tasks", slug)
    waiting = waiting_appeal(latest_decision(plan))
    return render(request, "plans/appeal.html", desk.words(plan=plan, form=form, waiting=waiting))


@reads_only
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was sent, and what changed since the one before."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    row = get_object_or_404(versions_of(plan), number=number)
    words = desk.words(plan=plan, version=row, reading=read(row.words), versions=versions_of(plan))
    return render(request, "plans/version.html", words)
