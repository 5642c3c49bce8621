from rrn.organisations.actions import invite
from rrn.organisations.models import Seat, SeatKind
from tests.house.matrix import Row
from tests.house.scene import AT, Scene

OUTSIDE = (
    "applicant individual former other_lead lapsed suspended lived_experience_reader "
    "reviewer moderator safeguarding_lead superuser"
)


def here(scene: Scene) -> dict:
    return {"slug": scene.organisation.slug}


def seat_of_viewer(scene: Scene) -> dict:
    return here(scene) | {"pk": Seat.objects.get(person=scene.people["viewer"]).pk}


ADDRESSES = {
    "organisations:invitation": Row(kwargs={"token": "nobody-knows"}, post=200),
    "organisations:by_code": Row(post=200),
    "organisations:seats": Row(kwargs=here, post=200, but={f"{OUTSIDE} colleague": 404}),
    "organisations:code": Row(
        405, 302, kwargs=here, but={f"{OUTSIDE} colleague": (405, 404), "editor viewer": (405, 403)}
    ),
    "organisations:seat": Row(
        kwargs=seat_of_viewer, post=200, but={f"{OUTSIDE} colleague": 404, "editor viewer": 403}
    ),
    "organisations:end_seat": Row(
        kwargs=seat_of_viewer, post=302, but={f"{OUTSIDE} colleague": 404, "editor": (200, 403)}
    ),
    "organisations:take_back": Row(
        405,
        302,
        kwargs=lambda scene: here(scene) | {"pk": scene.things["invitation"].pk},
        but={f"{OUTSIDE} colleague": (405, 404), "editor viewer": (405, 403)},
    ),
}


def prepare(scene: Scene) -> None:
    scene.things["invitation"] = invite(
        organisation=scene.organisation,
        email="new@people.example",
        kind=SeatKind.EDITOR,
        by=scene.people["lead"],
        at=AT,
    )
