"""Who may see a video, and who may complete one for somebody else."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from rrn.accounts.models import User
from rrn.core.verdict import YES, Verdict, no
from rrn.learning.models import Video, VideoTrouble


def videos_visible_to(user: Any) -> QuerySet[Video]:
    """The videos in use, for everybody who is signed in; staff also see retired ones."""
    if not user.is_authenticated:
        return Video.objects.none()
    if user.is_office:
        return Video.objects.all()
    return Video.objects.filter(retired_at__isnull=True)


def may_choose_videos(actor: User) -> Verdict:
    return YES if actor.is_office else no("The awareness videos are chosen by the network's office.")


def may_complete_for(actor: User, person: User) -> Verdict:
    if not actor.is_office:
        return no("Only the office confirms a group showing or waives a video.")
    if actor.pk == person.pk:
        return no("Ask a colleague: nobody waives her own video.")
    return YES


def troubles_visible_to(user: Any) -> QuerySet[VideoTrouble]:
    """The office answers them; nobody else reads them."""
    if user.is_authenticated and user.is_office:
        return VideoTrouble.objects.all()
    return VideoTrouble.objects.none()
