"""The lines of the house, as SVG geometry (VISUAL 2, 3, 7). Pure: numbers in, paths out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import qrcode

from rrn.core.time import add_months

THEME_COLOUR = "rgb(52 23 64)"  # plum deep; the browser's bar reads no style sheet
WIDTH, HEIGHT = 1000, 400


def short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def easing(
    lines: int, start: float = 450, gap: float = 0.026, top: float = 0.08, bottom: float = 0.95
) -> list[str]:
    """Lines that begin pressed together and end with space between them; the lowest, first here, stays level."""
    rest = WIDTH - start
    found = []
    for line in range(lines):
        left = (bottom - line * gap) * HEIGHT
        right = (bottom - (line * (bottom - top) / (lines - 1) if lines > 1 else 0)) * HEIGHT
        yl, yr = short(left), short(right)
        found.append(
            f"M0 {yl}H{short(start)}C{short(start + 0.45 * rest)} {yl} {short(start + 0.5 * rest)} {yr} {WIDTH} {yr}"
        )
    return found


@dataclass(frozen=True, slots=True)
class Ruler:
    """Two years as a line of 300 × 26: how far it has come, what is due, where today is."""

    today: float
    due: float
    start: float
    late: bool
    first: date
    last: date


def month_of(day: date, first: date) -> float:
    """How many months after `first` a day lies, days as parts of a month, kept on the ruler."""
    months = (day.year - first.year) * 12 + day.month - first.month + (day.day - first.day) / 30.5
    return min(max(months, 0), 24)


def ruler(
    first: date, due: date, today: date, *, done: date | None = None, start: date | None = None
) -> Ruler:
    """The clock's reading of one action. A done action stands still on the day it was done."""
    at = done or today

    def x(day: date) -> float:
        return round(6 + 12 * month_of(day, first), 1)

    return Ruler(
        today=x(at),
        due=x(due),
        start=x(start or first),
        late=at > due,
        first=first,
        last=add_months(first, 24),
    )


@dataclass(frozen=True, slots=True)
class History:
    """A number through time in a box of 960 × 360: the line, its dots where they do not crowd, and what the axes say."""

    line: str
    dots: str
    middle: str
    top: str
    first: date
    last: date


MOST_DOTS = 40
CHART_WIDTH, CHART_HEIGHT, CHART_MARGIN = 960, 360, 8


def round_top(most: int) -> int:
    """The top of an axis that begins at nothing: the next number that halves into something round."""
    unit = 1
    while True:
        for step in (2, 4, 10):
            if most <= unit * step:
                return unit * step
        unit *= 10


def history(points: Sequence[tuple[date, int]]) -> History:
    """Days across, the number upwards from nothing. A dot is a line of no length, so that it stays round in any box."""
    first, last = points[0][0], points[-1][0]
    top = round_top(max(number for _, number in points))
    days = max((last - first).days, 1)

    def place(day: date, number: int) -> str:
        x = CHART_MARGIN + (day - first).days / days * (CHART_WIDTH - 2 * CHART_MARGIN)
        y = CHART_HEIGHT - CHART_MARGIN - number / top * (CHART_HEIGHT - 2 * CHART_MARGIN)
        return f"{x:.0f} {y:.0f}"

    places = [place(day, number) for day, number in points]
    return History(
        line="M" + "L".join(places),
        dots="".join(f"M{at}h0" for at in places) if len(places) <= MOST_DOTS else f"M{places[-1]}h0",
        middle=f"{top // 2:,}",
        top=f"{top:,}",
        first=first,
        last=last,
    )


@dataclass(frozen=True, slots=True)
class Squares:
    """A code of dark squares as one path, and how many squares wide it is with the quiet border it needs."""

    path: str
    size: int


QUIET = 4  # light squares around the dark ones, without which nothing can read them


@lru_cache(maxsize=512)
def squares(address: str) -> Squares:
    """An address as a code that a telephone reads from paper."""
    # A fixed mask is as readable, and spares trying all eight on every page.
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = []
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                path.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z")
                start = None
    return Squares("".join(path), len(rows) + 2 * QUIET)
