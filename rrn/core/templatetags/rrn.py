"""Words, dates and drawings for templates. `{% load rrn %}`; every tag has its example in the gallery (`/components/`)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from rrn.core import drawings
from rrn.core.time import LONDON, london_day, now, today
from rrn.core.vocabulary import Strategy

register = template.Library()


def _day(value: date | datetime) -> date:
    return london_day(value) if isinstance(value, datetime) else value


@register.filter
def full_date(value: date | datetime | None) -> str:
    """21 November 2026."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {day:%B %Y}"


@register.filter
def machine_date(value: date | datetime) -> str:
    """2026-11-21, for `datetime`: Django's own filter reads its format anew each time."""
    return _day(value).isoformat()


@register.filter
def short_date(value: date | datetime | None) -> str:
    """21 November, where the year is plain from what stands around it."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {day:%B}"


@register.filter
def month_and_year(value: date | datetime | None) -> str:
    return f"{_day(value):%B %Y}" if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """14:02, in London."""
    return f"{value.astimezone(LONDON):%H:%M}" if value else ""


@register.simple_tag
def span(start: date | None, end: date | None) -> str:
    """14 June 2026 – 13 June 2028."""
    return f"{full_date(start)} – {full_date(end)}" if start and end else full_date(start or end)


def days_in_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


@register.filter
def days_until(value: date | datetime | None, on: date | None = None) -> str:
    """today · tomorrow · in 23 days · yesterday · 42 days ago."""
    if not value:
        return ""
    days = (_day(value) - (on or today())).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days_in_words(days)}" if days > 0 else f"{days_in_words(-days)} ago"


@register.filter
def printed_on(_: Any) -> str:
    return full_date(now())


@register.filter
def words(value: str) -> list[str]:
    return str(value).split()


@register.filter
def initials(value: str) -> str:
    found = re.findall(r"\b\w", str(value))
    return "".join((found[0], found[-1]) if len(found) > 1 else found).upper() or "–"


@register.filter
def counted(number: int, noun: str) -> str:
    """`{{ 3|counted:"action" }}` → 3 actions; `"person,people"` gives both words."""
    one, _, many = noun.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def telephone_link(number: str) -> str:
    """What a telephone dials: digits, with a leading plus kept."""
    return re.sub(r"(?!^\+)\D", "", str(number))


@register.filter
def columns_of(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


@register.inclusion_tag("components/check_today.html")
def check_today(address: str) -> dict[str, Any]:
    """The foot of a printed page: where today's status stands, in words and as a code for a telephone."""
    return {"address": address, "squares": drawings.squares(address)}


@register.simple_tag
def in_language(code: str | None, words: object = True) -> SafeString:
    """` lang="cy"` for what somebody wrote in another language than the page; nothing for English, or for no words."""
    if not words or not code or code.startswith("en"):
        return SafeString("")
    return format_html(' lang="{}"', code)


@register.simple_tag
def theme_colour() -> str:
    """The browser's own bar, in plum deep."""
    return drawings.THEME_COLOUR


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """One drawing of the sprite. It decorates words that stand beside it, unless it has a label of its own."""
    spoken = format_html('{}="{}"', *(("role", "img") if label else ("aria-hidden", "true")))
    named = format_html(' aria-label="{}"', label) if label else ""
    return format_html(
        '<svg class="rrn-icon {}" {}{} focusable="false" width="24" height="24"><use href="{}#{}"></use></svg>',
        classes,
        spoken,
        named,
        static("rrn/sprite.svg"),
        name,
    )


@register.inclusion_tag("components/motif.html")
def motif(lines: int = 6, kind: str = "home") -> dict[str, Any]:
    """The easing lines. `home` has one line in dawn; `member` draws one line for each action; `mist` is for quiet pages."""
    lines = max(1, min(int(lines or 0), 12))
    if kind == "home":
        paths = drawings.easing(lines)
    else:
        paths = drawings.easing(lines, gap=0.026 if lines < 9 else 0.02)
    return {"paths": paths, "kind": kind}


@register.simple_tag
def strategy(code: str | int, words: bool = True) -> SafeString:
    """The picture of one of the six strategies beside its number and name; without words only where they stand beside it."""
    number = int(code)
    said = f"<span>Strategy {number}: {escape_quickly(str(Strategy(number).label))}</span>" if words else ""
    return SafeString(f'<span class="rrn-strategy">{icon(f"strategy-{number}")}{said}</span>')


@register.simple_tag
def status(
    kind: str,
    words: str,
    start: date | None = None,
    end: date | None = None,
    since: str = "",
    boxed: bool = False,
) -> SafeString:
    """Glyph, bold words, dates. Kinds: in-force, ending-soon, report-outstanding, suspended, ended, applied.

    `{% status "in-force" "Plan in force" period.starts_on period.ends_on boxed=True %}`; `since` is the word before one
    date: "since 13 January 2027", "to 13 June 2028". Boxed at the top of a page only.
    """
    if start and end:
        dates = [full_date(start), full_date(end)]
    else:
        dates = [f"{since} {full_date(start or end)}".strip()]
    said = " – ".join(f'<span class="rrn-date">{escape_quickly(date)}</span>' for date in dates if date)
    box = " rrn-status--boxed" if boxed else ""
    return SafeString(
        f'<span class="rrn-status rrn-status--{escape_quickly(kind)}{box}">{icon(f"span-{kind}")}'
        f"<span><strong>{escape_quickly(words)}</strong> {said}</span></span>"
    )


