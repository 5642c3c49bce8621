"""The individual's door, and an individual member's own action."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rrn.accounts.kept import initial_for
from rrn.accounts.requests import SignedInRequest
from rrn.core.audience import reads_only
from rrn.core.time import london_day, now, today
from rrn.core.verdict import Refused
from rrn.learning.queries import progress_of, videos_asked_of
from rrn.membership import door
from rrn.membership.action_bank import example, examples_for
from rrn.membership.actions import (
    appeal_decision,
    end_action,
    join_as_individual,
    leave,
    list_individual,
    save_joining_answers,
    say_how_it_goes,
    show_action,
)
from rrn.membership.forms import (
    AboutForm,
    ActionForm,
    AddWordForm,
    AppealForm,
    EndForm,
    ExamplesForm,
    JoinForm,
    WordForm,
    about_answers,
    about_posted,
    action_answers,
    action_posted,
)
from rrn.membership.models import IndividualAction
from rrn.membership.queries import (
    answered_appeals,
    answers_with_known,
    appeal_of,
    appealable,
    draft_of,
    ended_on_of,
    gaps_of,
    joining_facts,
    latest_period,
    member_of,
    next_period_of,
    own_action,
    own_actions,
    own_status,
    places_that_count,
    present_action,
    steps_of,
)
from rrn.membership.rules import COUNTING, PeriodKind, Status, due_from

View = Callable[..., HttpResponse]


def for_those_who_can_join(view: View) -> View:
    """A member whose renewal is not due yet has nothing to do at the door: she is told so on its first page."""

    @wraps(view)
    def opened(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            starts_on, kind = next_period_of(request.user, today())
            return view(request, *args, starts_on=starts_on, kind=kind, **kwargs)
        except Refused:
            return redirect("membership:join")

    return opened


@reads_only
def join(request: HttpRequest) -> HttpResponse:
    """What the door asks, for a stranger; her own steps, for somebody who is signed in."""
    if not request.user.is_authenticated:
        return render(request, "membership/joining/start.html")
    try:
        starts_on, kind = next_period_of(request.user, today())
    except Refused as refusal:
        return render(request, "membership/joining/not_now.html", {"sentence": str(refusal)})
    steps, _ = steps_of(request.user, starts_on, now(), kind)
    ready = all(step.state == "complete" for step in steps)
    context = {"tasks": door.tasks(steps, ready=ready, kind=kind), "ready": ready, "draft": draft_of(request.user)}
    context |= {"kind": kind, "starts_on": starts_on, "before": ended_on_of(request.user, today()) if kind is PeriodKind.RETURN else None}
    context |= door.last_time(request.user, kind, today())
    return render(request, "membership/joining/steps.html", context)


@reads_only
@for_those_who_can_join
def video(request: SignedInRequest, number: int, starts_on: Any, kind: Any) -> HttpResponse:
    shown = videos_asked_of(request.user).get(number)
    if shown is None:
        raise Http404
    done = places_that_count(request.user, kind)
    progress = progress_of(request.user, shown, done)
    context = {"video": shown, "progress": progress, "here": request.path, "number": number, "step": number + 1, "kind": kind}
    return render(request, "membership/joining/video.html", context | {"next": door.after_video(number, done, kind)})


@reads_only
@for_those_who_can_join
def examples(request: SignedInRequest, starts_on: Any, kind: Any) -> HttpResponse:
    """The bank of examples, narrowed by role, kind of service and strategy."""
    form = ExamplesForm(request.GET)
    wishes = form.cleaned_data if form.is_valid() else {}
    context = {"form": form, "examples": examples_for(**wishes), "chosen": any(wishes.values())}
    return render(request, "membership/joining/examples.html", context)


@for_those_who_can_join
def action(request: SignedInRequest, starts_on: Any, kind: Any) -> HttpResponse:
    """One action, from an example or from nothing; what was typed is kept whether it is right or not."""
    if request.method == "POST":
        answers = action_answers(request.POST)
        form = ActionForm(action_posted(answers), starts_on=starts_on)
        save_joining_answers(person=request.user, step="action", answers=answers, by=request.user, at=now())
        return door.saved(request, form, following="membership:about" if kind is PeriodKind.FIRST else "membership:check")
    kept = door.kept_answers(request, draft_of(request.user), "action", action_answers)
    chosen = example(request.GET.get("example", ""))
    carried = door.to_carry_on(request.user, kind) if door.CARRY in request.GET else None
    before = door.words_of(kept) if chosen or carried else []
    if (chosen or carried) and before and "replace" not in request.GET:
        context = {"example": chosen, "carried": carried, "before": before, "step": 4, "kind": kind}
        return render(request, "membership/joining/example_or_hers.html", context)
    initial = door.from_example(chosen, starts_on) if chosen else door.carried_on(carried) if carried else kept
    data = action_posted(kept) if kept and not (chosen or carried) and door.CHECK in request.GET else None
    form = ActionForm(data, initial=initial, starts_on=starts_on)
    context = {"form": form, "step": 4, "before": before, "begun": bool(door.words_of(initial)), "kind": kind, "carrying": carried}
    return render(request, "membership/joining/action.html", context | door.last_time(request.user, kind, today()))


@for_those_who_can_join
def about(request: SignedInRequest, starts_on: Any, kind: Any) -> HttpResponse:
    """Who she is to us, kept whether it is right or not."""
    facts = joining_facts(request.user, {}, now())
    asked = {"ask_adult": not facts.adult, "ask_terms": not facts.terms_agreed}
    if request.method == "POST":
        answers = about_answers(request.POST)
        form = AboutForm(about_posted(answers), **asked)
        save_joining_answers(person=request.user, step="about", answers=answers, by=request.user, at=now())
        return door.saved(request, form, following="membership:check")
    kept = door.kept_answers(request, draft_of(request.user), "about", about_answers)
    data = about_posted(kept) if kept and door.CHECK in request.GET else None
    known = {"display_name": request.user.display_name} | door.known_already(member_of(request.user))
    form = AboutForm(data, initial=known | kept, **asked)
    return render(request, "membership/joining/about.html", {"form": form, "step": 5, "kind": kind})


def check(request: SignedInRequest) -> HttpResponse:
    """Check answers, then Join. A second press of the same button finds the first one's answer."""
    if request.method == "POST":
        form = JoinForm(request.POST)
        form.is_valid()
        try:
            key = form.cleaned_data["client_key"].hex
            join_as_individual(person=request.user, by=request.user, at=now(), client_key=key)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("membership:join")
        return redirect("membership:done")
    return _show_answers(request)


