"""A small network with one person of every kind: what the permission matrix is driven against.

A room that needs more (a plan, a topic) adds `prepare(scene)` to its `tests/addresses.py` and puts what it made into
`scene.things`. The scene is built once and every request against it is rolled back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from tests.cast import PASSWORD, person

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)

STRANGERS = ("stranger", "unconfirmed")
MEMBERS = (
    "applicant", "individual", "lead", "editor", "viewer", "colleague", "former", "other_lead", "lapsed", "suspended",
    "lived_experience_reader",
)  # fmt: skip
STAFF = ("reviewer", "moderator", "safeguarding_lead", "office", "superuser")
KINDS = (*STRANGERS, *MEMBERS, *STAFF)


@dataclass
class Scene:
    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    organisation: Any = None
    other_organisation: Any = None
    applying_organisation: Any = None
    things: dict[str, Any] = field(default_factory=dict)


def _organisation(name: str, slug: str, *, starts_on: date | None) -> Any:
    from rrn.membership.models import Member
    from rrn.organisations.models import Organisation

    made = Organisation.objects.create(slug=slug, name=name, founded_at=AT - timedelta(days=900))
    member = Member.objects.create(kind=Member.Kind.ORGANISATION, organisation=made, made_at=AT)
    if starts_on:
        _period(member, starts_on)
    return made


def _period(member: Any, starts_on: date) -> None:
    from rrn.membership.models import Period
    from rrn.membership.rules import PeriodKind, last_day

    ends_on = last_day(starts_on)
    Period.objects.create(
        member=member, kind=PeriodKind.values[0], reference=f"T-{member.pk}", starts_on=starts_on, ends_on=ends_on,
        grace_ends_on=ends_on + timedelta(days=60), made_at=AT,
    )  # fmt: skip


def _individual(who: Any, starts_on: date) -> Any:
    from rrn.membership.models import Member

    member = Member.objects.create(kind=Member.Kind.INDIVIDUAL, person=who, made_at=AT)
    _period(member, starts_on)
    return member


def _seats(scene: Scene) -> None:
    from rrn.organisations.models import Seat

    long_ago = AT - timedelta(days=400)
    for kind in ("lead", "editor", "viewer", "colleague"):
        Seat.objects.create(organisation=scene.organisation, person=scene.people[kind], kind=kind, started_at=long_ago)
    Seat.objects.create(
        organisation=scene.organisation, person=scene.people["former"], kind="lead", started_at=long_ago, ended_at=AT - timedelta(days=9)
    )
    for kind, organisation in (("other_lead", scene.other_organisation), ("applicant", scene.applying_organisation)):
        Seat.objects.create(organisation=organisation, person=scene.people[kind], kind="lead", started_at=long_ago)


def _sign_everybody_in(scene: Scene) -> None:
    for kind in KINDS:
        client = scene.clients[kind] = Client(raise_request_exception=False)
        who = scene.people[kind]
        if kind == "unconfirmed":
            client.post("/account/login/", {"login": who.email, "password": PASSWORD})
        elif who is not None:
            client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")


def build_scene() -> Scene:
    from rrn.membership.models import Suspension

    scene = Scene(
        organisation=_organisation("Alder House", "alder-house", starts_on=date(2026, 2, 2)),
        other_organisation=_organisation("Birch School", "birch-school", starts_on=date(2026, 3, 3)),
        applying_organisation=_organisation("Cedar Care", "cedar-care", starts_on=None),
    )
    scene.people = {kind: person(kind.replace("_", " ").title()) for kind in MEMBERS if kind != "lived_experience_reader"}
    scene.people |= {
        "stranger": None,
        "unconfirmed": person("Not Confirmed", confirmed=False),
        "lived_experience_reader": person("Lived Reader", roles=("lived_experience_reader",), second_factor=False),
        "superuser": person("Super User", superuser=True),
    }
    scene.people |= {role: person(role.title(), roles=(role,)) for role in ("reviewer", "moderator", "safeguarding_lead", "office")}
    _seats(scene)
    _individual(scene.people["individual"], date(2026, 4, 4))
    _individual(scene.people["lapsed"], date(2022, 4, 4))
    suspended = _individual(scene.people["suspended"], date(2026, 4, 4))
    Suspension.objects.create(
        member=suspended, starts_on=date(2026, 9, 9), reason="A complaint is looked into.",
        decided_by=scene.people["office"], decided_at=AT,
    )  # fmt: skip
    _sign_everybody_in(scene)
    return scene
