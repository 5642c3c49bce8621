"""The office changes every word without a developer: pages, pictures, menus, and what the public sees of it."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, PageViewRestriction

from rrn.core import renewals
from rrn.core.time import london_day
from rrn.website.blocks import BodyBlock
from rrn.website.models import ContentPage, HelpNowPage, HomePage, Menu, MenuItem, NewsPage, Picture
from rrn.website.tests.cast import EVERY_BLOCK, news, page, picture
from tests.cast import person
from tests.keeping import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sign_in(client):
    def come(who):
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return come


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main")]


def body_of(page: ContentPage, words: str) -> dict[str, str]:
    """The edit form of a page as Wagtail's editor sends it, with one text."""
    return {
        "title": page.title, "slug": page.slug, "lead": page.lead, "seo_title": "", "search_description": "", "terms_version": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": "",
        "body-0-value-words": words, "body-0-value-level": "2",
    }  # fmt: skip


def test_a_page_that_the_office_changes_and_publishes_is_what_the_public_reads(sign_in, office_person, client):
    story = ContentPage.objects.get(slug="story")
    office = sign_in(office_person)
    form = office.get(f"/office/pages/{story.pk}/edit/")
    assert form.status_code == 200

    answer = office.post(
        f"/office/pages/{story.pk}/edit/", body_of(story, "A new heading by the office") | {"action-publish": "action-publish"}
    )

    assert answer.status_code == 302
    assert "A new heading by the office" in client.get("/about/story/").content.decode()
    assert office.get(f"/office/pages/{story.pk}/history/").status_code == 200


def test_a_draft_is_seen_in_the_preview_and_not_by_the_public(sign_in, office_person, client):
    story = ContentPage.objects.get(slug="story")
    office = sign_in(office_person)
    office.post(f"/office/pages/{story.pk}/edit/", body_of(story, "Not for everybody yet"))

    preview = office.get(f"/office/pages/{story.pk}/view_draft/")

    assert "Not for everybody yet" in preview.content.decode()
    assert "wagtail-userbar" not in preview.content.decode()
    assert "Not for everybody yet" not in client.get("/about/story/").content.decode()


def test_a_preview_may_stand_beside_the_form_in_the_office_and_nowhere_else(sign_in, office_person, client):
    story = ContentPage.objects.get(slug="story")
    office = sign_in(office_person)
    office.post(f"/office/pages/{story.pk}/edit/preview/", body_of(story, "Beside the form"))

    preview = office.get(f"/office/pages/{story.pk}/edit/preview/?mode=&in_preview_panel=true")

    assert "Beside the form" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "private" in preview["Cache-Control"]
    assert "unsafe-inline" in office.get(f"/office/pages/{story.pk}/edit/")["Content-Security-Policy"]
    public = client.get("/about/story/")["Content-Security-Policy"]
    assert "unsafe-inline" not in public
    assert "frame-ancestors 'none'" in public


def test_an_editor_sends_a_page_to_the_office_which_approves_it(sign_in, make_person, office_person, client):
    story = ContentPage.objects.get(slug="story")
    editor = make_person("Edith Editor", roles=("editor",))
    told = body_of(story, "Written by an editor")
    sign_in(editor).post(f"/office/pages/{story.pk}/edit/", told | {"action-publish": "action-publish"})
    assert "Written by an editor" not in client.get("/about/story/").content.decode()
    sign_in(editor).post(f"/office/pages/{story.pk}/edit/", told | {"action-submit": "action-submit"})

    story.refresh_from_db()
    state = story.current_workflow_task_state
    office = sign_in(office_person)
    assert "Page to read" in office.get("/office/").content.decode()
    office.post(f"/office/pages/workflow/action/{story.pk}/approve/{state.pk}/")

    assert "Written by an editor" in client.get("/about/story/").content.decode()
    assert "Page to read" not in office.get("/office/").content.decode()


