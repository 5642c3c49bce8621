"""What the public is told of a membership, in words that never say more than the dates do. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rrn.core.time import add_months
from rrn.membership.rules import Status, full_date, last_day

# How long an organisation that has ended stays in lists; its page stays for good (PRODUCT.md, "Membership").
LISTED_AFTER_END_MONTHS = 24
REPORT_MONTHS = (6, 12, 18, 24)


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """A glyph's name, bold words, and the dates without which no status is shown."""

    kind: str
    words: str
    start: date | None
    end: date | None
    since: str = ""


_WORDS: dict[Status, tuple[str, str]] = {
    Status.ACTIVE: ("in-force", "Member, plan in force"),
    Status.DUE: ("ending-soon", "Member, plan ending soon"),
    Status.GRACE: ("ending-soon", "Renewal due"),
    Status.SUSPENDED: ("suspended", "Suspended"),
    Status.LAPSED: ("ended", "Membership ended"),
    Status.LEFT: ("ended", "Left the network"),
    Status.REMOVED: ("ended", "Membership ended"),
    Status.CLOSED: ("ended", "Organisation closed"),
    Status.MERGED: ("ended", "Became part of another member"),
    Status.APPLIED: ("applied", "Applied again"),
    Status.NONE: ("ended", "Not a member"),
}


def public_status(status: Status, start: date | None, end: date | None, ended: date | None) -> PublicStatus:
    """The words for a page or a list. A status in force shows from – to, one that is paused or due since when it is so,
    one that ended its last day. The dates are those of `spans.dates_beside`."""
    kind, words = _WORDS[status]
    if status in (Status.SUSPENDED, Status.GRACE):
        return PublicStatus(kind, words, start, None, since="since")
    if kind in ("in-force", "ending-soon", "suspended"):
        return PublicStatus(kind, words, start, end)
    return PublicStatus(kind, words, None, ended or end)


def awaited_in_words(known_by: date, day: date) -> str:
    """What is said of a value that was not known when it was promised: its day is still to come, or it has passed."""
    if day <= known_by:
        return f"Not known yet. The organisation will have it by {full_date(known_by)}."
    return f"Not known when it was promised. The organisation said that it would have it by {full_date(known_by)}. Nothing is recorded here yet."


def listed_since(day: date) -> date:
    """An organisation whose membership ended before this day has left the lists."""
    return add_months(day, -LISTED_AFTER_END_MONTHS)


def report_days(starts: date) -> list[tuple[int, date]]:
    """The months in which a plan reports, with their days; the last is the last day of the two years."""
    return [(month, add_months(starts, month) if month < 24 else last_day(starts)) for month in REPORT_MONTHS]


def next_report(starts: date, day: date) -> tuple[int, date] | None:
    return next(((month, due) for month, due in report_days(starts) if due >= day), None)
