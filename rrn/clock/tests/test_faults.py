"""What goes wrong around the clock: mail away for a day, an hour back, two workers, a storm of returned mail, nobody to write to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail as tray
from django.core.mail.backends.base import BaseEmailBackend

from rrn.clock.duties import DUTIES
from rrn.clock.worker import Worker
from rrn.core.time import start_of_day, travel
from rrn.membership.models import Boundary, Member, Period
from rrn.membership.rules import grace_end
from rrn.membership.tests.factories import LONG_AGO, make_organisation, make_person
from rrn.organisations.models import Seat, SeatKind
from rrn.post import ledger
from rrn.post.models import Mail, Notice

pytestmark = pytest.mark.django_db
DAY = date(2028, 2, 29)
AT = start_of_day(DAY) + timedelta(minutes=5)
NEEDED = [duty for duty in DUTIES if duty.by_day or duty.name.startswith("mails")]


class Away(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        import smtplib

        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})


def period(organisation=None) -> Period:
    """One whose renewal is asked for on 29 February 2028."""
    ends = DAY + timedelta(days=90)
    whose = {"organisation": organisation, "kind": "organisation"} if organisation else {"person": make_person(), "kind": "individual"}
    member = Member.objects.create(made_at=LONG_AGO, **whose)
    return Period.objects.create(
        member=member, kind="first", reference=f"F{member.pk}", starts_on=ends - timedelta(days=729), ends_on=ends,
        grace_ends_on=grace_end(ends), made_at=LONG_AGO,
    )  # fmt: skip


def turn(at=AT, owner="one", worker=None) -> None:
    with travel(at):
        (worker or Worker(NEEDED, owner=owner)).turn()


def test_mail_away_for_a_day_costs_no_notice_and_no_try(settings):
    period()
    here, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Away"
    for hours in range(25):
        turn(AT + timedelta(hours=hours))
    settings.EMAIL_BACKEND = here
    assert (Mail.objects.get().state, Mail.objects.get().attempts) == ("queued", 0)
    turn(AT + timedelta(hours=25))
    assert len(tray.outbox) == 1
    assert ledger.unexplained(at=AT + timedelta(days=2)) == []


def test_an_hour_back_over_midnight_says_nothing_twice_and_undoes_nothing():
    period()
    worker = Worker(NEEDED)
    for minutes in (0, -60, -30, 0, 61, 1441):
        turn(AT + timedelta(minutes=minutes), worker=worker)
    assert (Notice.objects.count(), Boundary.objects.count(), len(tray.outbox)) == (1, 1, 1)


def test_two_workers_never_do_a_thing_twice():
    period()
    first, second = Worker(NEEDED, owner="first"), Worker(NEEDED, owner="second")
    for seconds in range(0, 1200, 40):
        turn(AT + timedelta(seconds=seconds), worker=first if seconds % 400 < 200 else second)
        turn(AT + timedelta(seconds=seconds + 1), worker=second)
    assert (Notice.objects.count(), Boundary.objects.count(), len(tray.outbox)) == (1, 1, 1)


def test_a_storm_of_returned_mail_ends_each_notice_as_came_back_and_stops_nothing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    for _ in range(40):
        period()
    turn()
    assert Mail.objects.filter(state="bounced").count() == 40
    (line,) = ledger.ledger(ledger.Span(DAY, DAY), at=AT)
    assert (line.expected, line.ends["bounced"], line.unexplained) == (40, 40, 0)


def test_nobody_to_write_to_is_an_answer_of_its_own():
    period(make_organisation())
    turn()
    assert Notice.objects.with_end().get().ended_as == "no_address"


def test_the_only_lead_is_gone_and_her_notice_is_not_sent_to_her():
    organisation = make_organisation()
    period(organisation)
    Seat.objects.create(organisation=organisation, person=make_person(), kind=SeatKind.LEAD, started_at=LONG_AGO, ended_at=AT - timedelta(days=3))
    turn()
    assert Notice.objects.with_end().get().ended_as == "no_address"
    assert tray.outbox == []


def test_one_bad_notice_is_put_aside_and_the_others_leave(monkeypatch):
    from rrn.clock.models import Setback
    from rrn.post import noting

    for _ in range(3):
        period()
    real, bad = noting._mail, []

    def spoilt(rule, piece, at):
        bad.append(piece.notice.pk)
        if piece.notice.pk == bad[0]:
            raise ValueError(piece.to)
        return real(rule, piece, at)

    with monkeypatch.context() as patch:
        patch.setattr(noting, "_mail", spoilt)
        turn()
    assert len(tray.outbox) == 2
    assert (Setback.objects.get().error, Setback.objects.get().record) == ("ValueError", f"post.notice:{bad[0]}")
    turn(AT + timedelta(minutes=3))
    assert len(tray.outbox) == 3
    assert not Setback.objects.exists()
