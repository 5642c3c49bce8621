"""Write docs/who-can-do-what.md: every address of ours and the audience it declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import URLPattern, get_resolver

from rrn.core.audience import LIBRARIES, Audience

PLACE = Path(settings.BASE_DIR) / "docs" / "who-can-do-what.md"
HEAD = """# Who can open what

Made by `manage.py who_can_do_what`; a test says whether it is in date. This is the outer door: which plan, draft or letter
somebody may see or change behind it stands in the `permissions.py` of the room that owns it, and what each of eighteen kinds
of people gets at each address in the room's `tests/addresses.py`.
"""


def _addresses(patterns: list[Any], before: str = "") -> list[tuple[str, Audience]]:
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            audience = getattr(pattern.callback, "audience", None)
            if audience:
                found.append(("/" + route, audience))
        else:
            found += _addresses(pattern.url_patterns, route)
    return found


def page() -> str:
    """The whole page: a table for each audience, in the order in which audiences narrow."""
    found = _addresses(get_resolver().url_patterns)
    parts = [HEAD]
    for audience in Audience:
        routes = sorted({route for route, its in found if its is audience})
        if routes:
            parts.append(f"## {audience.value}\n\n" + "\n".join(f"- `{route}`" for route in routes) + "\n")
    libraries = "\n".join(f"- `{prefix}…`: {audience.value}" for prefix, audience in LIBRARIES.items())
    parts.append(f"## Addresses of libraries, by prefix\n\n{libraries}\n")
    return "\n".join(parts)


class Command(BaseCommand):
    help = "Write docs/who-can-do-what.md from the addresses' audiences."

    def handle(self, *args: Any, **options: Any) -> None:
        PLACE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Wrote {PLACE.name}.")
