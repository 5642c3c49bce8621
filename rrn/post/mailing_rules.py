"""A mailing's steps, the words it may take from a person's record, and what makes it wait for a second person. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db.models import TextChoices

from rrn.core.verdict import Refused


class State(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for a second person"
    RELEASED = "released", "Released"
    SENDING = "sending", "Being sent"
    DONE = "done", "Sent"
    STOPPED = "stopped", "Stopped"


class Move(TextChoices):
    SUBMIT = "submit", "handed to a second person"
    RELEASE = "release", "released"
    TAKE_BACK = "take_back", "taken back"
    BEGIN = "begin", "sent"
    FINISH = "finish", "finished"
    STOP = "stop", "stopped"


STEPS: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Move.RELEASE): State.RELEASED,
    (State.SUBMITTED, Move.RELEASE): State.RELEASED,
    (State.SUBMITTED, Move.TAKE_BACK): State.DRAFT,
    (State.RELEASED, Move.TAKE_BACK): State.DRAFT,
    (State.RELEASED, Move.BEGIN): State.SENDING,
    (State.SENDING, Move.BEGIN): State.SENDING,
    (State.SENDING, Move.FINISH): State.DONE,
    (State.SUBMITTED, Move.STOP): State.STOPPED,
    (State.RELEASED, Move.STOP): State.STOPPED,
    (State.SENDING, Move.STOP): State.STOPPED,
}


def step(state: str, move: Move) -> State:
    """Where this move leads, or a refusal in plain words."""
    try:
        return STEPS[State(state), move]
    except KeyError:
        raise Refused(f"This mailing is “{State(state).label.lower()}” now, so it cannot be {move.label}.") from None


def froms(move: Move) -> list[str]:
    """From which states a move may begin: the guard of its UPDATE."""
    return [state.value for (state, made), _ in STEPS.items() if made is move]


class LeftOut(TextChoices):
    """Why somebody who was found gets nothing."""

    DOOR = "door", "Mail does not leave to her"
    NO_ADDRESS = "no_address", "Nobody to write to"
    NO_WORD = "no_word", "The letter asks for something that her record does not have"


# Everything of a record that a letter may say. What is not here cannot be asked for.
FIELDS: dict[str, str] = {
    "name": "Her name, as she gave it",
    "organisation": "The organisation through which she is reached",
    "status": "What the membership is on the day it leaves, such as “Active”",
    "status until": "The last day of the membership’s two years",
}
_BRACES = re.compile(r"\{([^{}\n]*)\}")


def fields_in(text: str) -> list[str]:
    """The fields that a text asks for, each once, in their order."""
    return list(dict.fromkeys(" ".join(found.split()).lower() for found in _BRACES.findall(text)))


def problem_of(text: str) -> str:
    """One sentence about what stands in braces and may not; nothing where all is well."""
    if unknown := [name for name in fields_in(text) if name not in FIELDS]:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        return f"“{{{unknown[0]}}}” is not a field. A letter can say {known}"
    if "{" in (rest := _BRACES.sub("", text)) or "}" in rest:
        return "A brace stands alone. A field stands between two of them, such as {name}"
    return ""


def missing_in(text: str, words: Mapping[str, str]) -> list[str]:
    """The fields of a text for which this person's record has nothing."""
    return [name for name in fields_in(text) if not words.get(name)]


def fill_in(text: str, words: Mapping[str, str]) -> str:
    """The text with one person's words. What her words themselves contain is never read as a field."""
    return _BRACES.sub(lambda found: words[" ".join(found.group(1).split()).lower()], text)


# Words of news and of asking for money. They make a service letter wait for a second person, however few it goes to.
_LIKE_NEWS = re.compile(
    r"\b(donat\w+|fund-?rais\w+|newsletter|unsubscribe|book your place|early bird|special offer|discount|sponsor\w*|appeal for funds)\b",
    re.IGNORECASE,
)


def reads_like_news(text: str) -> list[str]:
    return list(dict.fromkeys(found.lower() for found in _LIKE_NEWS.findall(text)))


def needs_second(*, kind: str, text: str, number: int, alone_up_to: int) -> str:
    """Why a second person is asked, or nothing."""
    if number > alone_up_to:
        return f"It goes to more than {alone_up_to} people."
    if kind == "service" and (found := reads_like_news(text)):
        return f"It is about a membership or an account, and says “{found[0]}”."
    return ""
