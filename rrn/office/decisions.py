"""The steps of a review, each on a page of its own that says what will happen. Every write is an action of plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Verdict, no
from rrn.core.working_days import BANK_HOLIDAYS, working_days_after
from rrn.office import forms
from rrn.office.letters import letter_to_leads
from rrn.plans import actions, rules
from rrn.plans.models import Plan, Review
from rrn.plans.permissions import may_decide, may_hand_back, may_publish
from rrn.plans.rules import Move, State, say
from rrn.post.compose import Letter

Form = Any


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: who may, what its page says, what it does, and the letter that it sends."""

    link: str
    title: str
    button: str
    may: Callable[[User, Plan, date], Verdict]
    form: type
    happens: Callable[[Plan, date], list[str]]
    act: Callable[[Plan, Form, User, datetime], str]
    move: Move | None = None
    initial: Callable[[Plan, date], dict[str, Any]] = lambda plan, day: {}
    letter: Callable[[Plan, Form, date], Letter | None] | None = None
    main: bool = False

    @property
    def has_letter(self) -> bool:
        return self.letter is not None

    def begin(self, plan: Plan) -> None:
        """Refuse in plain words where the plan stands somewhere else by now."""
        if self.move is not None:
            rules.step(State(plan.state), self.move)

    def possible(self, plan: Plan) -> bool:
        """Whether the plan stands where this step begins."""
        if self.move is None:
            return plan.state == State.IN_REVIEW
        return (State(plan.state), self.move) in rules.STEPS


def _ask(plan: Plan, form: Form, by: User, at: datetime) -> str:
    data = form.cleaned_data
    actions.ask_changes(plan=plan, by=by, at=at, words=data["words"], answer_by=data["answer_by"])
    return f"Changes are asked for by {say(data['answer_by'])}. The organisation has a letter, and our clock is paused."


def _accept(plan: Plan, form: Form, by: User, at: datetime) -> str:
    day = form.day_chosen
    actions.accept_plan(plan=plan, by=by, at=at, points_to_learn=form.points_given, publish_on=day)
    if day is not None and day > london_day(at):
        return f"The plan is accepted. It is published on {say(day)}."
    actions.publish_plan(plan=plan, by=by, at=at)
    return f"The plan is accepted and published. {plan.organisation} is a member from today."


def _not_accept(plan: Plan, form: Form, by: User, at: datetime) -> str:
    actions.not_accept_plan(plan=plan, reasons=form.cleaned_data["reasons"], by=by, at=at)
    return "The plan is not accepted. The organisation has your reasons and can appeal."


def _hand_back(plan: Plan, form: Form, by: User, at: datetime) -> str:
    actions.hand_back_review(plan=plan, by=by, at=at)
    return "The plan waits for another reader. The promised day is the same."


def _publish(plan: Plan, form: Form, by: User, at: datetime) -> str:
    actions.publish_plan(plan=plan, by=by, at=at)
    return f"The plan is published. {plan.organisation} is a member from today."


def _set_day(plan: Plan, form: Form, by: User, at: datetime) -> str:
    actions.set_publication_day(plan=plan, on=form.cleaned_data["on"], by=by, at=at)
    return f"The plan is published on {say(form.cleaned_data['on'])}."


def _reopen(plan: Plan, form: Form, by: User, at: datetime) -> str:
    actions.reopen_review(plan=plan, reason=form.cleaned_data["reason"], by=by, at=at)
    return "The plan is in review again and waits for a reader. The organisation has a letter that says why."


def _accept_letter(plan: Plan, form: Form, day: date) -> Letter:
    points, on = form.points_given, form.day_chosen
    if on and on > day:
        return letter_to_leads(plan, "accepted", publish_on=on, points=points)
    return letter_to_leads(
        plan, "published", points=points, runs_from=day, runs_until=rules.last_due_day(day), public=plan.get_absolute_url()
    )


def _may_hand_back(by: User, plan: Plan, day: date) -> Verdict:
    review = Review.objects.filter(plan=plan, ended_at__isnull=True).first()
    return may_hand_back(by, review) if review else no("Nobody has this plan open.")


