"""What the clock can say about itself, and about this host."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, DateField, Max, Min, Q, Value
from django.db.models.functions import Cast

from rrn.clock.models import Halt, HighWater, JobRun, Lease, Setback
from rrn.clock.rules import AWAY_AFTER, BANNER_AFTER, FORGOTTEN_AFTER, UNSEALED_TOO_LONG
from rrn.core.time import london_day
from rrn.events.models import Block, Line
from rrn.post.models import Mail

WORKER = "worker"
LITTLE_SPACE = 512 * 1024 * 1024


def put_aside(*, duty: str, at: datetime) -> set[str]:
    """The records of a duty whose next try has not come."""
    return set(Setback.objects.filter(duty=duty, next_try_at__gt=at).values_list("record", flat=True))


def setbacks_of(*, duty: str) -> dict[str, datetime]:
    """The records of a duty that were put aside, and when each is tried again. One query."""
    return dict(Setback.objects.filter(duty=duty).values_list("record", "next_try_at"))


def _seconds(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else max(0, int((at - since).total_seconds()))


def worker_is_alive(*, at: datetime) -> bool:
    return Lease.objects.filter(name=WORKER, beat_at__gte=at - AWAY_AFTER, until__gte=at - AWAY_AFTER).exists()


def late_duties(*, at: datetime) -> list[str]:
    """Duties that have not gone well for more than 26 hours. One query."""
    found = JobRun.objects.filter(begun_at__gt=at - FORGOTTEN_AFTER).order_by("name")
    return [run.name for run in found if run.succeeded_at is None or at - run.succeeded_at > BANNER_AFTER]


def _noted() -> tuple[int, int, date | None]:
    """How many stops wait, how many records are put aside, and the last day done. One query."""
    no_day = Cast(Value(None), DateField())
    halts = Halt.objects.filter(closed_at__isnull=True).order_by().values(what=Value("halts"))
    aside = Setback.objects.order_by().values(what=Value("aside"))
    last = HighWater.objects.order_by().values(what=Value("last"))
    counted = halts.annotate(number=Count("pk"), until=Max(no_day)).union(
        aside.annotate(number=Count("pk"), until=Max(no_day)),
        last.annotate(number=Count("pk"), until=Max("day")),
        all=True,
    )
    numbers = {row["what"]: row["number"] for row in counted}
    return numbers.get("halts", 0), numbers.get("aside", 0), max((row["until"] for row in counted if row["until"]), default=None)


def clock_health(*, at: datetime) -> dict[str, Any]:
    """Three queries. A duty that has gone from the list keeps its row and says nothing any more after two months."""
    found = [run for run in JobRun.objects.order_by("name") if at - run.begun_at < FORGOTTEN_AFTER]
    late = [run.name for run in found if run.succeeded_at is None or at - run.succeeded_at > BANNER_AFTER]
    alive, (stopped, put_aside, mark) = worker_is_alive(at=at), _noted()
    behind = mark is not None and london_day(at) < mark
    return {
        "good": alive and not late and not stopped and not behind,
        "worker_alive": alive,
        "late": late,
        "put_aside": put_aside,
        "stopped": stopped,
        "last_day_done": mark,
        "behind_its_last_day": behind,
        "duties": {run.name: {"seconds_since_success": _seconds(run.succeeded_at, at), "failed": run.failed} for run in found},
    }


def mail_health(*, at: datetime) -> dict[str, Any]:
    waiting = Q(state=Mail.State.QUEUED, next_try_at__lte=at)
    found = Mail.objects.filter(Q(state__in=[Mail.State.QUEUED, Mail.State.SENDING, Mail.State.UNSURE])).aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("next_try_at", filter=waiting),
        unsure=Count("pk", filter=Q(state=Mail.State.UNSURE)),
    )
    oldest = _seconds(found["oldest"], at)
    return {
        "good": (oldest or 0) < 600 and not found["unsure"],
        "waiting": found["waiting"],
        "oldest_seconds": oldest,
        "unsure": found["unsure"],
    }


def sealing_health(*, at: datetime) -> dict[str, Any]:
    sealed = Block.objects.order_by("-number").values_list("last_line", flat=True).first() or 0
    oldest = Line.objects.filter(id__gt=sealed).order_by("id").values_list("at", flat=True).first()
    return {
        "good": oldest is None or at - oldest < UNSEALED_TOO_LONG,
        "oldest_unsealed_seconds": _seconds(oldest, at),
    }


def disk_health() -> dict[str, Any]:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return {"good": free > LITTLE_SPACE, "free_megabytes": free // 1024 // 1024}


def health(*, at: datetime) -> dict[str, Any]:
    """Everything a monitor may ask. Counts and ages only; nothing here names anybody."""
    parts = {
        "clock": clock_health(at=at),
        "mail": mail_health(at=at),
        "sealing": sealing_health(at=at),
        "disk": disk_health(),
    }
    return {"good": all(part["good"] for part in parts.values()), **parts}


def setbacks() -> list[Setback]:
    """Records that a duty could not do, the longest first."""
    return list(Setback.objects.order_by("-tries", "failed_at")[:100])


def open_halts(day: date) -> list[Halt]:
    """Stops that wait for somebody today. One query."""
    waiting = Q(left_until__isnull=True) | Q(left_until__lte=day)
    found = Halt.objects.filter(waiting, closed_at__isnull=True).select_related("asked_by", "agreed_by")
    return list(found.order_by("stopped_at"))


def halt_with(number: int) -> Halt | None:
    return Halt.objects.select_related("asked_by", "agreed_by").filter(pk=number).first()


def runs() -> list[JobRun]:
    return list(JobRun.objects.order_by("name"))
