"""Where a page of Wagtail's tree stands, without asking the database: one tree for each language, home at its root."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

WELSH = "cy"
# The slug of the home page in each language; no address shows it, and the home page keeps it.
ROOTS = {settings.LANGUAGE_CODE: "home", WELSH: "home-cy"}


def address_of(page: Page) -> str:
    root, _, rest = page.url_path.strip("/").partition("/")
    start = "/cy/" if root == ROOTS[WELSH] else "/"
    return f"{start}{rest}/" if rest else start
