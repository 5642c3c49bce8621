"""How somebody without a mouse goes through a page: Tab, Space, the arrows, Enter and letters, and nothing else.

Each step begins where the focus is and goes on from there, and asks that the focus can be seen where it stops.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

# The control with the focus: its words, its radios' words, and whether the focus shows. GOV.UK's radios and boxes are
# drawn by their labels, and so is their focus.
FOCUS = """() => {
    const e = document.activeElement, label = e.labels && e.labels[0];
    const words = one => ((one.labels && one.labels[0] || one).innerText || '').replace(/\\s+/g, ' ').trim();
    const drawn = e.matches('.govuk-radios__input, .govuk-checkboxes__input')
        ? getComputedStyle(label, '::before') : getComputedStyle(e);
    return {
        said: e === document.body ? '' : (e.getAttribute('aria-label') || words(e) || e.value || '').replace(/\\s+/g, ' ').trim(),
        group: e.type === 'radio' ? [...e.form.elements].filter(one => one.name === e.name).map(words) : [],
        chosen: e.selectedOptions ? e.selectedOptions[0].text : '',
        ticked: e.checked === true,
        value: e.value,
        shows: drawn.outlineStyle !== 'none' || drawn.boxShadow !== 'none',
    };
}"""


def focus(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOCUS)
    return found


def _tab_until(page: Any, here: Callable[[dict[str, Any]], bool], words: object, most: int) -> None:
    for pressed in range(most + 1):
        found = focus(page)
        if here(found):
            assert found["shows"], f"{page.url}: the focus on “{words}” cannot be seen"
            return
        if pressed < most:
            page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: nothing that says “{words}” was reached by {most} presses of Tab")


def tab_to(page: Any, words: str | re.Pattern[str], *, most: int = 60) -> None:
    """Press Tab until the control with these words has the focus; a pattern says how the words begin."""
    wanted = words if isinstance(words, re.Pattern) else re.compile(re.escape(words) + "$")
    _tab_until(page, lambda found: wanted.match(found["said"]) is not None, words, most)


def press(page: Any, words: str | re.Pattern[str]) -> None:
    """A link or a button."""
    tab_to(page, words)
    page.keyboard.press("Enter")


def write(page: Any, label: str, words: str) -> None:
    """Into a field, in place of what stands there."""
    tab_to(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    assert focus(page)["value"] == words


def write_day(page: Any, day: date) -> None:
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        write(page, box, str(number))


def choose(page: Any, words: str) -> None:
    """One of several radios: Tab comes to the group, the arrows go through it."""
    _tab_until(page, lambda found: words in found["group"], words, 60)
    for _ in focus(page)["group"]:
        if focus(page)["said"] == words:
            break
        page.keyboard.press("ArrowDown")
    if not focus(page)["ticked"]:
        page.keyboard.press("Space")
    found = focus(page)
    assert found["ticked"], f"{page.url}: “{words}” is not chosen: {found}"
    assert found["said"] == words


def select(page: Any, label: str, words: str) -> None:
    """From a list that opens: the first letters find it."""
    tab_to(page, label)
    page.keyboard.type(words)
    assert focus(page)["chosen"] == words


def tick(page: Any, words: str | re.Pattern[str]) -> None:
    tab_to(page, words)
    page.keyboard.press("Space")
    assert focus(page)["ticked"]
