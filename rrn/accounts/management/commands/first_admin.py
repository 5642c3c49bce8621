from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from rrn.accounts.first_admin import make_secret
from rrn.core.time import now
from rrn.core.verdict import Refused


class Command(BaseCommand):
    help = "Print a one-time secret with which the first account with rights is made."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = make_secret(at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Open {settings.BASE_URL}{reverse('accounts:first_admin')} within an hour and enter this secret:\n\n{secret}\n")
