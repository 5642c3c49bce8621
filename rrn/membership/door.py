"""How the individual's door looks from outside: its steps as a task list, the answers as a summary."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rrn.accounts.kept import initial_for
from rrn.accounts.models import User
from rrn.core.time import add_months
from rrn.core.vocabulary import Nation, Sector, Strategy
from rrn.membership.action_bank import ExampleAction
from rrn.membership.models import IndividualAction, JoiningDraft, Member
from rrn.membership.queries import Step, facts_of, next_for, organisations_called, own_action, references_of
from rrn.membership.roles import PersonRole
from rrn.membership.rules import (
    COUNTING,
    Page,
    PeriodKind,
    Reader,
    Status,
    action_window,
    clock_words,
    day_of,
    full_date,
    status_on,
    why,
)

CHECK = "check"  # in the address of a step: show what is wrong with what is kept

HINTS = {
    "account": ("An account with a confirmed address", ""),
    "video-1": ("The first video", "Watch, listen or read. Each counts the same"),
    "video-2": ("The second video", "Watch, listen or read. Each counts the same"),
    "action": ("One action", "What, by when, and how you will know. There are 60 examples to start from"),
    "about": ("About you", "Your role, where you are, what we may show"),
}


CARRY = "carry"  # in the address of the action step: go on with the unfinished one of last time
LAST = {
    PeriodKind.FIRST: "Check your answers and join",
    PeriodKind.RENEWAL: "Check your answers and renew",
    PeriodKind.RETURN: "Check your answers and join again",
}


def tasks(steps: Sequence[Step], *, ready: bool, kind: PeriodKind = PeriodKind.FIRST) -> list[dict[str, Any]]:
    """The steps for the task list component; the last one opens when the others are complete."""
    addresses = {
        "account": "",
        "video-1": reverse("membership:join_video", args=[1]),
        "video-2": reverse("membership:join_video", args=[2]),
        "action": reverse("membership:action"),
        "about": reverse("membership:about"),
    }
    listed = [
        {"words": HINTS[step.key][0], "hint": HINTS[step.key][1], "href": addresses[step.key], "state": step.state}
        for step in steps
    ]
    if steps[0].key == "account" and steps[0].state != "complete":
        listed[0]["href"] = reverse("account_email")
    last = {"words": LAST[kind], "href": reverse("membership:check") if ready else ""}
    why_not = {"state": "blocked", "why": "Opens when the other steps are complete"}
    return [*listed, last | ({"state": "not_started"} if ready else why_not)]


def after_video(number: int, done: Collection[int] = (), kind: PeriodKind = PeriodKind.FIRST) -> str:
    """Where "Go on" leads from a video's page. Who renews is led past a video that she has seen."""
    second = number == 1 and (kind is PeriodKind.FIRST or 2 not in done)
    return reverse("membership:join_video", args=[2]) if second else reverse("membership:action")


def last_time(person: User, kind: PeriodKind, day: date) -> dict[str, Any]:
    """What she promised last time and how that stands, for who renews or comes back. Two queries, none for others."""
    if kind is PeriodKind.FIRST or (mine := own_action(person)) is None:
        return {}
    return {"last": mine, "last_said": _said(mine), "last_clock": clock_words(mine.facts, day), "can_carry": not mine.facts.settled}


def _said(action: IndividualAction) -> str:
    """How she says it goes, or how it ended."""
    facts = action.facts
    return str(facts.ending.label if facts.ending else facts.said.label if facts.said else "Nothing yet")


def to_carry_on(person: User, kind: PeriodKind) -> IndividualAction | None:
    """The unfinished action that may become the promise of her next two years. Two queries."""
    mine = own_action(person) if kind is not PeriodKind.FIRST else None
    return mine if mine is not None and not mine.facts.settled else None


def carried_on(action: IndividualAction) -> dict[str, Any]:
    """The action form filled from what she did not finish; the day is a new one."""
    return {
        "what": action.what, "how_i_will_know": action.how_i_will_know, "strategy": action.strategy,
        "language": action.language, "carried": "yes",
    }  # fmt: skip


def action_in_words(action: IndividualAction, actions: Sequence[IndividualAction], day: date) -> dict[str, Any]:
    """What she says and what the clock reads, side by side; and her other actions, for good."""
    facts = action.facts
    rows = [
        {"key": "By when", "value": full_date(action.by_when)},
        {"key": "You say", "value": _said(action)},
        {"key": "The dates say", "value": clock_words(facts, day)},
    ]
    others = [
        {"action": one, "said": _said(one), "coming": one.period.starts_on > day} for one in actions if one.pk != action.pk
    ]
    return {"rows": rows, "others": others, "end": getattr(action, "end", None)}


def saved(request: HttpRequest, form: BaseForm, *, following: str) -> HttpResponse:
    """She goes on, stops here and is told that nothing is lost, or comes back to this page to see what is wrong.

    Every answer to a press is another address, so that Back never asks her to send a form again.
    """
    if "later" in request.POST:
        messages.info(request, "Saved. Come back when you like, on any device: sign in with the same address.")
        return redirect("membership:join")
    if "examples" in request.POST:
        return redirect("membership:examples")
    return redirect(following if form.is_valid() else f"{request.path}?{CHECK}=1")