def test_an_approval_that_comes_twice_says_so_and_changes_nothing(sign_in, make_person, office_person, client):
    story = ContentPage.objects.get(slug="story")
    told = body_of(story, "Written by an editor")
    sign_in(make_person("Edith Editor", roles=("editor",))).post(f"/office/pages/{story.pk}/edit/", told | {"action-submit": "action-submit"})
    sent = ContentPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    approve = told | {"body-0-id": sent.body[0].id, "action-workflow-action": "true", "workflow-action-name": "approve"}
    office = sign_in(office_person)
    assert office.post(f"/office/pages/{story.pk}/edit/", approve).status_code == 302
    assert "Written by an editor" in client.get("/about/story/").content.decode()
    revision = ContentPage.objects.get(pk=story.pk).latest_revision_id

    again = office.post(f"/office/pages/{story.pk}/edit/", approve, follow=True)

    assert again.redirect_chain == [(f"/office/pages/{story.pk}/edit/", 302)]
    assert "Somebody has already decided about" in again.content.decode()
    assert ContentPage.objects.get(pk=story.pk).latest_revision_id == revision


@pytest.mark.parametrize("role", ["reviewer", "moderator", "trustee", "safeguarding_lead"])
def test_other_staff_change_neither_pages_nor_pictures_nor_menus(sign_in, role):
    story = ContentPage.objects.get(slug="story")
    staff = sign_in(person("Other Staff", roles=(role,)))
    told = body_of(story, "Not mine to change") | {"action-publish": "action-publish"}
    menu = Menu.objects.get(place="header")

    for path in (f"/office/pages/{story.pk}/edit/", "/office/images/add/", f"/office/snippets/website/menu/edit/{menu.pk}/", "/office/redirects/"):
        assert staff.post(path, told).status_code in (302, 403), path
        assert staff.get(path).status_code in (302, 403), path

    assert ContentPage.objects.get(pk=story.pk).latest_revision_id == story.latest_revision_id


@pytest.mark.parametrize("path", ["pages/", "images/", "documents/", "redirects/", "snippets/website/menu/", "pages/add/website/contentpage/3/"])
def test_the_office_opens_every_door_it_needs(sign_in, office_person, path):
    path = path.replace("/3/", f"/{HomePage.objects.get().pk}/")
    assert sign_in(office_person).get(f"/office/{path}", follow=True).status_code == 200


def test_a_menu_that_the_office_changes_stands_on_every_page(sign_in, office_person, client):
    header = Menu.objects.get(place="header")
    items = list(header.items.all())
    told = {"items-TOTAL_FORMS": len(items), "items-INITIAL_FORMS": len(items), "items-MIN_NUM_FORMS": 1, "items-MAX_NUM_FORMS": 1000}
    for number, item in enumerate(items):
        words = "The register" if item.address == "/members/" else item.words
        told |= {f"items-{number}-{name}": value for name, value in {
            "id": item.pk, "words": words, "words_cy": "", "page": item.page_id or "", "address": item.address,
            "ORDER": len(items) - number, "DELETE": "",
        }.items()}  # fmt: skip

    answer = sign_in(office_person).post(f"/office/snippets/website/menu/edit/{header.pk}/", told)

    assert answer.status_code == 302, answer.context["form"].errors
    html = client.get("/figures/").content.decode()
    links = re.findall(r"<li><a href=\"([^\"]+)\"[^>]*>([^<]+)</a>", html[html.index('aria-label="Main"') : html.index("</nav")])
    assert ("/members/", "The register") in links
    assert [address for address, _ in links[: len(items)]][-1] == "/members/"


def test_a_header_holds_five_links(sign_in, office_person):
    header = Menu.objects.get(place="header")
    told = {"items-TOTAL_FORMS": 6, "items-INITIAL_FORMS": 0, "items-MIN_NUM_FORMS": 1, "items-MAX_NUM_FORMS": 1000}
    for number in range(6):
        told |= {f"items-{number}-words": f"Link {number}", f"items-{number}-address": f"/{number}/", f"items-{number}-ORDER": number + 1}

    answer = sign_in(office_person).post(f"/office/snippets/website/menu/edit/{header.pk}/", told)

    assert "room for 5 links" in answer.content.decode()


def test_a_page_taken_down_leaves_the_menu(client):
    assert 'href="/news/"' in client.get("/figures/").content.decode()
    MenuItem.objects.get(page__slug="news").page.specific.unpublish()
    assert 'href="/news/"' not in client.get("/figures/").content.decode()


