"""Where a page of Wagtail's tree stands, without asking the database."""

from __future__ import annotations

from wagtail.models import Page

WELSH_ROOT = "-cy"


def address_of(page: Page) -> str:
    """The root's own slug is not part of an address; a root in Welsh begins with /cy/."""
    root, _, rest = page.url_path.strip("/").partition("/")
    start = "/cy/" if root.endswith(WELSH_ROOT) else "/"
    return f"{start}{rest}/" if rest else start
