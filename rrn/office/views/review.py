"""Reading a plan for the network: declare, read, comment, decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import queries
from rrn.office.clocks import clock_of
from rrn.office.decisions import STEPS, steps_for
from rrn.office.forms import AppealForm, CommentForm, DeclareForm, InterestForm
from rrn.office.history import history_of
from rrn.office.permissions import may_read_plan, plans_visible_in_office
from rrn.organisations.actions import declare_interest
from rrn.plans.actions import comment as say
from rrn.plans.actions import decide_appeal, declare_no_interest, open_review, take_back_comment
from rrn.plans.models import Appeal, Plan
from rrn.plans.permissions import (
    comments_visible_to,
    has_declared,
    may_decide,
    may_declare,
    may_review,
    may_take_appeal,
    reviews_visible_to,
)
from rrn.plans.queries import DECLARATION_VERSION
from rrn.plans.rules import EVER_PUBLISHED, WITH_US, Part, State


def _plan(request: HttpRequest, reference: str) -> Plan:
    return get_object_or_404(plans_visible_in_office(request.user), reference=reference)


@reads_only
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole plan. One that waits for a decision opens only after the declaration."""
    found, day = _plan(request, reference), today()
    require(may_read_plan(request.user, found, day))
    opened = reviews_visible_to(request.user, day).filter(pk=found.pk).exists()
    if found.state in WITH_US and not opened:
        return redirect("office:declare", reference)
    if found.state not in EVER_PUBLISHED | {State.DRAFT} and not has_declared(request.user, found):
        return redirect("office:declare", reference)
    context = {
        "plan": found,
        "clock": clock_of(found, day),
        "reading": queries.reading_of(found, request.user),
        "history": history_of(found),
        "steps": steps_for(request.user, found, day),
        "may_comment": found.state in WITH_US and may_decide(request.user, found, day),
        "comment_form": CommentForm(),
        "reader": queries.reader_of(found),
        "appeal": queries.open_appeal_of(found),
        "points": queries.points_of(found),
    }
    return render(request, "office/plan.html", context)


def declare(request: HttpRequest, reference: str) -> HttpResponse:
    """No plan opens before its reader has said that she has no interest in the organisation."""
    found = _plan(request, reference)
    waits = found.state in WITH_US
    require((may_review if waits else may_declare)(request.user, found, today()))
    form, status = DeclareForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            _declare(request, found, waits)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return redirect("office:plan", reference)
    context = {"plan": found, "form": form, "interest_form": InterestForm(), "reader": queries.reader_of(found)}
    return render(request, "office/declare.html", context | {"clock": clock_of(found, today())}, status=status)


def _declare(request: HttpRequest, found: Plan, waits: bool) -> None:
    """With a plan that waits, declaring opens the review; with any other it only lets her read."""
    if waits:
        open_review(
            plan=found, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=request.user, at=now()
        )
    else:
        declare_no_interest(plan=found, declaration_version=DECLARATION_VERSION, by=request.user, at=now())


@require_POST
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """She has an interest: it is noted, and the plan waits for somebody else."""
    found = _plan(request, reference)
    form = InterestForm(request.POST)
    if not form.is_valid():
        context = {"plan": found, "form": DeclareForm(), "interest_form": form, "clock": clock_of(found, today())}
        return render(request, "office/declare.html", context)
    declare_interest(
        person=request.user, organisation=found.organisation, by=request.user, at=now(), **form.cleaned_data
    )
    messages.success(request, f"Noted. Somebody else reads the plans of {found.organisation}.")
    return redirect("office:plans")


@require_POST
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Say something about one action or one part."""
    found = _plan(request, reference)
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(words for errors in form.errors.values() for words in errors))
    action = queries.action_of(found, request.POST.get("action", ""))
    part = request.POST.get("part", "")
    say(
        plan=found,
        words=form.cleaned_data["words"],
        action=action,
        part=Part(part) if part in Part.values else None,
        client_key=form.cleaned_data["client_key"],
        by=request.user,
        at=now(),
    )
    anchor = f"action-{action.pk}" if action else f"part-{part}"
    return redirect(f"{request.path.removesuffix('comment/')}#{anchor}")


@require_POST
def take_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = _plan(request, reference)
    said = get_object_or_404(comments_visible_to(request.user, found), pk=number)
    take_back_comment(comment=said, by=request.user, at=now())
    messages.success(request, "The comment is taken back. The organisation has not seen it.")
    return redirect("office:plan", reference)


def decide(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """One step of the review on its own page: what will happen, the letter, the button."""
    found, step, day = _plan(request, reference), STEPS[what], today()
    require(step.may(request.user, found, day))
    step.begin(found)
    form, letter, status = step.form(request.POST if request.method == "POST" else None, initial=step.initial(found, day)), None, 200
    if request.method == "POST" and form.is_valid():
        if "letter" in request.POST and step.letter:
            letter = step.letter(found, form, day)
        else:
            try:
                messages.success(request, step.act(found, form, request.user, now()))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                return redirect("office:plans")
    context = {"plan": found, "step": step, "what": what, "form": form, "letter": letter, "has_letter": step.has_letter}
    context |= {"happens": step.happens(found, day), "clock": clock_of(found, day)}
    return render(request, "office/decision.html", context, status=status)


def _declare_before_the_appeal(request: HttpRequest, found: Appeal) -> HttpResponse:
    form = DeclareForm(request.POST if request.method == "POST" else None)
    disputed = found.decision.plan
    if request.method == "POST" and form.is_valid():
        _declare(request, disputed, waits=False)
        return redirect("office:appeal", found.pk)
    context = {"plan": disputed, "form": form, "interest_form": InterestForm(), "reader": None}
    return render(request, "office/declare.html", context | {"clock": clock_of(disputed, today())})


def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """An appeal is decided by somebody who did not turn the plan down."""
    found = queries.appeal(number)
    if found is None:
        raise Http404
    require(may_take_appeal(request.user, found, today()))
    if not has_declared(request.user, found.decision.plan):
        return _declare_before_the_appeal(request, found)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decide_appeal(appeal=found, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "The appeal is decided. The organisation has a letter with your reasons.")
        return redirect("office:home")
    context = {"appeal": found, "plan": found.decision.plan, "form": form}
    return render(request, "office/appeal.html", context | {"reading": queries.reading_of(found.decision.plan, request.user)})
