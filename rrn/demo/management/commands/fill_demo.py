from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rrn.core.time import now, today
from rrn.demo.fill import fill


class Command(BaseCommand):
    help = (
        "Fill the demonstration network with made-up people and what they did. What is filled already stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only the demonstration is filled with made-up people.")
        for step in fill(day=settings.RRN_DEMO_DAY or today(), now=now()):
            self.stdout.write(f"Filled: {step}.")
