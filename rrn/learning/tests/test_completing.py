from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rrn.core.verdict import Refused
from rrn.events.models import Details, Line
from rrn.learning.actions import (
    answer_trouble,
    begin_watching,
    confirm_group_showing,
    note_section_read,
    note_watched,
    tell_trouble,
    waive_video,
)
from rrn.learning.models import Completion, WatchedSegments
from rrn.learning.queries import has_completed_both, open_troubles, places_completed, videos_asked_of
from rrn.learning.tests.factories import complete_both, make_both_videos, make_video
from rrn.post.models import Mail

pytestmark = pytest.mark.django_db


def watch(person, video, start, end, at):
    return note_watched(person=person, video=video, segments=[(start, end)], resume_at=end, at=at)


def test_watching_in_pieces_on_two_devices_completes_a_video(reader, noon):
    video = make_video()
    begin_watching(person=reader, video=video, at=noon)
    watch(reader, video, 0, 40, noon + timedelta(seconds=40))
    watch(reader, video, 30, 75, noon + timedelta(days=1))
    assert Completion.objects.get(person=reader).way == Completion.Way.WATCHED


def test_a_cheating_client_gets_no_more_than_the_time_that_has_passed(reader, noon):
    video = make_video()
    begin_watching(person=reader, video=video, at=noon)
    for second in range(1, 30):
        watch(reader, video, 0, 100, noon + timedelta(seconds=second))
    assert WatchedSegments.objects.get().seconds == pytest.approx(29)
    assert not Completion.objects.exists()


def test_a_report_out_of_nothing_is_worth_nothing(reader, noon):
    assert watch(reader, make_video(), 0, 100, noon).seconds == 0


def test_two_videos_playing_at_once_on_one_account_are_counted_apart_and_one_video_twice_only_once(reader, noon):
    first = make_video(1)
    begin_watching(person=reader, video=first, at=noon)
    watch(reader, first, 0, 20, noon + timedelta(seconds=20))
    watch(reader, first, 50, 70, noon + timedelta(seconds=20))
    assert WatchedSegments.objects.get().seconds == pytest.approx(20)


def test_reading_every_section_counts_as_much_as_watching(reader, noon):
    video = make_video(sections=2)
    for section in video.sections.all():
        assert not Completion.objects.exists()
        note_section_read(person=reader, section=section, at=noon)
    assert places_completed(reader) == {1}


def test_which_way_she_chose_is_not_in_the_diary(reader, noon):
    video = make_video(sections=1)
    note_section_read(person=reader, section=video.sections.get(), at=noon)
    line = Line.objects.get(verb="video.completed")
    assert Details.objects.get(line=line).details == {}


def test_the_office_waives_a_video_with_a_reason_and_tells_her(reader, office_person, noon):
    waive_video(person=reader, video=make_video(), reason="Asked by telephone.", by=office_person, at=noon)
    assert places_completed(reader) == {1}
    assert "/join/individual/" in Mail.objects.get(to=reader.email).text


def test_nobody_waives_a_video_without_a_reason_or_without_being_the_office(reader, office_person, stranger, noon):
    video = make_video()
    with pytest.raises(Refused, match="Say why"):
        waive_video(person=reader, video=video, reason=" ", by=office_person, at=noon)
    with pytest.raises(PermissionDenied):
        waive_video(person=reader, video=video, reason="Because.", by=stranger, at=noon)
    with pytest.raises(PermissionDenied, match="colleague"):
        waive_video(person=office_person, video=video, reason="Because.", by=office_person, at=noon)


def test_a_group_showing_is_confirmed_once(reader, office_person, noon):
    video = make_video()
    confirm_group_showing(person=reader, video=video, reason="Team day, 3 June.", by=office_person, at=noon)
    with pytest.raises(Refused, match="already"):
        confirm_group_showing(person=reader, video=video, reason="Again.", by=office_person, at=noon)


def test_a_video_that_was_replaced_stays_completed(reader, noon):
    complete_both(reader, noon)
    old = Completion.objects.get(video__place=1).video
    old.retired_at = noon
    old.save()
    make_video(1, slug="newer")
    assert has_completed_both(reader)


def test_a_video_in_her_language_comes_first_and_english_otherwise(reader):
    make_both_videos()
    welsh = make_video(1, slug="fideo", language="cy")
    assert videos_asked_of(reader)[1].slug == "video-1"
    reader.language = "cy"
    assert videos_asked_of(reader)[1] == welsh
    assert videos_asked_of(reader)[2].slug == "video-2"


def test_trouble_with_a_video_is_told_once_and_reaches_the_office(reader, office_person, noon):
    video = make_video()
    tell_trouble(person=reader, video=video, words="It brought it back.", at=noon)
    trouble = tell_trouble(person=reader, video=video, words="Again", at=noon)
    assert list(open_troubles()) == [trouble]
    mail = Mail.objects.get()
    assert "brought" not in mail.text
    assert reader.email not in mail.text
    answer_trouble(trouble=trouble, by=office_person, at=noon)
    assert not open_troubles().exists()
