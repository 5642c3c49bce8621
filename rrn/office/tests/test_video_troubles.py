"""Somebody had trouble with a video: the office sees it on its list and settles it."""

import pytest

from rrn.core.todos import ask_all
from rrn.learning.actions import tell_trouble
from rrn.learning.models import Completion, VideoTrouble
from rrn.learning.tests.factories import make_video

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def trouble(reader, noon):
    return tell_trouble(person=reader, video=make_video(), words="The sound is gone.", at=noon)


@pytest.fixture
def office(client, office_person):
    client.force_login(office_person, backend=BACKEND)
    return client


def test_it_stands_on_the_offices_list_and_on_nobody_elses(trouble, office_person, reviewer, noon):
    def all_of(user):
        return {found.source.name: found for found in ask_all(user=user, day=noon.date())}

    def listed(user):
        return [todo.about for todo in all_of(user)["videos"].todos]

    assert listed(office_person) == ["Rosa Reader: Video 1"]
    assert listed(reviewer) == []


def test_the_office_lets_the_video_count_and_it_is_answered(office, trouble, reader):
    address = f"/office/videos/trouble/{trouble.pk}/"
    assert "The sound is gone." in office.get(address).content.decode()
    office.post(address, {"waive": "1", "reason": "Asked us by telephone."})
    assert Completion.objects.get(person=reader).way == Completion.Way.WAIVED
    assert VideoTrouble.objects.get().answered_at


def test_a_waiver_needs_a_reason(office, trouble):
    page = office.post(f"/office/videos/trouble/{trouble.pk}/", {"waive": "1", "reason": " "}).content.decode()
    assert "Say in a few words why it counts" in page
    assert not Completion.objects.exists()


def test_it_can_be_answered_without_a_waiver(office, trouble):
    office.post(f"/office/videos/trouble/{trouble.pk}/", {"answered": "1"})
    assert VideoTrouble.objects.get().answered_at
    assert not Completion.objects.exists()
