"""People who joined for themselves, or are joining: account, two videos, one action, about, Join, and what followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rrn.accounts.models import User
from rrn.core.time import add_months, london_day
from rrn.demo.filling.timeline import Story
from rrn.demo.filling.world import World
from rrn.learning.actions import begin_watching, note_section_read, note_watched
from rrn.learning.models import Video
from rrn.membership.actions import (
    appeal_decision,
    end_action,
    grant_override,
    join_as_individual,
    leave,
    remove_member,
    save_joining_answers,
    say_how_it_goes,
    show_action,
)
from rrn.membership.queries import own_action
from rrn.membership.rules import action_window
from rrn.membership.wordings import ALL

STEPS = ("unconfirmed", "videos", "action", "details", "joined")
WAYS = {"watched": ("watched", "watched"), "read": ("read", "read"), "one of each": ("watched", "read")}
A_SECTION = timedelta(seconds=40)
WHY_LONGER = "You were ill when the renewal was asked for, and told us so on the telephone."
WHY_REMOVED = (
    "A course was advertised with the words “member of the network” beside its price. Membership does not certify training. "
    "We asked you twice to take the words away, and they are still there."
)
WHY_APPEALED = (
    "The advertisement is not mine. The university's press office wrote it and has not answered me either. I have asked the dean "
    "to take it down, and can send you that letter."
)


@dataclass(frozen=True, slots=True)
class Somebody:
    world: World
    told: dict[str, Any]
    story: Story

    @property
    def id(self) -> str:
        return str(self.told["id"])

    @property
    def person(self) -> User:
        return self.world.people[self.id]

    @property
    def reached(self) -> int:
        """How far she has come, as a place in STEPS."""
        return STEPS.index(self.told["applied_step"] or "joined")

    def then(self, offset: int, hour: int, deed: Any) -> None:
        self.story.then(self.world.calendar.at_home(offset, hour, self.id), deed)


def live(who: Somebody) -> None:
    """Her story: an evening or two of joining, then now and then a word."""
    days = who.told["days"]
    first = days.get("started", days.get("joined"))
    confirmed = who.reached > STEPS.index("unconfirmed")
    who.then(first, 8 if not confirmed else 19, lambda at: who.world.sign_up(who.id, at, confirmed=confirmed))
    if confirmed:
        who.then(first, 19, lambda at: _videos(who, at))
    if who.reached >= STEPS.index("action"):
        who.then(first, 20, lambda at: _action(who, at, who.told.get("before") or who.told["action"]))
    if who.reached >= STEPS.index("details"):
        who.then(first, 20, lambda at: _about(who, at))
    if who.reached == STEPS.index("joined"):
        who.then(first, 20, lambda at: _join(who, at))
        _afterwards(who)


def _afterwards(who: Somebody) -> None:
    word, days = who.told["word"], who.told["days"]
    if "joined_again" in days:
        _come_back(who)
    if word:
        who.then(word["days"], 18, lambda at: _say(who, at))
    if end := who.told.get("end"):
        who.then(end["days"], 19, lambda at: _end(who, at))
    if "renewed" in days:
        _renew(who)
    if "left" in days and "joined_again" not in days:
        who.then(days["left"], 17, lambda at: leave(member=who.person.member, by=who.person, at=at))
    if "counts_longer" in days:
        who.then(days["counts_longer"], 10, lambda at: _let_it_count(who, at))
    if "removed" in days:
        who.then(days["removed"], 11, lambda at: _remove(who, at))
    if "appealed" in days:
        who.then(days["appealed"], 20, lambda at: _appeal(who, at))


def _come_back(who: Somebody) -> None:
    """She left, and later joined again: a new period with a new action; the films she has seen count."""
    days = who.told["days"]
    who.then(days["left"], 17, lambda at: leave(member=who.person.member, by=who.person, at=at))
    who.then(days["joined_again"], 20, lambda at: _action(who, at, who.told["action"]))
    who.then(days["joined_again"], 20, lambda at: _about(who, at))
    who.then(days["joined_again"], 20, lambda at: _join(who, at))


def _renew(who: Somebody) -> None:
    """In time: her next two years begin the day after, with a second action. What she told us of herself stands."""
    day = who.told["days"]["renewed"]
    who.then(day, 20, lambda at: _action(who, at, who.told["again"]))
    who.then(day, 20, lambda at: _join(who, at))


def _end(who: Somebody, at: datetime) -> None:
    """How it ended, in her own words."""
    action, end = own_action(who.person), who.told["end"]
    assert action is not None  # she has joined
    done_on = who.world.calendar.day + timedelta(days=end["done"]) if "done" in end else None
    end_action(action=action, how=end["how"], words=end["words"], done_on=done_on, by=who.person, at=at)


def _let_it_count(who: Somebody, at: datetime) -> None:
    until = who.world.calendar.day + timedelta(days=who.told["days"]["counts_until"])
    office = who.world.people["bryn-heskwith"]
    grant_override(member=who.person.member, until=until, reason=WHY_LONGER, by=office, at=at)


def _remove(who: Somebody, at: datetime) -> None:
    remove_member(member=who.person.member, reason=WHY_REMOVED, by=who.world.people["bryn-heskwith"], at=at)


def _appeal(who: Somebody, at: datetime) -> None:
    appeal_decision(member=who.person.member, words=WHY_APPEALED, by=who.person, at=at)


def _videos(who: Somebody, at: datetime) -> None:
    """Both films in her way; who has come no further is half-way through the second."""
    half = who.reached == STEPS.index("videos")
    for video, way in zip(
        Video.objects.filter(retired_at__isnull=True), WAYS[who.told["videos"]], strict=True
    ):
        at = _watch(who.person, video, at, half=half and video.place == 2) if way == "watched" else _read(
            who.person, video, at, half=half and video.place == 2
        )  # fmt: skip


def _watch(person: User, video: Video, at: datetime, *, half: bool) -> datetime:
    seen = video.length_s / 2 if half else video.length_s
    begin_watching(person=person, video=video, at=at)
    at += timedelta(seconds=seen + 2)
    note_watched(person=person, video=video, segments=[(0.0, seen)], resume_at=seen if half else 0.0, at=at)
    return at


def _read(person: User, video: Video, at: datetime, *, half: bool) -> datetime:
    sections = list(video.sections.all())
    for section in sections[: len(sections) // 2] if half else sections:
        at += A_SECTION
        note_section_read(person=person, section=section, at=at)
    return at


def _action(who: Somebody, at: datetime, action: dict[str, Any]) -> None:
    day = london_day(at)
    by_when = min(add_months(day, action["months"]), action_window(day)[1])
    answers = {
        "what": action["what"],
        "how_i_will_know": action["how_i_will_know"],
        "strategy": action["strategy"],
        "example": "",
        "by_when": [str(by_when.day), str(by_when.month), str(by_when.year)],
    }
    save_joining_answers(person=who.person, step="action", answers=answers, by=who.person, at=at)


def _about(who: Somebody, at: datetime) -> None:
    answers = {name: who.told[name] for name in ("display_name", "role", "sector", "nation")} | {
        "adult": True,
        "terms": True,
        "agree": True,
        "listed": who.told["listed"],
        "news": False,
        "versions": {wording.purpose: wording.version for wording in ALL},
    }
    save_joining_answers(person=who.person, step="about", answers=answers, by=who.person, at=at)


def _join(who: Somebody, at: datetime) -> None:
    person = who.person
    join_as_individual(person=person, by=person, at=at, client_key=person.joining_draft.client_key)


def _say(who: Somebody, at: datetime) -> None:
    """Her word; who lets her name be listed shows her action too."""
    action, word = own_action(who.person), who.told["word"]
    assert action is not None  # she has joined
    say_how_it_goes(action=action, reading=word["reading"], words=word["words"], by=who.person, at=at)
    if who.told["listed"]:
        show_action(action=action, shown=True, by=who.person, at=at)