def kept_answers(
    request: HttpRequest, draft: JoiningDraft | None, step: str, read: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """What she typed at this step: what she sent after her session had ended, or else her draft."""
    returned = initial_for(request)
    if returned:
        return read(returned)
    return dict(draft.answers.get(step, {})) if draft else {}


def words_of(answers: Mapping[str, Any]) -> list[str]:
    """What she has written of her action in her own words."""
    return [words for words in (str(answers.get(name) or "").strip() for name in ("what", "how_i_will_know")) if words]


def from_example(example: ExampleAction, starts_on: date) -> dict[str, Any]:
    """The action form filled from an example, for her to rewrite."""
    day = min(add_months(starts_on, example.suggested_months), action_window(starts_on)[1])
    return {
        "what": example.what,
        "how_i_will_know": example.how_i_will_know,
        "strategy": example.strategy,
        "by_when": [str(day.day), str(day.month), str(day.year)],
        "example": example.id,
    }


def _row(key: str, value: str, step: str) -> dict[str, str]:
    return {"key": key, "value": value, "href": reverse(f"membership:{step}")}


def summary(person: User, answers: Mapping[str, Any], open_steps: set[str]) -> list[dict[str, Any]]:
    """Everything she said, in the order of the steps, for the page that checks answers."""
    action, about = answers.get("action", {}), answers.get("about", {})
    by_when = day_of(action.get("by_when"))
    strategy = action.get("strategy")
    videos = [
        {
            "key": HINTS[f"video-{place}"][0],
            "value": "Not complete yet" if f"video-{place}" in open_steps else "Complete",
            "href": reverse("membership:join_video", args=[place]) if f"video-{place}" in open_steps else "",
        }
        for place in (1, 2)
    ]
    return [
        {"heading": "Your account and the videos", "rows": [{"key": "Address", "value": person.email}, *videos]},
        {
            "heading": "Your action",
            "rows": [
                _row("What you will do", action.get("what", ""), "action"),
                _row("By when", full_date(by_when) if by_when else "", "action"),
                _row("How you will know", action.get("how_i_will_know", ""), "action"),
                _row("Strategy", f"{strategy} {Strategy(strategy).label}" if strategy else "", "action"),
            ],
        },
        {"heading": "About you", "rows": _about_rows(about)},
    ]


def _about_rows(about: Mapping[str, Any]) -> list[dict[str, str]]:
    def label(choices: Any, name: str) -> str:
        return str(choices(about[name]).label) if about.get(name) else ""

    return [
        _row("The name that others see", about.get("display_name", ""), "about"),
        _row("Role", label(PersonRole, "role"), "about"),
        _row("Kind of service", label(Sector, "sector"), "about"),
        _row("Where", label(Nation, "nation"), "about"),
        _row("Name and role on the public list", "Yes" if about.get("listed") else "No", "about"),
        _row("The network’s news by mail", "Yes" if about.get("news") else "No", "about"),
        _row("We may keep what you told us", "Yes" if about.get("agree") else "Not yet", "about"),
    ]


def what_is_next(person: User, day: date) -> dict[str, Any]:
    """What is next for her, for the first block of her page. Thirteen queries."""
    listed = next_for(person, day)
    actions = references_of(person)
    led = organisations_called([one.number for one in listed if one.page is Page.ORGANISATION])
    addresses = {
        Page.JOIN: lambda one: reverse("membership:join"),
        Page.MEMBERSHIP: lambda one: reverse("membership:my_membership"),
        Page.ACTION: lambda one: reverse("membership:action_of", args=[actions[one.number]]),
        Page.ORGANISATION: lambda one: led[one.number].get_home_url(),
    }
    steps = [
        {"words": one.words, "more": one.more, "do": one.do, "on": one.on, "coming": one.coming, "href": addresses[one.page](one)}
        for one in listed
    ]
    return {
        "now": [step for step in steps if not step["coming"]],
        "coming": [step for step in steps if step["coming"]],
        "has_action": bool(actions),
        "begun": any(one.page is Page.JOIN for one in listed),
    }


def membership_in_words(member: Member, day: date) -> dict[str, Any]:
    """What her membership is today, said in one sentence with its dates, and which door stands open to her."""
    facts = facts_of(member)
    status = status_on(facts, day)
    return {
        "sentence": why(facts, day, Reader.MEMBER),
        "status": status,
        "counts": status in COUNTING,
        "may_leave": status in COUNTING or status == Status.SUSPENDED,
        "may_renew": status in (Status.DUE, Status.GRACE),
        "may_return": status in (Status.LAPSED, Status.LEFT),
        "details": getattr(member, "details", None),
    }


def known_already(member: Member | None) -> dict[str, str]:
    """What somebody who renews or comes back told us before, for her to look at again."""
    details = getattr(member, "details", None)
    return {name: getattr(details, name) for name in ("role", "sector", "nation")} if details else {}