def test_without_any_kept_menu_the_shipped_one_stands(client):
    MenuItem.objects.all().delete()
    assert 'href="/members/"' in client.get("/contact/").content.decode()


def test_a_menu_link_leads_to_a_page_or_to_an_address_and_never_to_both():
    item = MenuItem.objects.filter(page__isnull=False).first()
    item.address = "/members/"
    with pytest.raises(ValidationError, match="one of the two"):
        item.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuItem.objects.filter(pk=item.pk).update(address="/members/")


def test_a_page_that_gets_a_new_address_is_found_at_the_old_one(
    sign_in, office_person, client, django_capture_on_commit_callbacks
):
    story = ContentPage.objects.get(slug="story")
    told = body_of(story, "It moved") | {"slug": "since-2014", "action-publish": "action-publish"}
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(office_person).post(f"/office/pages/{story.pk}/edit/", told)
    client.logout()

    old = client.get("/about/story/")

    assert (old.status_code, old["Location"]) == (301, "/about/since-2014/")


def test_every_part_of_a_body_is_drawn_and_no_heading_skips_a_level(client):
    shown = picture()
    body = [*EVERY_BLOCK, {"type": "picture", "value": {"picture": shown.pk, "alt": "Steam", "caption": "Ours"}}]
    page("Every part", body, slug="every-part")

    html = main_of(client.get("/every-part/").content.decode())

    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for words in ("tel:0121", "They asked us first.", "A father, Wales", "All of them.", "The pledge.", "Founded", 'href="/join/"',
                  "Hours by month", 'alt="Steam"', ".webp", 'loading="lazy"', "width=", "srcset="):  # fmt: skip
        assert words in html, words
    assert "style=" not in html


def test_a_small_heading_without_a_large_one_is_refused():
    block = BodyBlock()
    value = block.to_python([{"type": "heading", "value": {"words": "Small", "level": "3"}, "id": "1"}])
    with pytest.raises(ValidationError):
        block.clean(value)


def test_a_link_leads_somewhere():
    block = BodyBlock().child_blocks["call"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"words": "Go", "page": None, "address": "javascript:alert(1)", "more": ""}))
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"words": "Go", "page": None, "address": "", "more": ""}))


def upload(client, **fields):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a ward, on Tuesday"
    Image.new("RGB", (900, 600), "white").save(file, "JPEG", exif=exif)
    told = {"title": "A bench", "alt": "", "credit": "", "collection": "1", "tags": ""} | fields
    return client.post("/office/images/add/", told | {"file": SimpleUploadedFile("bench.jpg", file.getvalue(), "image/jpeg")})


def test_a_picture_without_words_in_its_place_is_refused(sign_in, office_person):
    office = sign_in(office_person)

    assert upload(office).status_code == 200
    assert not Picture.objects.filter(title="A bench").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.create(title="No words", alt="", file="x.png", width=1, height=1)


def test_what_a_camera_noted_beside_a_picture_is_not_kept(sign_in, office_person):
    assert upload(sign_in(office_person), alt="A bench in a garden").status_code == 302

    kept = Picture.objects.get(title="A bench")

    with Image.open(kept.file.path) as opened:
        assert dict(opened.getexif()) == {}
        assert opened.size == (900, 600)


def test_pictures_are_drawn_when_their_page_is_published_and_never_while_it_is_read(client):
    shown = picture()
    news("With a picture", date(2026, 11, 1), slug="with-a-picture", picture=shown, lead="Look.")
    drawn = shown.renditions.count()
    assert drawn == 3

    html = main_of(client.get("/news/with-a-picture/").content.decode())
    where = re.search(r'src="(/media/images/[^"]+\.webp)"', html)[1]

    assert shown.renditions.count() == drawn
    assert 'alt="A kettle on a windowsill"' in html
    served = client.get(where)
    assert (served.status_code, served["Content-Type"]) == (200, "image/webp")
    assert client.get("/media/original_images/kettle.png").status_code == 404


