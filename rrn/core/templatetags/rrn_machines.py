"""What a page says about itself to machines: its canonical address, its picture when shared, its structured data."""

from __future__ import annotations

import html
import json
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# So that no name can end the element or begin another; JSON reads the same (as Django's json_script).
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def again(context: Any, name: str) -> SafeString:
    """What the page put into a block of the base page, once more and on one line. Blocks escape what they show."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return mark_safe("")
    return mark_safe(" ".join(block.render(context).split()).replace('"', "&quot;"))  # noqa: S308


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """A block of data for machines. It is not a script: nothing runs it, and nothing in it can end it."""
    if not data:
        return mark_safe("")
    words = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))  # noqa: S308


def absolute(path: str) -> str:
    return path if "://" in path else f"{settings.BASE_URL}{path}"


def publisher() -> dict[str, Any]:
    """Who issues what stands here; without a charity number in a demonstration."""
    facts = settings.RRN
    issuer: dict[str, Any] = {"@type": "Organization", "name": facts.get("ISSUER") or facts["NAME"], "url": absolute("/")}
    if not settings.DEMONSTRATION and facts["CHARITY_NUMBER"]:
        issuer["@type"] = "NGO"
        issuer["identifier"] = {"@type": "PropertyValue", "propertyID": "GB-CHC", "value": facts["CHARITY_NUMBER"]}
    return issuer


@register.simple_tag
def site_data() -> SafeString:
    """For the home page: the site and who issues it."""
    facts = settings.RRN
    issuer = publisher() | {"@id": absolute("/#issuer"), "slogan": facts["STRAPLINE"], "telephone": facts["TELEPHONE"]}
    site = {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute("/"),
        "name": facts["NAME"],
        "inLanguage": "en-GB",
        "publisher": {"@id": absolute("/#issuer")},
    }
    return json_ld({"@context": "https://schema.org", "@graph": [site, issuer]})


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Any) -> SafeString:
    """The way to this page, if the page shows one: pairs of address and words, and the page's own title."""
    crumbs = context.get("crumbs")
    here = html.unescape(again(context, "title"))
    canonical = context.get("canonical")
    if not crumbs or not canonical:
        return mark_safe("")
    steps = [(absolute(str(path)), str(words)) for path, words in crumbs] + [(canonical, here)]
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": words, "item": address}
                for place, (address, words) in enumerate(steps, start=1)
            ],
        }
    )
