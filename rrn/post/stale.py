"""A mail of a notice that could not leave while it was useful: a later one has taken its place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.core.time import london_day
from rrn.post.models import Mail, Notice
from rrn.post.notices import rule_named

WHY = "It could not leave in time, and a later one takes its place."


def supersede_stale(*, mail: Mail, at: datetime) -> bool:
    """Whether every notice that this claimed mail carries has had its day; then it does not leave any more."""
    carried, day = list(mail.notices.all()), london_day(at)
    if not carried:
        return False
    for notice in carried:
        rule = rule_named(notice.rule)
        if rule is None or rule.useful_until(notice.offset, notice.anchor_on) >= day:
            return False
    with transaction.atomic():
        held = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING)
        if held.update(state=Mail.State.SUPPRESSED, claimed_until=None, reason=WHY) == 1:
            superseded = {"mail": None, "gathered": False, "closed_as": Notice.Closing.SUPERSEDED, "reason": WHY}
            Notice.objects.filter(pk__in=[notice.pk for notice in carried]).update(**superseded)
    return True
