"""Histories of a membership as anybody might have them, for properties."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from rrn.membership.rules import (
    EndingFact,
    EndingKind,
    Facts,
    OverrideFact,
    PeriodFact,
    Span,
    grace_end,
    last_day,
)

BASE = date(2026, 1, 1)
DAYS = st.integers(0, 1700).map(lambda days: BASE + timedelta(days=days))
STARTS = st.one_of(DAYS, st.sampled_from([date(2028, 2, 29), date(2026, 6, 1), date(2028, 6, 1), date(2026, 6, 2)]))


@st.composite
def spans(draw):
    starts_on = draw(DAYS)
    later = draw(st.one_of(st.none(), st.integers(0, 900)))
    return Span(starts_on, None if later is None else starts_on + timedelta(days=later))


@st.composite
def periods(draw):
    starts_on, ends_on = (day := draw(STARTS)), last_day(day)
    left = draw(st.one_of(st.none(), st.none(), st.integers(-100, 900)))
    return PeriodFact(starts_on, ends_on, grace_end(ends_on), None if left is None else starts_on + timedelta(days=left))


@st.composite
def overrides(draw):
    span = draw(spans())
    return OverrideFact(span, span.starts_on + timedelta(days=draw(st.integers(0, 400))))


@st.composite
def histories(draw):
    def some(of, most):
        return tuple(draw(st.lists(of, max_size=most)))

    found = sorted(some(periods(), 3), key=lambda period: period.starts_on)
    return Facts(
        periods=tuple(found),
        applications=some(spans(), 2),
        suspensions=some(spans(), 2),
        endings=some(st.builds(EndingFact, st.sampled_from(EndingKind), spans()), 2),
        overrides=some(overrides(), 1),
    )


ANY_DAY = st.integers(-400, 4000).map(lambda days: BASE + timedelta(days=days))
