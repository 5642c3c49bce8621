"""The news as machines are told of it: what the feed lists. The register makes the feed and knows no pages."""

from __future__ import annotations

from collections.abc import Iterator

from rrn.core.templatetags.editorial import plainly
from rrn.core.time import start_of_day
from rrn.register.machines.facts import issuer
from rrn.register.machines.feeds import Item
from rrn.website.addresses import address_of
from rrn.website.models import NewsPage


def news_items(most: int) -> Iterator[Item]:
    """The newest pieces that anybody may read. Three queries."""
    pages = NewsPage.objects.live().public().select_related("locale").order_by("-on", "-pk")
    for page in pages[:most]:
        yield Item(
            title=plainly(page.title),
            path=address_of(page),
            summary=plainly(page.lead or page.title),
            author=issuer(),
            at=start_of_day(page.on),
            language=page.locale.language_code,
            rights=f"Published by {issuer()}",
        )
