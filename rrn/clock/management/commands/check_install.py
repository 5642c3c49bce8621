from __future__ import annotations

from typing import Any

from django.core.checks import ERROR, WARNING, run_checks
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Look whether this installation is ready: deployment, mail, zone, places, tables, worker, help now."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = [said for said in run_checks(include_deployment_checks=True, databases=["default"]) if not said.is_silenced()]
        for said in sorted(found, key=lambda said: -said.level):
            if said.level >= WARNING:
                self.stdout.write(f"{'NOT READY' if said.level >= ERROR else 'look at'}: {said.msg}{f' {said.hint}' if said.hint else ''}")
        errors = sum(said.level >= ERROR for said in found)
        if errors:
            raise CommandError(f"{errors} {'thing keeps' if errors == 1 else 'things keep'} this installation from being ready.")
        self.stdout.write("This installation is ready.")
