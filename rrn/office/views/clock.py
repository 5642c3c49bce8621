"""The clock: how its duties went, what it put aside, and what it has stopped before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rrn.clock import actions
from rrn.clock.brake import label_of
from rrn.clock.models import Halt
from rrn.clock.permissions import may_agree, may_ask, may_go_alone, may_look
from rrn.clock.queries import clock_health, halt_with, open_halts, runs, setbacks
from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import queries
from rrn.office.clock_pages import days_of, notices_before
from rrn.office.forms import AskReleaseForm


@reads_only
def overview(request: HttpRequest) -> HttpResponse:
    require(may_look(request.user))
    stops = [(halt, label_of(halt.duty)) for halt in open_halts(today())]
    context = {"day": today(), "clock": clock_health(at=now()), "words": queries.health(at=now()), "runs": runs(), "stops": stops}
    return render(request, "office/clock.html", context | {"setbacks": setbacks() if request.user.is_office else []})


def _found(request: HttpRequest, number: int) -> Halt:
    require(may_look(request.user))
    halt = halt_with(number)
    if halt is None:
        raise Http404
    return halt


def _page(request: HttpRequest, halt: Halt, form: AskReleaseForm | None = None) -> HttpResponse:
    waiting, at = halt.closed_at is None and halt.released_at is None, now()
    context: dict[str, Any] = {
        "halt": halt,
        "label": label_of(halt.duty),
        "day": today(),
        "days": days_of(halt),
        "notices": notices_before(halt) if request.user.is_office else [],
        "form": form or AskReleaseForm(),
        "may_ask": waiting and bool(may_ask(request.user)) and halt.asked_by_id is None,
        "may_agree": waiting and bool(may_agree(request.user, halt)),
        "may_go_alone": waiting and bool(may_go_alone(request.user, halt, at)),
        "may_leave": halt.closed_at is None and (halt.released_at is None or halt.released_at > at),
        "diary": queries.diary_of(halt),
    }
    return render(request, "office/clock_stop.html", context)


@reads_only
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """What the clock would do, for whom to decide."""
    return _page(request, _found(request, number))


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    halt, form = _found(request, number), AskReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, halt, form)
    shown = _number(request)
    return _do(
        request,
        number,
        lambda: actions.ask_to_release(halt=halt, number=shown, reason=form.cleaned_data["reason"], by=request.user, at=now()),
        "Somebody else must agree: another of the office, a reviewer or a trustee finds it on the list.",
    )


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    halt, shown = _found(request, number), _number(request)
    return _do(
        request, number, lambda: actions.agree_to_release(halt=halt, number=shown, by=request.user, at=now()), "The clock goes on within a minute."
    )


@require_POST
def alone(request: HttpRequest, number: int) -> HttpResponse:
    halt = _found(request, number)
    said = "The clock goes on in 24 hours, unless somebody stops it."
    return _do(request, number, lambda: actions.release_alone(halt=halt, by=request.user, at=now()), said)


@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    halt = _found(request, number)
    said = "It stays stopped until tomorrow, and is measured anew then."
    return _do(request, number, lambda: actions.leave_halt(halt=halt, by=request.user, at=now()), said)


def _number(request: HttpRequest) -> int:
    """The number that was on the page: another one is not what she has looked at."""
    said = request.POST.get("number", "")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


def _do(request: HttpRequest, number: int, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("office:clock_stop", number)