@for_those_who_can_join
def _show_answers(request: SignedInRequest, starts_on: Any, kind: Any) -> HttpResponse:
    draft = draft_of(request.user)
    answers = answers_with_known(request.user, draft.answers if draft else {}, kind, now())
    gaps = gaps_of(request.user, answers, starts_on, now(), kind)
    form = JoinForm(initial={"client_key": draft.client_key} if draft else None)
    parts = door.summary(request.user, answers, {gap.step for gap in gaps})
    context = {"form": form, "parts": parts, "gaps": gaps, "step": 6, "starts_on": starts_on, "kind": kind}
    return render(request, "membership/joining/check.html", context)


@reads_only
def done(request: SignedInRequest) -> HttpResponse:
    """She is a member: reference, what happens next, what she can undo."""
    mine = own_action(request.user)
    if mine is None:
        return redirect("membership:join")
    context = {"action": mine, "period": mine.period, "due": due_from(mine.period.ends_on)}
    context["starts_later"] = mine.period.starts_on > today()
    return render(request, "membership/joining/done.html", context)


def _own(request: SignedInRequest, reference: str) -> tuple[IndividualAction | None, list[IndividualAction]]:
    """The action with this reference, or the one her page is about, and all that she has promised."""
    actions = own_actions(request.user)
    if not reference:
        return present_action(actions, today()), actions
    return next((one for one in actions if one.period.reference == reference), None), actions


