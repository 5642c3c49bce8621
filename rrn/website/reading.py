"""What a page shows besides its own words. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Value, prefetch_related_objects
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.models import Page

from rrn.core.prepared import Prepared
from rrn.core.time import today
from rrn.core.vocabulary import Nation
from rrn.register.queries import counters, latest_plans
from rrn.website.addresses import WELSH, address_of
from rrn.website.forms import SelfCheckForm
from rrn.website.models import EditorialPage, HomePage, JoinPage, NewsIndexPage, NewsPage, Picture, Rendition
from rrn.website.queries import NATIONS, contacts_for
from rrn.website.rules import may_join, words_that_fit
from rrn.website.welsh import is_a_stand_in, written

NEWS_A_PAGE = 25
NEWS_ON_HOME = 3
# Anchors that templates give out themselves.
TAKEN = ("main", "ways", "figures", "latest", "promise", "news", "other", "risk")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a body: a heading with its anchor, or a block that draws itself."""

    block: Any
    level: str = ""
    words: str = ""
    anchor: str = ""


def parts_of(body: Any) -> list[Part]:
    """The parts in order; two headings of the same words get anchors of their own."""
    parts, used = [], set(TAKEN)
    for block in body:
        if block.block_type != "heading":
            parts.append(Part(block))
            continue
        words = block.value["words"]
        anchor = stem = slugify(words) or "part"
        number = 2
        while anchor in used:
            anchor, number = f"{stem}-{number}", number + 1
        used.add(anchor)
        parts.append(Part(block, block.value["level"], words, anchor))
    return parts


def with_sizes(pictures: list[Picture]) -> list[Picture]:
    """Fetch the drawn sizes of these pictures at once."""
    prefetch_related_objects(pictures, Prefetch("renditions", Rendition.objects.all(), to_attr="prefetched_renditions"))
    return pictures


def pictures_in(page: EditorialPage) -> list[Picture]:
    found = [block.value["picture"] for block in page.body if block.block_type == "picture"]
    picture = getattr(page, "picture", None)
    return [each for each in ([picture] if picture else []) + found if each]


@dataclass(frozen=True, slots=True)
class PictureToShare:
    """What is shown where somebody passes a page on, and the words in its place."""

    address: str
    words: str


def picture_to_share(page: NewsPage) -> PictureToShare | None:
    """The largest drawn size of a piece's picture. No query once `with_sizes` has fetched them; nothing is drawn here."""
    if not page.picture:
        return None
    drawn = getattr(page.picture, "prefetched_renditions", [])
    largest = max(drawn, key=lambda each: each.width, default=None)
    return PictureToShare(largest.url, page.picture_alt or page.picture.default_alt_text) if largest else None


def other_language(page: EditorialPage) -> Page | None:
    """The same page in the other language, where there is one. One query."""
    return _IN_ANOTHER_LANGUAGE.first(page.pk)


_IN_ANOTHER_LANGUAGE: Prepared[Page] = Prepared(
    lambda page: Page.objects.live()
    .filter(translation_key=Page.objects.filter(pk=page).values("translation_key")[:1], alias_of__isnull=True)
    .exclude(pk=page)
    .select_related("locale")
    .order_by("pk")[:1]
)


def crumbs_of(page: EditorialPage) -> list[tuple[str, str]]:
    """The pages above this one that stand in its language, home first; one query where whoever fetched the page did not bring them."""
    above = page.above if page.above is not None else page.get_ancestors().filter(depth__gt=1)
    home = "Hafan" if page.locale.language_code == WELSH else "Home"
    return [(address_of(each), each.title if each.depth > 2 else home) for each in above if not is_a_stand_in(each)]


def context_of(page: EditorialPage, request: HttpRequest) -> dict[str, Any]:
    pictures = pictures_in(page)
    if pictures:
        with_sizes(pictures)
    other = other_language(page)
    return {
        "language": page.locale.language_code,
        "other_language": {"code": other.locale.language_code, "address": address_of(other)} if other else None,
        "crumbs": crumbs_of(page) if page.depth > 2 else [],
        "parts": parts_of(page.body),
        "version": getattr(page, "terms_version", ""),
        "previewed": getattr(request, "is_preview", False),
    }


def front_of_the_house(page: HomePage) -> dict[str, Any]:
    day = today()
    return {"day": day, "counters": counters(day), "plans": latest_plans(day), "news": latest_news(page)}


def news(under: Page) -> Any:
    """Published news under a page, newest first."""
    return written(NewsPage.objects.live()).descendant_of(under).select_related("picture").order_by("-on", "-pk")


def latest_news(home: HomePage) -> list[NewsPage]:
    """The newest, without pictures: the front page stays light."""
    return _LATEST_NEWS(home.path, len(home.path))


# The beginning of the path as a value of its own: a prepared question takes no patterns.
_LATEST_NEWS: Prepared[NewsPage] = Prepared(
    lambda path, length: written(NewsPage.objects.live())
    .alias(beginning=Substr("path", 1, Value(length)))
    .filter(beginning=path)
    .order_by("-on", "-pk")[:NEWS_ON_HOME]
)


def news_of(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """One page of the list, cut in the database; the pictures' sizes come at once."""
    shown = Paginator(news(page), NEWS_A_PAGE).get_page(request.GET.get("page"))
    with_sizes([each.picture for each in shown.object_list if each.picture])
    return {"page_of_news": shown}


def three_questions(page: JoinPage, request: HttpRequest) -> dict[str, Any]:
    """The answers stand in the address, so the page can be sent to a colleague."""
    asked = {name for name in ("support", "authorise", "committed") if name in request.GET}
    form = SelfCheckForm(request.GET if asked else None, page=page)
    if not (form.is_bound and form.is_valid()):
        return {"form": form, "answer": None}
    fitting = words_that_fit(form.cleaned_data)
    yes = may_join(form.cleaned_data)
    return {
        "form": form,
        "answer": {"yes": yes, "heading": page.yes_heading if yes else page.no_heading, "words": getattr(page, fitting)},
    }


def nation_called(slug: str) -> Nation | None:
    return next((nation for nation in NATIONS if nation.value.replace("_", "-") == slug), None)


def whom_to_turn_to(nation: Nation | None) -> dict[str, Any]:
    return {"nations": NATIONS, "nation": nation, "contacts": contacts_for(nation.value if nation else "")}
