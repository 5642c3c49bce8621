"""What the clock does for the pages: those that are to appear or to go at a time, appear and go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page, Revision

from rrn.clock.duties import MINUTE, Duty, each


def find_pages_to_publish(*, at: datetime, most: int) -> Sequence[Revision]:
    """Drafts that were released for a moment that has come, the oldest first."""
    return list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk")[:most])


def publish_on_time(revision: Revision, at: datetime) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def find_pages_to_take_down(*, at: datetime, most: int) -> Sequence[Page]:
    over = Q(live=True, expire_at__lte=at)
    return list(Page.objects.filter(over).order_by("expire_at", "pk")[:most].specific())


def take_down_on_time(page: Page, at: datetime) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


DUTIES: tuple[Duty, ...] = (
    each("pages to publish", every=MINUTE, find=find_pages_to_publish, do=publish_on_time),
    each("pages to take down", every=MINUTE, find=find_pages_to_take_down, do=take_down_on_time),
)