def my_action(request: SignedInRequest, reference: str = "") -> HttpResponse:
    """One of her actions: what she promised, how she says it goes or ended, the clock, and whether it may stand in public."""
    mine, actions = _own(request, reference)
    if mine is None and not reference:
        return redirect("membership:join")
    if mine is None:
        raise Http404
    ended = hasattr(mine, "end")
    ask: type[WordForm | AddWordForm] = AddWordForm if ended else WordForm
    form = ask(request.POST if request.method == "POST" else None, initial={"language": mine.language} | initial_for(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        say_how_it_goes(
            action=mine, reading=said.get("reading", ""), words=said["words"], by=request.user, at=now(),
            client_key=said["client_key"].hex, language=said["language"],
        )  # fmt: skip
        return redirect(f"{request.path}#said")
    context = {"action": mine, "form": form, "words": list(mine.words.all()), "today": today()}
    return render(request, "membership/my/action.html", context | door.action_in_words(mine, actions, today()))


def end_my_action(request: SignedInRequest, reference: str) -> HttpResponse:
    """She says how it ended, once. The page says what that does."""
    mine, _ = _own(request, reference)
    if mine is None:
        raise Http404
    page = reverse("membership:action_of", args=[reference])
    given = request.POST if request.method == "POST" else None
    form = EndForm(given, first=london_day(mine.made_at), last=today(), initial={"language": mine.language} | initial_for(request))
    if given is not None and form.is_valid():
        try:
            end_action(action=mine, by=request.user, at=now(), **form.said)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{page}#end")
    if given is None and hasattr(mine, "end"):
        return redirect(f"{page}#end")
    return render(request, "membership/my/action_end.html", {"action": mine, "form": form, "back": page})


@require_POST
def show_my_action(request: SignedInRequest) -> HttpResponse:
    mine, _ = _own(request, request.POST.get("reference", ""))
    if mine is None:
        raise Http404
    show_action(action=mine, shown=request.POST.get("shown") == "yes", by=request.user, at=now())
    return redirect(f"{reverse('membership:action_of', args=[mine.period.reference])}#public")


@require_POST
def list_me(request: SignedInRequest) -> HttpResponse:
    mine = member_of(request.user)
    if mine is None:
        raise Http404
    list_individual(member=mine, listed=request.POST.get("listed") == "yes", by=request.user, at=now())
    return redirect("membership:my_membership")


@reads_only
def my_membership(request: SignedInRequest) -> HttpResponse:
    """What her membership is, from – to, why, and what she can do about it."""
    mine = member_of(request.user)
    if mine is None:
        return redirect("membership:join")
    decision = appealable(mine, today())
    context = door.membership_in_words(mine, today()) | {"member": mine, "period": latest_period(mine)}
    context |= {"decision": decision, "appeal": appeal_of(decision), "appeals": answered_appeals(mine)}
    return render(request, "membership/my/membership.html", context)


def leaving(request: SignedInRequest) -> HttpResponse:
    """A page that says what leaving does; the button does it."""
    mine = member_of(request.user)
    if mine is None or own_status(request.user, today()) not in COUNTING | {Status.SUSPENDED}:
        return redirect("membership:join")
    if request.method == "POST":
        leave(member=mine, by=request.user, at=now())
        messages.success(request, "You have left. Your record is kept for 24 months, then we remove your name from it.")
        return redirect("membership:my_membership")
    return render(request, "membership/my/leaving.html", {"period": latest_period(mine), "today": today()})


def appealing(request: SignedInRequest) -> HttpResponse:
    """Ask that somebody else looks at a suspension or a removal; the page says who answers and by when."""
    mine = member_of(request.user)
    decision = appealable(mine, today()) if mine else None
    if mine is None or decision is None:
        return redirect("membership:my_membership")
    form = AppealForm(request.POST if request.method == "POST" else None, initial=initial_for(request))
    if request.method == "POST" and form.is_valid():
        appeal_decision(member=mine, words=form.cleaned_data["words"], by=request.user, at=now())
        return redirect("membership:my_membership")
    context = {"form": form, "decision": decision, "appeal": appeal_of(decision), "back": reverse("membership:my_membership")}
    return render(request, "membership/my/appeal.html", context)
