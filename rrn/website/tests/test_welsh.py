"""A page is public in Welsh once all of it is Welsh; what stands in for it is never shown. Through Wagtail's own translating."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from rrn.core import renewals
from rrn.website.models import ContentPage, HelpNowPage, HomePage, NewsPage
from rrn.website.tests.test_editing import found_for, main_of, sign_in  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
NOTICE = "Nid yw’r dudalen hon ar gael yn Gymraeg eto"


@pytest.fixture
def office(sign_in, office_person):  # noqa: F811
    return sign_in(office_person)


@pytest.fixture
def send(office, django_capture_on_commit_callbacks):
    """Post as the office does, and let happen what follows after the commit."""

    def post(address, told):
        with django_capture_on_commit_callbacks(execute=True):
            return office.post(address, told, follow=True)

    return post


def welsh() -> Locale:
    return Locale.objects.get(language_code="cy")


@pytest.fixture
def ask_for(send):
    """The page is submitted for translation; gives its translation and the Welsh page."""

    def submit(page, **told):
        answer = send(f"/office/localize/submit/page/{page.pk}/", {"locales": [welsh().pk]} | told)
        assert answer.status_code == 200, answer
        return Translation.objects.get(source__object_id=page.translation_key), page.get_translation(welsh())

    return submit


@pytest.fixture
def cookies_page():
    return ContentPage.objects.get(slug="cookies")


@pytest.fixture
def translate(office):
    """Say every part in Welsh, but for the last few."""

    def say(translation, leave=0):
        parts = list(StringSegment.objects.filter(source=translation.source).exclude(context__path="slug").order_by("order"))
        for part in parts[: len(parts) - leave]:
            words = urlencode({"value": f"Yn Gymraeg {part.order}"})
            answer = office.put(
                f"/office/localize/translate/{translation.pk}/strings/{part.pk}/edit/", words, content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code in (200, 201)
        return len(parts)

    return say


def test_asking_for_a_translation_publishes_nothing_and_nothing_english_is_shown_as_welsh(ask_for, cookies_page, client):
    _, page = ask_for(cookies_page)

    assert not page.live
    assert Page.objects.get(slug="home-cy").alias_of is not None
    for path, english in (("/cy/", "/"), ("/cy/cookies/", "/cookies/"), ("/cy/about/", "/about/")):
        answer = client.get(path)
        html = main_of(answer.content.decode())
        assert (answer.status_code, NOTICE in html) == (404, True), path
        assert f'href="{english}" hreflang="en-GB" lang="en-GB"' in html
    assert "Cymraeg" not in client.get("/").content.decode()
    assert "Cymraeg" not in client.get("/cookies/").content.decode()


def test_an_unfinished_translation_is_refused_with_how_much_is_missing(ask_for, translate, send, cookies_page, client):
    translation, page = ask_for(cookies_page)
    translate(translation, leave=2)

    answer = send(f"/office/pages/{page.pk}/edit/", {"action": "publish"})

    assert "2 of its sentences are not translated yet" in answer.content.decode()
    assert not Page.objects.get(pk=page.pk).live
    assert client.get("/cy/cookies/").status_code == 404
    page.specific.save_revision().publish()
    assert not Page.objects.get(pk=page.pk).live, "by no other door either"


def test_a_finished_translation_is_public_and_its_english_ancestors_are_not(ask_for, translate, send, cookies_page, client):
    translation, page = ask_for(cookies_page)
    assert translate(translation) > 5

    answer = send(f"/office/pages/{page.pk}/edit/", {"action": "publish"})

    assert "cannot be published" not in answer.content.decode()
    html = client.get("/cy/cookies/").content.decode()
    assert '<html class="govuk-template" lang="cy">' in html
    assert "Yn Gymraeg" in main_of(html)
    assert 'href="/cy/"' not in html, "home is not in Welsh yet"
    assert 'href="/cy/cookies/" hreflang="cy" lang="cy">Cymraeg' in client.get("/cookies/").content.decode()
    assert client.get("/cy/").status_code == 404
    assert "Cymraeg" not in client.get("/").content.decode()


def test_a_stand_in_becomes_the_welsh_home_when_somebody_translates_it(ask_for, translate, send, cookies_page, client):
    ask_for(cookies_page)
    translation, home = ask_for(HomePage.objects.get(slug="home"))
    assert Page.objects.get(pk=home.pk).alias_of is None
    assert client.get("/cy/").status_code == 404
    translate(translation)

    send(f"/office/pages/{home.pk}/edit/", {"action": "publish"})

    answer = client.get("/cy/")
    assert answer.status_code == 200
    assert "Yn Gymraeg" in main_of(answer.content.decode())
    assert 'href="/cy/" hreflang="cy" lang="cy">Cymraeg' in client.get("/").content.decode()
    assert client.get("/cy/cookies/").status_code == 404


def test_what_changes_in_english_leaves_the_welsh_that_was_published(ask_for, translate, send, cookies_page, client):
    translation, page = ask_for(cookies_page)
    translate(translation)
    send(f"/office/pages/{page.pk}/edit/", {"action": "publish"})
    before = main_of(client.get("/cy/cookies/").content.decode())
    cookies_page.lead = "One sentence is new in English."
    cookies_page.save_revision().publish()

    source = TranslationSource.objects.get_for_instance(cookies_page)
    send(f"/office/localize/update/{source.pk}/", {"publish_translations": "on"})

    said = send(f"/office/pages/{page.pk}/edit/", {"action": "publish"}).content.decode()
    assert "1 of its sentences are not translated yet" in said
    assert main_of(client.get("/cy/cookies/").content.decode()) == before


def test_stand_ins_are_in_no_list_and_not_found(ask_for, client):
    ask_for(HelpNowPage.objects.get(slug="help-now"), include_subtree="on")
    english = NewsPage.objects.first() or ContentPage.objects.get(slug="story")
    english.copy_for_translation(welsh(), copy_parents=True, alias=True)
    renewals.renew_pending(at=timezone.now())

    assert not [address for address in found_for("pledge network restraint") if address.startswith("/cy/")]
    answer = client.get("/cy/help-now/")
    assert answer.status_code == 404
    assert 'href="/help-now/" hreflang="en-GB"' in main_of(answer.content.decode())