def escape_quickly(value: Any) -> str:
    """As a template escapes a value. Django's own asks first whether it is a promise, which lists of hundreds feel."""
    if isinstance(value, SafeString):
        return value
    return html.escape(value if isinstance(value, str) else str(value))


@register.filter
def table_rows(rows: Iterable[Sequence[Any]]) -> SafeString:
    """The rows of a plain table, the first cell of each a heading. Long tables are put together here, not by a loop."""
    made = []
    for row in rows:
        first, *rest = map(escape_quickly, row)
        cells = "".join(f'<td class="govuk-table__cell">{cell}</td>' for cell in rest)
        made.append(f'<tr><th scope="row" class="govuk-table__header">{first}</th>{cells}</tr>')
    return SafeString("\n".join(made))


@register.filter
def filter_options(group: Mapping[str, Any]) -> SafeString:
    """The boxes of one group of filters. An option that nothing fits looks so, and can be chosen all the same."""
    made = []
    kind, name = escape_quickly(group.get("type", "checkbox")), escape_quickly(group["name"])
    for option in group["options"]:
        count, chosen = option.get("count"), option.get("chosen")
        none = " rrn-filters__option--none" if count == 0 and not chosen else ""
        number = "" if count is None else f'<span class="rrn-filters__count">{count:,}</span>'
        checked = " checked" if chosen else ""
        made.append(
            f'<label class="rrn-filters__option{none}"><input type="{kind}" name="{name}" value="{escape_quickly(option["value"])}"'
            f"{checked}><span>{escape_quickly(option['words'])}</span>{number}</label>"
        )
    return SafeString("\n".join(made))


@register.filter
def with_marks(parts: Iterable[Any]) -> SafeString:
    """Words of which some were looked for: parts with `words` and `marked`."""
    return SafeString(
        "".join(f"<mark>{escape_quickly(part.words)}</mark>" if part.marked else escape_quickly(part.words) for part in parts)
    )


OWNER_SAYS = {
    "not_started": ("Not started", "said-not-started"),
    "under_way": ("Under way", "said-under-way"),
    "done": ("Done", "said-done"),
    "stopped": ("Stopped", "said-stopped"),
    "changed": ("Changed", "said-changed"),
}
EVIDENCE_SHOWS = {
    "none": ("None yet", "evidence-none"),
    "partial": ("Partial", "evidence-partial"),
    "sufficient": ("Sufficient", "evidence-sufficient"),
    "checked": ("Checked by a reviewer", "evidence-checked"),
}


def clock_in_words(due: date, on: date, done: date | None = None, start: date | None = None) -> str:
    """The clock's reading: "Due in 23 days", "Overdue by 42 days", "Done 12 days late"."""
    if done:
        late = (done - due).days
        if late > 0:
            return f"Done {days_in_words(late)} late"
        return f"Done {days_in_words(-late)} early" if late < 0 else "Done on time"
    if start and start > on:
        return f"Starts in {days_in_words((start - on).days)}"
    left = (due - on).days
    if left < 0:
        return f"Overdue by {days_in_words(-left)}"
    return "Due today" if left == 0 else f"Due in {days_in_words(left)}"


@register.inclusion_tag("components/reading.html")
def owner_says(kind: str) -> dict[str, Any]:
    said, glyph = OWNER_SAYS[kind]
    return {"words": said, "glyph": glyph}


@register.inclusion_tag("components/reading.html")
def evidence_shows(kind: str) -> dict[str, Any]:
    shown, glyph = EVIDENCE_SHOWS[kind]
    return {"words": shown, "glyph": glyph}


@register.simple_tag
def clock_says(due: date, on: date, done: date | None = None, start: date | None = None) -> str:
    return clock_in_words(due, on, done, start)


@register.simple_tag
def ruler(
    first: date, due: date, on: date, done: date | None = None, start: date | None = None
) -> SafeString:
    """Two years from `first`, with the due date and today (or the day it was done)."""
    return ruler_drawn(drawings.ruler(first, due, on, done=done, start=start))


