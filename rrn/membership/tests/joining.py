"""Somebody who has filled in everything and may press Join."""

from __future__ import annotations

from rrn.learning.tests.factories import complete_both
from rrn.membership.actions import save_joining_answers

ACTION = {
    "what": "I will ask each pupil in my class what helps when the room is too much.",
    "by_when": ["30", "6", "2027"],
    "how_i_will_know": "Each of them has a page in her own words.",
    "strategy": 4,
    "example": "teacher-1",
}
ABOUT = {
    "display_name": "Rosa R",
    "role": "lived_experience",
    "sector": "education",
    "nation": "wales",
    "terms": True,
    "agree": True,
    "listed": False,
    "news": False,
    "versions": {"membership": "2026-11", "terms": "2026-11"},
}


def fill_in_everything(person, at, *, action=ACTION, about=ABOUT):
    complete_both(person, at)
    save_joining_answers(person=person, step="action", answers=action, by=person, at=at)
    return save_joining_answers(person=person, step="about", answers=about, by=person, at=at)
