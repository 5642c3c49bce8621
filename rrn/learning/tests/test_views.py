import json

import pytest
from django.core.files.base import ContentFile

from rrn.core.time import travel
from rrn.learning.models import Completion, WatchedSegments
from rrn.learning.tests.factories import make_video

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader, backend=BACKEND)
    return client


@pytest.fixture
def video_with_file(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    video = make_video()
    video.webm.save("v.webm", ContentFile(bytes(range(200))))
    return video


def report(client, video, segments, **more):
    return client.post(f"/videos/{video.slug}/watched/", {"segments": json.dumps(segments), "resume_at": 3, **more})


def test_a_player_reports_and_is_told_what_is_known(signed_in, noon):
    video = make_video()
    with travel(noon):
        report(signed_in, video, [], begins="on")
    with travel(noon.replace(minute=2)):
        answer = report(signed_in, video, [[0, 80]]).json()
    assert answer == {"seconds": 80.0, "words": "1 minute 20 seconds", "complete": True}


@pytest.mark.parametrize(
    "segments", ["nonsense", "[[1]]", "[[1,2,3]]", '[["a","b"]]', "{}1", "[[NaN, 5]]", "[[0, Infinity]]", "[" * 900, "7"]
)
def test_a_report_that_makes_no_sense_is_refused_and_changes_nothing(signed_in, segments):
    video = make_video()
    answer = signed_in.post(f"/videos/{video.slug}/watched/", {"segments": segments})
    assert answer.status_code == 400
    assert not WatchedSegments.objects.exists()


def test_reading_the_last_section_completes_the_video_and_leads_back(signed_in):
    video = make_video(sections=1)
    answer = signed_in.post(f"/videos/{video.slug}/read/1/", {"next": "/join/individual/video/1/"})
    assert answer.url == "/join/individual/video/1/#so-far"
    assert Completion.objects.filter(video=video).exists()


def test_reading_a_section_leads_to_the_next_one(signed_in):
    answer = signed_in.post(f"/videos/{make_video().slug}/read/1/")
    assert answer.url == "/videos/video-1/#section-2"


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_way_back_never_leads_to_another_site(signed_in, wanted):
    answer = signed_in.post(f"/videos/{make_video().slug}/read/1/", {"next": wanted})
    assert answer.url.startswith("/videos/")


def test_the_page_of_a_video_works_without_playing_it(signed_in, django_assert_max_num_queries):
    video = make_video()
    with django_assert_max_num_queries(12):
        page = signed_in.get(f"/videos/{video.slug}/").content.decode()
    assert "I have read this section" in page
    assert "autoplay" not in page


def test_a_stranger_sees_no_video(client):
    video = make_video()
    assert client.get(f"/videos/{video.slug}/").status_code == 302
    assert client.get(f"/videos/{video.slug}/webm/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "status", "part", "said"),
    [
        ("", 200, bytes(range(200)), None),
        ("bytes=0-9", 206, bytes(range(10)), "bytes 0-9/200"),
        ("bytes=190-", 206, bytes(range(190, 200)), "bytes 190-199/200"),
        ("bytes=-5", 206, bytes(range(195, 200)), "bytes 195-199/200"),
        ("bytes=100-900", 206, bytes(range(100, 200)), "bytes 100-199/200"),
        ("bytes=500-600", 416, b"", "bytes */200"),
        ("bytes=9-2", 416, b"", "bytes */200"),
        ("bytes=a-b", 200, bytes(range(200)), None),
    ],
)
def test_a_file_is_served_in_the_range_that_was_asked_for(signed_in, video_with_file, asked, status, part, said):
    headers = {"Range": asked} if asked else {}
    answer = signed_in.get(f"/videos/{video_with_file.slug}/webm/", headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, body, answer.get("Content-Range")) == (status, part, said)


def test_a_file_that_is_not_there_is_not_found(signed_in):
    assert signed_in.get(f"/videos/{make_video().slug}/mp4/").status_code == 404
    assert signed_in.get("/videos/video-1/retired_at/").status_code == 404


def test_without_scripts_the_page_says_that_watching_is_not_counted_and_the_transcript_is(signed_in):
    page = signed_in.get(f"/videos/{make_video().slug}/").content.decode()
    without_scripts = page.split("<noscript>", 1)[1].split("</noscript>", 1)[0]
    assert "watching cannot be counted" in without_scripts
    assert "read the transcript instead: it counts the same" in without_scripts
