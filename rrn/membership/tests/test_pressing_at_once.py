"""Real commits in several connections at once, so this stands apart from the tests that roll back."""

from rrn.membership.actions import join_as_individual
from rrn.membership.models import Period
from rrn.membership.tests.joining import fill_in_everything


def test_pressing_join_six_times_at_once_makes_one_membership(committed_db, in_another_thread, make_person, noon):
    person = make_person()
    fill_in_everything(person, noon)

    def press():
        return join_as_individual(person=person, by=person, at=noon, client_key="one form").pk

    presses = [in_another_thread(press) for _ in range(6)]
    assert len({press.result() for press in presses}) == 1
    assert Period.objects.count() == 1
