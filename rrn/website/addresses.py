"""Where a page of Wagtail's tree stands, without asking the database: one tree for each language, home at its root."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

WELSH = "cy"
# The slug of the home page in each language; no address shows it, and the home page keeps it.
ROOTS = {settings.LANGUAGE_CODE: "home", WELSH: "home-cy"}


def address_of(page: Page) -> str:
    return address_at(page.url_path)


def address_at(url_path: str) -> str:
    root, _, rest = url_path.strip("/").partition("/")
    start = "/cy/" if root == ROOTS[WELSH] else "/"
    return f"{start}{rest}/" if rest else start