def _publishing(plan: Plan, day: date) -> list[str]:
    return [
        "The plan stands in public at once, and its words can no longer change without a note.",
        f"What each action promises today is frozen. {plan.organisation} is a member from today for two years.",
        "It is offered the licence for the network's logo. Its leads get a letter.",
    ]


STEPS: dict[str, Step] = {
    "ask-changes": Step(
        link="Ask for changes",
        title="Ask for changes",
        button="Ask for these changes",
        may=may_decide,
        form=forms.AskChangesForm,
        move=Move.ASK_CHANGES,
        initial=lambda plan, day: {"answer_by": day + rules.CHANGES_WITHIN},
        happens=lambda plan, day: [
            "The leads get a letter, and your comments stand beside the parts they are about.",
            "Our clock is paused. It goes on with what is left, at least five working days, when the plan is sent again.",
            "If nothing is sent by the day, the plan is a draft again with nothing lost. We remind them twice before.",
        ],
        act=_ask,
        letter=lambda plan, form, day: letter_to_leads(plan, "changes_asked", **form.cleaned_data),
    ),
    "accept": Step(
        link="Accept the plan",
        title="Accept the plan",
        button="Accept the plan",
        may=may_decide,
        form=forms.AcceptForm,
        move=Move.ACCEPT,
        happens=lambda plan, day: [
            "You accept the plan, not the care: we review plans.",
            "It is published now or on the day you choose. Publishing starts the two years and freezes what each action promises.",
            "Points to learn are public. Your comments are shown to the organisation. Its leads get a letter.",
        ],
        act=_accept,
        letter=_accept_letter,
        main=True,
    ),
    "not-accept": Step(
        link="Do not accept it",
        title="Do not accept the plan",
        button="Do not accept the plan",
        may=may_decide,
        form=forms.ReasonsForm,
        move=Move.NOT_ACCEPT,
        happens=lambda plan, day: [
            "The leads get a letter with your reasons, exactly as you write them.",
            "They can appeal; somebody else decides within 20 working days. They can also apply again with the same words.",
        ],
        act=_not_accept,
        letter=lambda plan, form, day: letter_to_leads(plan, "not_accepted", **form.cleaned_data),
    ),
    "hand-back": Step(
        link="Hand it back to the queue",
        title="Hand the plan back to the queue",
        button="Hand it back",
        may=_may_hand_back,
        form=forms.NothingForm,
        happens=lambda plan, day: ["It waits for another reader. The promised day stays. Your comments stay."],
        act=_hand_back,
    ),
    "publish": Step(
        link="Publish it now",
        title="Publish the plan",
        button="Publish the plan",
        may=may_publish,
        form=forms.NothingForm,
        move=Move.PUBLISH,
        happens=_publishing,
        act=_publish,
        main=True,
    ),
    "publication-day": Step(
        link="Choose another day",
        title="Choose the day of publication",
        button="Publish on this day",
        may=may_publish,
        form=forms.PublicationDayForm,
        move=Move.PUBLISH,
        initial=lambda plan, day: {"on": plan.publish_on},
        happens=lambda plan, day: ["The plan is published in the night to that day. The organisation's leads have a letter with the new day."],
        act=_set_day,
    ),
    "reopen": Step(
        link="Take it back into review",
        title="Take the plan back into review",
        button="Take it back into review",
        may=may_publish,
        form=forms.ReopenForm,
        move=Move.REOPEN,
        happens=lambda plan, day: ["It is in review again and waits for a reader, with a new promised day. The leads get a letter."],
        act=_reopen,
        letter=lambda plan, form, day: letter_to_leads(
            plan, "reopened", promised_on=working_days_after(day, rules.LEAST_DAYS_AGAIN, BANK_HOLIDAYS), **form.cleaned_data
        ),
    ),
}


def steps_for(user: User, plan: Plan, day: date) -> list[tuple[str, Step]]:
    """The steps this person can take with this plan now, the main one first."""
    possible = [(name, step) for name, step in STEPS.items() if step.possible(plan)]
    answers = {may: may(user, plan, day) for may in {step.may for _, step in possible}}
    return sorted(((name, step) for name, step in possible if answers[step.may]), key=lambda pair: not pair[1].main)
