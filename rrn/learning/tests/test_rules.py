import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrn.learning.rules import accept, is_read, is_watched, length_in_words, seconds, threshold, union

SEGMENTS = st.lists(st.tuples(st.floats(-50, 700), st.floats(-50, 700)), max_size=8)


@pytest.mark.parametrize(
    ("length", "share"), [(0, 0.70), (60, 0.725), (234, 0.7975), (300, 0.825), (600, 0.95), (3600, 0.95)]
)
def test_the_longer_the_video_the_larger_the_share_that_counts(length, share):
    assert threshold(length) == pytest.approx(share)


@pytest.mark.parametrize(
    ("segments", "joined"),
    [
        ([], []),
        ([(0, 10), (5, 20)], [(0, 20)]),
        ([(30, 40), (0, 10)], [(0, 10), (30, 40)]),
        ([(0, 10), (10, 20)], [(0, 20)]),
        ([(-5, 10), (95, 300)], [(0, 10), (95, 100)]),
        ([(20, 10)], []),
        ([(200, 300)], []),
    ],
)
def test_stretches_are_joined_and_kept_inside_the_video(segments, joined):
    assert union(segments, 100) == joined


def test_going_back_adds_nothing_and_skipping_leaves_a_gap():
    known = accept([(0, 10)], [(0, 10), (50, 60)], passed=20, length=100)
    assert known == [(0, 10), (50, 60)]


def test_no_more_watching_is_taken_than_time_has_passed():
    assert accept([], [(0, 100)], passed=10, length=100) == [(0, 10)]
    assert accept([(0, 10)], [(0, 100)], passed=0, length=100) == [(0, 10)]
    assert accept([(0, 10)], [(0, 100)], passed=-30, length=100) == [(0, 10)]


@given(known=SEGMENTS, reported=SEGMENTS, passed=st.floats(0, 1000))
def test_a_report_never_takes_anything_away_and_never_adds_more_than_has_passed(known, reported, passed):
    before = union(known, 600)
    after = accept(before, reported, passed=passed, length=600)
    assert seconds(before) - 0.001 <= seconds(after) <= seconds(before) + passed + 0.001
    assert after == union(after, 600)


@pytest.mark.parametrize(("watched", "complete"), [(0, False), (73, False), (74.2, True), (100, True)])
def test_a_video_of_100_seconds_is_watched_from_74_seconds_on(watched, complete):
    assert is_watched([(0, watched)], 100) is complete


@pytest.mark.parametrize(
    ("sections", "read", "complete"),
    [([1, 2], [1, 2], True), ([1, 2], [2], False), ([1, 2], [1, 2, 9], True), ([], [], False)],
)
def test_a_transcript_is_read_when_every_section_is(sections, read, complete):
    assert is_read(sections, read) is complete


@pytest.mark.parametrize(
    ("total", "words"), [(0, "0 seconds"), (61, "1 minute 1 second"), (120, "2 minutes"), (234.6, "3 minutes 54 seconds")]
)
def test_a_length_is_said_in_words(total, words):
    assert length_in_words(total) == words