@register.filter
def ruler_drawn(line: drawings.Ruler) -> SafeString:
    """Two years as a line: past in plum, to come thin, a tick where it is due, a ring at today, dashes when late."""
    if line.late:
        way = (
            f'<path class="rrn-ruler__done" d="M{line.start} 13H{line.due}" stroke-width="6"/>\n'
            f'<path d="M{line.due} 13H{line.today}" stroke="currentColor" stroke-width="3" stroke-dasharray="3 3"/>'
        )
    else:
        way = (
            f'<path class="rrn-ruler__left" d="M{line.today} 13H{line.due}" stroke-width="2"/>\n'
            f'<path class="rrn-ruler__done" d="M{line.start} 13H{line.today}" stroke-width="6"/>'
        )
    return SafeString(
        '<div class="rrn-ruler"><svg viewBox="0 0 300 26" aria-hidden="true" focusable="false">\n'
        f'<path class="rrn-ruler__base" d="M6 13H294" stroke-width="1.5"/>\n{way}\n'
        f'<path d="M{line.due} 4V22" stroke="currentColor" stroke-width="2.5"/>\n'
        f'<circle class="rrn-ruler__today" cx="{line.today}" cy="13" r="5" stroke-width="2.5"/></svg>\n'
        f'<div class="rrn-ruler__ends"><span>{month_and_year(line.first)}</span><span>{month_and_year(line.last)}</span></div></div>'
    )


@register.inclusion_tag("components/readings.html")
def readings(
    *,
    said: str,
    evidence: str,
    due: date,
    on: date,
    first: date,
    said_on: date | None = None,
    evidence_on: date | None = None,
    done: date | None = None,
    start: date | None = None,
    note: str = "",
) -> dict[str, Any]:
    """The three readings of an action, never merged: the owner says, the evidence shows, the clock.

    `{% readings said="under_way" said_on=… evidence="partial" evidence_on=… due=… on=today first=plan.starts_on %}`.
    `note` is one sentence under the clock: "Postponed from 30 April 2027".
    """
    said_words, said_glyph = OWNER_SAYS[said]
    shows_words, shows_glyph = EVIDENCE_SHOWS[evidence]
    return {
        "said_words": said_words, "said_glyph": said_glyph, "said_on": said_on,
        "shows_words": shows_words, "shows_glyph": shows_glyph, "shows_on": evidence_on or on,
        "clock": clock_in_words(due, on, done, start), "note": note,
        "ruler": drawings.ruler(first, due, on, done=done, start=start),
    }  # fmt: skip


@register.simple_tag
def words_removed(before: str, after: str) -> SafeString:
    """The earlier wording, with what has gone struck through and said aloud as "removed"."""
    return _marked(runs_of_words(before, after), "del", "removed")


@register.simple_tag
def words_added(before: str, after: str) -> SafeString:
    """The wording of now, with what is new underlined and said aloud as "added"."""
    return _marked(runs_of_words(before, after), "ins", "added")


def runs_of_words(before: str, after: str) -> list[tuple[str, str]]:
    """The two wordings as runs: ("same", …), ("del", …), ("ins", …), word by word."""
    old, new = re.findall(r"\s+|\S+", str(before)), re.findall(r"\s+|\S+", str(after))
    runs: list[tuple[str, str]] = []
    gone = come = ""
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = "".join(old[a:b]) if what == "equal" else ""
        if what == "equal" and (same.strip() or not (gone or come)):
            runs += [run for run in (("del", gone), ("ins", come)) if run[1]]
            runs.append(("same", same))
            gone = come = ""
        else:  # a lone space between two changed words belongs to the change
            gone += "".join(old[a:b])
            come += "".join(new[c:d])
    return runs + [run for run in (("del", gone), ("ins", come)) if run[1]]


def _marked(runs: list[tuple[str, str]], tag: str, spoken: str) -> SafeString:
    pieces = []
    for what, text in runs:
        if what == "same" or (what == tag and not text.strip()):
            pieces.append(escape(text))
        elif what == tag:
            lead, core, tail = re.fullmatch(r"(\s*)(.*?)(\s*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
            pieces.append(
                format_html(
                    '{}<{}><span class="govuk-visually-hidden">{}: </span>{}</{}>{}',
                    lead,
                    tag,
                    spoken,
                    core,
                    tag,
                    tail,
                )
            )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, before: str = "", after: str = "", name: str = "page") -> dict[str, Any]:
    """Previous and Next with names: `{% pagination page before="Caddick House" after="Dunstan Services" %}`.

    `page` is a Django Page. The rest of the address, filters and search words, is kept. A second list on the same page
    has a `name` of its own in the address.
    """
    query = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    query.pop(name, None)
    kept = query.urlencode()
    return {"page": page, "before": before, "after": after, "name": name, "kept": f"{kept}&" if kept else ""}


@register.simple_tag
def month_ticks() -> str:
    """The twenty-four months of the home page's ruler, as one path."""
    return "".join(f"M{drawings.short(2 + 46.5 * month)} 10V24" for month in range(1, 24) if month % 6)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """`{% breadcrumbs "/" "Home" "/members/" "Members" %}`: address and words by turns, the page itself not among them."""
    return {"crumbs": list(zip(steps[::2], steps[1::2], strict=True))}


@register.filter
def slugged(code: str) -> str:
    """A code as it stands in an address: northern-ireland."""
    return str(code).replace("_", "-")