def test_news_tells_machines_its_own_day_and_its_own_picture(client):
    news("Of last May", date(2025, 5, 14), slug="of-last-may", picture=picture(), picture_alt="A kettle & two cups", lead="Look.")
    html = client.get("/news/of-last-may/").content.decode()
    told = next(
        found for found in map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', html))
        if found.get("@type") == "NewsArticle"
    )  # fmt: skip
    shared = re.search(r'property="og:image" content="([^"]+)"', html)[1]
    assert (told["datePublished"], told["dateModified"]) == ("2025-05-14", str(london_day(NewsPage.objects.get(slug="of-last-may").last_published_at)))
    assert told["image"] == shared
    assert re.fullmatch(r"http://testserver/media/images/[^/]+\.webp", shared)
    assert 'property="og:image:alt" content="A kettle &amp; two cups"' in html


def test_news_without_a_picture_shares_that_of_the_house(client):
    news("Plain", date(2026, 11, 1), slug="plain", lead="Look.")
    html = client.get("/news/plain/").content.decode()
    assert re.search(r'property="og:image" content="[^"]*rrn/share[^"]*\.png"', html)
    assert '"image"' not in html.split('"NewsArticle"', 1)[1].split("</script>", 1)[0]


def test_news_come_newest_first_25_a_page_at_a_fixed_cost(client, django_assert_max_num_queries):
    shown = picture()
    for number in range(30):
        news(f"Piece {number}", date(2026, 1, 1) + timedelta(days=number), slug=f"piece-{number}", picture=shown if number % 2 else None)
    with django_assert_max_num_queries(9):
        first = client.get("/news/").content.decode()
    second = client.get("/news/?page=2").content.decode()

    assert first.index("Piece 29<") < first.index("Piece 28<")
    assert main_of(first).count("<h2") == 25
    assert "Piece 4<" in second


@pytest.mark.parametrize("kind", [HomePage, HelpNowPage])
def test_home_and_help_now_cannot_be_taken_down_by_mistake(sign_in, office_person, kind):
    kept = kind.objects.order_by("depth").first()
    office = sign_in(office_person)
    for what in ("unpublish", "delete"):
        office.post(f"/office/pages/{kept.pk}/{what}/")
    kept.refresh_from_db()
    assert kept.live


def test_help_now_answers_even_without_its_page(client):
    for each in HelpNowPage.objects.order_by("-depth"):
        each.delete()
    for path in ("/help-now/", "/help-now/wales/"):
        html = client.get(path).content.decode()
        assert "tel:999" in html
        assert "We cannot investigate." in html


def test_a_page_for_those_signed_in_sends_strangers_to_the_door(client, sign_in, reader):
    PageViewRestriction.objects.create(page=page("For members", slug="for-members"), restriction_type="login")

    answer = client.get("/for-members/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")
    assert sign_in(reader).get("/for-members/").status_code == 200


def test_what_is_published_is_asked_to_be_made_again(monkeypatch):
    asked = []
    monkeypatch.setattr(renewals, "ask_for", lambda **what: asked.append((what["kind"], what["records"])))
    made = page("Fresh", slug="fresh")
    made.unpublish()
    assert asked.count(("wagtailcore.page", [str(made.pk)])) == 2


def test_a_welsh_page_stands_under_cy_and_both_lead_to_each_other(client):
    cy = Locale.objects.get(language_code="cy")
    home = HomePage.objects.get()
    welsh_home = home.copy_for_translation(cy, copy_parents=True)
    welsh_home.title = "Llai o ataliaeth"
    welsh_home.save_revision().publish()

    html = client.get("/cy/").content.decode()

    assert '<html class="govuk-template" lang="cy">' in html
    assert 'hreflang="en-gb"' in html
    assert 'href="/cy/" hreflang="cy" lang="cy">Cymraeg' in client.get("/").content.decode()
    missing = client.get("/cy/about/")
    assert missing.status_code == 404
    assert "Nid yw’r dudalen hon ar gael yn Gymraeg eto" in missing.content.decode()
    assert 'href="/about/"' in missing.content.decode()
    assert client.get("/cy/nowhere/").status_code == 404


