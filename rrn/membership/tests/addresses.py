from datetime import timedelta

from rrn.learning.models import Video
from rrn.learning.tests.factories import make_video
from rrn.membership.models import RosterInterest, RosterSeat, RosterTerm
from tests.house.matrix import Row
from tests.house.scene import AT, TODAY, Scene

# The door's steps are for those who can join: a member in force is led to its first page, which tells her so.
# Who has, or had, a membership of her own in the scene; nobody there has an action yet.
HAS_ONE = "individual lapsed suspended"



def her_seat(scene: Scene) -> dict[str, int]:
    return {"number": scene.things["roster_seat"]}


def her_interest(scene: Scene) -> dict[str, int]:
    return her_seat(scene) | {"interest": scene.things["roster_interest"]}


def steering_group(scene: Scene) -> None:
    """Written without the actions, which would not confirm the lapsed one's seat."""
    office = scene.people["office"]
    seats = {}
    for kind, role in (("individual", "chair"), ("lapsed", "member")):
        seats[kind] = RosterSeat.objects.create(
            body="steering", person=scene.people[kind], role=role, basis="person", proposed_at=AT, proposed_by=office,
            confirmed_at=AT, confirmed_by=office,
        )  # fmt: skip
        RosterTerm.objects.create(
            seat=seats[kind], starts_on=TODAY - timedelta(days=300), ends_on=TODAY + timedelta(days=300), given_at=AT, given_by=office
        )
    interest = RosterInterest.objects.create(
        seat=seats["lapsed"], words="Works for a charity", is_public=True, declared_at=AT, declared_by=seats["lapsed"].person
    )
    scene.things |= {"roster_seat": seats["lapsed"].pk, "roster_interest": interest.pk}


ADDRESSES = {
    "membership:join": Row(),
    "membership:join_video": Row(kwargs={"number": 1}, but={"individual suspended": (302, 405)}),
    "membership:examples": Row(but={"individual suspended": (302, 405)}),
    "membership:action": Row(post=302, but={"individual suspended": 302}),
    "membership:about": Row(post=302, but={"individual suspended": 302}),
    "membership:check": Row(post=302, but={"individual suspended": 302}),
    "membership:done": Row(get=302),
    "membership:my_action": Row(get=302, post=302),
    "membership:show_my_action": Row(get=405, post=404),
    "membership:action_of": Row(get=404, post=404, kwargs={"reference": "RRN-2222-22"}),
    "membership:end_my_action": Row(get=404, post=404, kwargs={"reference": "RRN-2222-22"}),
    "membership:my_membership": Row(get=302, but={HAS_ONE: (200, 405)}),
    "membership:list_me": Row(get=405, post=404, but={HAS_ONE: (405, 302)}),
    # The individual chairs the steering group; the lapsed one sits on it without a membership. The office
    # does what it does for others on pages of its own; here it may only end a seat.
    "membership:steering_group": Row(),
    "membership:my_roster": Row(get=404, but={"individual lapsed": (200, 405)}),
    "membership:name_me": Row(get=405, post=404, kwargs=her_seat, but={"lapsed": (405, 302)}),
    "membership:roster_interest": Row(get=404, post=404, kwargs=her_seat, but={"lapsed": 200}),
    "membership:roster_interest_end": Row(get=405, post=404, kwargs=her_interest, but={"lapsed": (405, 302)}),
    "membership:roster_end": Row(get=404, post=404, kwargs=her_seat, but={"individual lapsed office": 200}),
    "membership:leaving": Row(get=302, post=302, but={"individual suspended": (200, 302)}),
    "membership:appeal": Row(get=302, post=302, but={"suspended": 200}),
}


def prepare(scene: Scene) -> None:
    steering_group(scene)
    if not Video.objects.filter(place=1).exists():
        make_video(1, chosen_at=AT)
