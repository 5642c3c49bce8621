"""Acts on many records: what is seen is what is done, who is refused and why, and the way back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rrn.accounts import batches, desk
from rrn.accounts.models import Batch, BatchRow, Note
from rrn.core.time import london_day
from rrn.core.verdict import Refused
from rrn.events.models import Line
from rrn.membership.actions import grant_override, take_back_override
from rrn.membership.models import Member, Override
from rrn.membership.queries import facts_of
from rrn.membership.rules import grace_end, status_on, why
from rrn.office import bulk
from rrn.office.tests.scenes import NOON
from rrn.post.models import Mail
from tests.cast import person
from tests.house.scene import _individual

pytestmark = pytest.mark.django_db
DAY = london_day(NOON)
UNTIL = DAY + timedelta(days=200)


def lapsed(name: str = "Lisa Lapsed", *, ago: int = 100) -> Member:
    made = _individual(person(name), DAY)
    period = made.periods.get()
    ends_on = DAY - timedelta(days=ago)
    period.starts_on, period.ends_on, period.grace_ends_on = ends_on - timedelta(days=730), ends_on, grace_end(ends_on)
    period.save()
    return made


def chosen(act: str, members, by, **said) -> Batch:
    batch = bulk.choose(act=bulk.act_named(act), list_name="members", numbers=[one.pk for one in members], by=by, at=NOON)
    batches.say(batch=batch, said=said, by=by)
    batch.refresh_from_db()
    return batch


def do(batch: Batch, by, at=NOON) -> None:
    assert bulk.begin(batch, digest=bulk.preview_of(batch, user=by, day=london_day(at)).digest, by=by, at=at)
    while bulk.go_on(batch, by=by, at=at):
        pass


def undo(batch: Batch, by, at=NOON) -> None:
    batches.begin_undo(batch=batch, by=by, at=at)
    while bulk.go_on(batch, by=by, at=at):
        pass


def sentence(member: Member, day: date = DAY) -> str:
    return why(facts_of(Member.objects.get(pk=member.pk)), day)


def test_the_preview_says_what_becomes_of_each_and_who_is_refused(office_person):
    there, her_own, active = lapsed(), _individual(office_person, DAY), _individual(person("Ada Active"), DAY)
    batch = chosen("count-longer", [there, her_own, active], office_person, until=UNTIL.isoformat(), reason="Illness.")
    preview = bulk.preview_of(batch, user=office_person, day=DAY)
    assert [effect.name for effect in preview.doable] == ["Lisa Lapsed"]
    assert "It still counts until 9 June 2027, because the office has allowed it." in preview.doable[0].then
    assert {effect.name: effect.refused[:24] for effect in preview.refused} == {
        "Olu Office": "Nobody decides about her", "Ada Active": "It counts until 19 Janua",
    }  # fmt: skip
    assert Override.objects.count() == 0


def test_what_was_seen_is_what_is_done_each_with_its_line_and_its_letter(office_person):
    members = [lapsed(f"Lisa {number}") for number in range(3)]
    batch = chosen("count-longer", members, office_person, until=UNTIL.isoformat(), reason="The post was late.")
    seen = {effect.number: effect.then for effect in bulk.preview_of(batch, user=office_person, day=DAY).doable}
    do(batch, office_person)
    assert {str(one.pk): sentence(one) for one in members} == seen
    assert Line.objects.filter(verb="membership.override_granted").count() == 3
    assert Mail.objects.count() == 3
    assert batches.figures(batch)["done"] == 3


def test_what_changed_meanwhile_is_shown_again_before_anything_is_done(office_person):
    member = lapsed()
    batch = chosen("count-longer", [member], office_person, until=UNTIL.isoformat(), reason="Illness.")
    digest = bulk.preview_of(batch, user=office_person, day=DAY).digest
    grant_override(member=member, until=DAY + timedelta(days=30), reason="Somebody else was here.", by=office_person, at=NOON)
    assert not bulk.begin(batch, digest=digest, by=office_person, at=NOON)
    batch.refresh_from_db()
    assert (batch.state, Override.objects.count()) == (Batch.State.CHOSEN, 1)


def test_pressing_twice_does_it_once(office_person):
    batch = chosen("count-longer", [lapsed()], office_person, until=UNTIL.isoformat(), reason="Illness.")
    again = Batch.objects.get(pk=batch.pk)
    digest = bulk.preview_of(batch, user=office_person, day=DAY).digest
    do(batch, office_person)
    with pytest.raises(Refused):
        # The second press comes with what the first one saw.
        batches.begin(batch=again, by=office_person, at=NOON)
    assert not bulk.begin(again, digest=digest, by=office_person, at=NOON)
    assert Override.objects.count() == 1


def test_an_act_with_letters_reaches_fifty_at_most(office_person):
    members = [lapsed(f"Lisa {number}") for number in range(51)]
    with pytest.raises(Refused, match="more than fifty members only with a second person"):
        chosen("count-longer", members, office_person)
    assert chosen("note-members", members, office_person, words="Asked.").rows.count() == 51


def test_a_batch_that_was_cut_off_goes_on_where_it_stood(office_person, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    members = [lapsed(f"Lisa {number}") for number in range(5)]
    batch = chosen("note-members", members, office_person, words="Asked in November.")
    assert bulk.begin(batch, digest=bulk.preview_of(batch, user=office_person, day=DAY).digest, by=office_person, at=NOON)
    bulk.go_on(batch, by=office_person, at=NOON)
    assert (batches.figures(batch)["done"], batches.figures(batch)["waiting"]) == (2, 3)
    later = Batch.objects.get(pk=batch.pk)
    while bulk.go_on(later, by=office_person, at=NOON):
        pass
    assert (later.state, Note.objects.count()) == (Batch.State.DONE, 5)


def test_a_colleague_may_undo_what_was_done(office_person):
    colleague = person("Cora Colleague", roles=("office",))
    batch = chosen("note-members", [lapsed()], office_person, words="Asked.")
    do(batch, office_person)
    undo(batch, colleague)
    assert Note.objects.get().taken_back_by == colleague
    assert Batch.objects.get().undone_by == colleague


def test_nobody_presses_for_whoever_chose(office_person):
    colleague = person("Cora Colleague", roles=("office",))
    batch = chosen("note-members", [lapsed()], office_person, words="Asked.")
    assert not batches.batches_visible_to(colleague).exists()
    with pytest.raises(Exception, match="Whoever chose the records"):
        bulk.begin(batch, digest=bulk.preview_of(batch, user=office_person, day=DAY).digest, by=colleague, at=NOON)


ONE = st.tuples(
    st.integers(1, 300),  # days since the two years ended
    st.one_of(st.none(), st.integers(0, 250)),  # an override that stands until so many days from today
    st.sampled_from(["left alone", "taken back", "another day"]),  # what somebody does between doing and undoing
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(everybody=[(30, 10, "left alone")], act="count-longer")  # what stood before ends within the grace
@example(everybody=[(30, 10, "left alone")], act="count-no-longer")
@given(everybody=st.lists(ONE, min_size=1, max_size=4), act=st.sampled_from(["count-longer", "count-no-longer"]))
def test_undoing_leaves_each_as_it_was_and_what_was_touched_since_as_it_is(office_person, everybody, act):
    members, before, touched = [], {}, {}
    for number, (ago, until, _) in enumerate(everybody):
        member = lapsed(f"Member {number}", ago=ago)
        if until is not None:
            Override.objects.create(
                member=member, starts_on=DAY - timedelta(days=1), until=DAY + timedelta(days=until), reason="Said before.",
                decided_by=office_person, decided_at=NOON,
            )  # fmt: skip
        members.append(member)
        before[member.pk] = [sentence(member, DAY + timedelta(days=ahead)) for ahead in (0, 1, 40, 100, 199, 200, 201, 260)]
    batch = chosen(act, members, office_person, until=UNTIL.isoformat(), reason="Said.")
    if not bulk.preview_of(batch, user=office_person, day=DAY).doable:
        return
    do(batch, office_person)
    for member, (_, _, between) in zip(members, everybody, strict=True):
        touched[member.pk] = _touch(member, between, office_person)
    undo(batch, office_person)
    for member in members:
        now = [sentence(member, DAY + timedelta(days=ahead)) for ahead in (0, 1, 40, 100, 199, 200, 201, 260)]
        outcome = BatchRow.objects.get(batch=batch, number=str(member.pk)).outcome
        if outcome == BatchRow.Outcome.KEPT:
            assert touched[member.pk] is not None
            assert now == touched[member.pk]
        elif outcome == BatchRow.Outcome.UNDONE:
            assert touched[member.pk] is None
            assert now == before[member.pk]


def _touch(member: Member, between: str, by) -> list[str] | None:
    """Somebody decides something else about this one meanwhile; gives what it is then, or None where nothing was done."""
    standing = Override.objects.filter(member=member, ended_on__isnull=True, until__gte=DAY).order_by("-pk").first()
    if between == "left alone" or (between == "taken back" and standing is None):
        return None
    try:
        if between == "taken back":
            take_back_override(override=standing, by=by, at=NOON)
        else:
            grant_override(member=member, until=DAY + timedelta(days=300), reason="Another day.", by=by, at=NOON)
    except Refused:
        return None
    return [sentence(member, DAY + timedelta(days=ahead)) for ahead in (0, 1, 40, 100, 199, 200, 201, 260)]


def test_a_note_is_written_taken_back_and_stays_readable(desk_page, office_person):
    somebody = person("Pia Person")
    desk_page.post(f"/office/notes/write/person/{somebody.pk}/", {"words": "Prefers the telephone."})
    note = Note.objects.get()
    assert "Prefers the telephone." in desk_page.get(f"/office/people/{somebody.pk}/").text
    desk_page.post(f"/office/notes/{note.pk}/back/")
    assert "Taken back by Olu Office" in desk_page.get(f"/office/people/{somebody.pk}/").text
    with pytest.raises(Refused):
        desk.take_back_note(note=note, about=somebody, by=office_person, at=NOON)


@pytest.fixture
def desk_page(desk, office_person):
    return desk(office_person)


def test_the_pages_walk_from_ticks_to_undo(desk_page, office_person):
    member = lapsed()
    answer = desk_page.post("/office/many/choose/", {"list": "members", "query": "status=lapsed", "act": "count-longer", "record": [member.pk]})
    path = answer.headers["Location"]
    assert "See what would happen" in desk_page.get(path).text
    day = {"until_day": UNTIL.day, "until_month": UNTIL.month, "until_year": UNTIL.year}
    page = desk_page.post(path, day | {"reason": "Illness."}, follow=True)
    digest = page.context["preview"].digest
    assert "It would be done to 1 record" in page.text
    page = desk_page.post(path, {"digest": "not what was seen"}, follow=True)
    assert "Something has changed since you looked" in page.text
    page = desk_page.post(path, {"digest": digest}, follow=True)
    assert "Done to 1 record" in page.text
    assert status_on(facts_of(Member.objects.get()), DAY).value == "grace"
    page = desk_page.post(f"{path}undo/", follow=True)
    assert "Undone for 1 record" in page.text
    assert status_on(facts_of(Member.objects.get()), DAY).value == "lapsed"


def test_ticks_outside_of_the_view_are_not_chosen(desk_page):
    member = lapsed()
    answer = desk_page.post("/office/many/choose/", {"list": "members", "query": "status=active", "act": "note-members", "record": [member.pk]})
    assert answer.status_code == 409
    assert "Choose at least one record." in answer.text


def test_what_was_only_chosen_goes_after_a_week(office_person):
    chosen("note-members", [lapsed()], office_person, words="Asked.")
    assert batches.drop_old_batches(at=NOON + timedelta(days=6)) == 0
    assert batches.drop_old_batches(at=NOON + timedelta(days=8)) == 1