def test_no_language_is_guessed_from_the_browser(client):
    answer = client.get("/about/", headers={"accept-language": "cy"})
    assert 'lang="en-GB"' in answer.content.decode()
    assert "Accept-Language" not in answer.get("Vary", "")


def test_a_scheduled_page_appears_and_goes_by_the_clock(client, monkeypatch):
    from rrn.clock.worker import Worker

    soon = timezone.now() + timedelta(hours=1)
    late = page("On time", slug="on-time")
    late.unpublish()
    late.refresh_from_db()
    late.go_live_at, late.expire_at = soon, soon + timedelta(days=1)
    late.save_revision().publish()
    Worker(only_pages()).turn()
    assert client.get("/on-time/").status_code == 404

    at(monkeypatch, soon + timedelta(minutes=1))
    Worker(only_pages()).turn()
    assert client.get("/on-time/").status_code == 200

    at(monkeypatch, soon + timedelta(days=1, minutes=1))
    Worker(only_pages()).turn()
    assert client.get("/on-time/").status_code == 404


def test_the_office_schedules_a_page_in_its_form_and_the_clock_publishes_it(sign_in, office_person, page_store, monkeypatch):
    from rrn.clock.worker import Worker

    story = ContentPage.objects.get(slug="story")
    visitor, moment = Visitor(), timezone.now() + timedelta(hours=2)
    before = visitor.ask("/about/story/").text
    there = timezone.localtime(moment, ZoneInfo("Europe/London")).strftime("%Y-%m-%d %H:%M")
    told = body_of(story, "From Monday on") | {"go_live_at": there, "expire_at": "", "action-publish": "action-publish"}

    answer = sign_in(office_person).post(f"/office/pages/{story.pk}/edit/", told)

    assert answer.status_code == 302
    Worker(only_pages()).turn()
    renewals.renew_pending(at=timezone.now())
    assert visitor.ask("/about/story/").text == before
    at(monkeypatch, moment + timedelta(minutes=1))
    Worker(only_pages()).turn()
    renewals.renew_pending(at=moment + timedelta(minutes=1))
    woken = visitor.woken
    assert "From Monday on" in visitor.ask("/about/story/").text
    visitor.ask("/about/story/")
    assert visitor.woken == woken + 1


def only_pages():
    from rrn.clock.duties import DUTIES

    return [duty for duty in DUTIES if duty.name.startswith("pages to")]


def at(monkeypatch, moment):
    """Wagtail looks at Django's clock, the house at its own."""
    from rrn.core import time

    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr(time, "_fixed", moment)


def test_the_terms_name_the_version_that_people_agree_to(client):
    from rrn.accounts.wordings import TERMS
    from rrn.website.checks import check_terms

    assert f"This is version {TERMS.version}" in client.get("/terms/").content.decode()
    assert check_terms() == []
    ContentPage.objects.filter(slug="terms").update(terms_version="2020-01")
    assert [found.id for found in check_terms()] == ["install.W003"]



def found_for(words):
    from rrn.core.search import find

    return {hit.address for hit in find(words).hits if hit.kind in ("page", "news")}


def test_a_published_page_is_found_and_one_taken_down_is_not(client):
    made = page("Marmalade", [{"type": "words", "value": "<p>Nothing but zucchini.</p>"}], slug="marmalade")
    renewals.renew_pending(at=timezone.now())
    assert "/marmalade/" in found_for("zucchini")

    made.unpublish()
    renewals.renew_pending(at=timezone.now())
    assert "/marmalade/" not in found_for("zucchini")


def test_a_page_for_those_signed_in_is_not_found_by_everybody():
    made = page("Marmalade", [{"type": "words", "value": "<p>Nothing but zucchini.</p>"}], slug="marmalade")
    renewals.renew_pending(at=timezone.now())
    assert "/marmalade/" in found_for("zucchini")

    PageViewRestriction.objects.create(page=made, restriction_type="login")
    renewals.renew_pending(at=timezone.now())

    assert "/marmalade/" not in found_for("zucchini")


def test_the_shipped_pages_are_found():
    assert "/about/story/" in found_for("Crisis Prevention Institute")
