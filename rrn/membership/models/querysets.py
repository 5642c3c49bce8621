"""`rules.status_on` as one query expression, for lists and counts. Nothing is stored; the day is an argument."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, Value, When

from rrn.membership.rules import DUE_DAYS, ENDINGS_IN_ORDER, Status


def _rows(model: str) -> Any:
    return apps.get_model("membership", model)._default_manager.all()


def _covering(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def _of_member(model: str, *conditions: Q) -> Exists:
    return Exists(_rows(model).filter(*conditions, member=OuterRef("pk")))


def _current(day: date, column: str) -> Subquery:
    """One column of the period that began last; see `rules.current_period`."""
    begun = _rows("Period").filter(
        Q(left_on__isnull=True) | Q(left_on__gte=F("starts_on")), member=OuterRef("pk"), starts_on__lte=day
    )
    return Subquery(begun.order_by("-starts_on", "-id").values(column)[:1], output_field=DateField(null=True))


class MemberQuerySet(models.QuerySet["Any"]):
    def with_status(self, day: date) -> MemberQuerySet:
        """Annotate `status_now`, and the dates of the current period: `now_from`, `now_to`."""
        dated = self.annotate(
            now_from=_current(day, "starts_on"),
            now_to=_current(day, "ends_on"),
            now_grace_to=_current(day, "grace_ends_on"),
            now_left_on=_current(day, "left_on"),
        )
        return dated.annotate(
            status_now=Case(*_answers(day), default=Value(Status.LAPSED.value), output_field=models.CharField())
        )

    def counting_on(self, day: date) -> MemberQuerySet:
        """Those that count on a day: what counters, lists and rights ask. Cheaper than asking for the whole status."""
        return self.filter(
            _of_member("Period", _counts_by_its_dates(day)),
            ~_of_member("Ending", _covering(day)),
            ~_of_member("Suspension", _covering(day)),
        )


def _counts_by_its_dates(day: date) -> Q:
    """A period that is the current one on this day and not lapsed; see `rules.status_on`."""
    begun = Q(starts_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gte=F("starts_on")))
    later = Q(starts_on__gt=OuterRef("starts_on")) | Q(starts_on=OuterRef("starts_on"), id__gt=OuterRef("id"))
    overtaken = Exists(_rows("Period").filter(begun & later, member=OuterRef("member")))
    in_time = Q(starts_on__gte=OuterRef("starts_on"), starts_on__lte=OuterRef("grace_ends_on"))
    kept = Exists(_rows("Application").filter(_covering(day) & in_time, member=OuterRef("member")))
    allowed = Exists(_rows("Override").filter(_covering(day), until__gte=day, member=OuterRef("member")))
    held = Q(grace_ends_on__gte=day) | Q(kept) | Q(allowed)
    return Q(starts_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gt=day)) & held & ~Q(overtaken)


def _answers(day: date) -> list[When]:
    """The rules from the first that settles it to the last; the default is lapsed."""
    waiting = _covering(day)
    held = Q(now_to__gte=day) | Q(now_grace_to__gte=day)
    kept = _of_member(
        "Application", waiting, Q(starts_on__gte=OuterRef("now_from"), starts_on__lte=OuterRef("now_grace_to"))
    )
    allowed = _of_member("Override", _covering(day), Q(until__gte=day))
    renewed = _of_member("Period", Q(starts_on__gt=day, left_on__isnull=True))
    endings = [
        When(_of_member("Ending", _covering(day), Q(kind=kind.value)), then=Value(kind.value)) for kind in ENDINGS_IN_ORDER
    ]
    return [
        *endings,
        When(Q(now_from__isnull=True) & _of_member("Application", waiting), then=Value(Status.APPLIED.value)),
        When(now_from__isnull=True, then=Value(Status.NONE.value)),
        When(now_left_on__lte=day, then=Value(Status.LEFT.value)),
        When(
            (held | Q(kept) | Q(allowed)) & _of_member("Suspension", _covering(day)), then=Value(Status.SUSPENDED.value)
        ),
        When(Q(now_to__gte=day + timedelta(days=DUE_DAYS + 1)), then=Value(Status.ACTIVE.value)),
        When(Q(now_to__gte=day) & renewed, then=Value(Status.ACTIVE.value)),
        When(now_to__gte=day, then=Value(Status.DUE.value)),
        When(Q(now_grace_to__gte=day) | Q(kept) | Q(allowed), then=Value(Status.GRACE.value)),
    ]
