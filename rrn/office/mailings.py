"""Mailings as the office reads them: who gets one and who does not, what became of each, what waits; and the worker's turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from rrn.accounts.models import User
from rrn.clock.duties import Duty, Tally
from rrn.core.time import london_day, start_of_day
from rrn.core.todos import MOST, WORKING, ToDo
from rrn.core.working_days import BANK_HOLIDAYS, working_days_after
from rrn.office import audiences
from rrn.organisations.models import Organisation
from rrn.plans.rules import say
from rrn.post.mailing_rules import State
from rrn.post.mailings import Reader, mailings_to_send, unwritten, why_not, write_step
from rrn.post.models import TO_DECIDE, Mail, Mailing, MailingRecipient
from rrn.post.permissions import mailings_to_agree_to, mailings_visible_to

# A bounce is looked at within so many working days.
LOOKED_AT_WITHIN = 3
WAITS = "Waits"
AT_ONCE = 500


# -- Who gets it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gets:
    """Who gets a mailing as things stand: the readers, who is left out, and why, with numbers."""

    readers: list[Reader]
    left_out: list[tuple[Reader, str]]
    again: int

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return Counter(why for _, why in self.left_out).most_common()


def who_gets(mailing: Mailing, *, user: User, day: date) -> Gets:
    """Asked anew each time, until the list is frozen. A fixed number of queries."""
    found = audiences.found_by(mailing, user=user, day=day)
    gets, out = [], []
    for reader in found.readers:
        why = why_not(mailing, reader)
        if why:
            out.append((reader, why[1]))
        else:
            gets.append(reader)
    return Gets(gets, out, found.again)


def reader_like(mailing: Mailing, *, number: int, user: User, day: date) -> Reader | None:
    """One person of the view, or of the frozen list, with her words of today."""
    if mailing.state == State.DRAFT:
        found = audiences.found_by(mailing, user=user, day=day).readers
        return next((reader for reader in found if reader.recipient == (audiences.PERSON, str(number))), None)
    row = mailing.recipients.filter(recipient_kind=audiences.PERSON, recipient_id=str(number)).first()
    return audiences.readers_at([row], mailing, day)[row.pk] if row else None


def names_of(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """What these people and organisations are called, and where the office finds them. Two queries."""
    pairs = set(pairs)
    people = [int(number) for kind, number in pairs if kind == audiences.PERSON]
    organisations = [int(number) for kind, number in pairs if kind == audiences.ORGANISATION]
    found = {
        (audiences.PERSON, str(pk)): (name, reverse("office:person", args=[pk]))
        for pk, name in User.objects.filter(pk__in=people).values_list("pk", "display_name")
    }
    for pk, name, slug in Organisation.objects.filter(pk__in=organisations).values_list("pk", "name", "slug"):
        found[audiences.ORGANISATION, str(pk)] = (name, reverse("office:organisation", args=[slug]))
    return found


def with_names(mailings: Iterable[Mailing]) -> list[Any]:
    """The same, with the names of who changed it, handed it in and agreed. One query, none where there is nothing."""
    found: list[Any] = list(mailings)
    numbers = {number for one in found for number in (one.changed_by, one.asked_by, one.agreed_by) if number}
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "display_name")) if numbers else {}
    for one in found:
        one.changed_by_name, one.asked_by_name, one.agreed_by_name = (
            names.get(number, "") for number in (one.changed_by, one.asked_by, one.agreed_by)
        )
    return found


# -- What became of it ---------------------------------------------------------------------------------------------

OUTCOMES: dict[str, tuple[str, Q]] = {
    "sent": ("Sent", Q(mail__state=Mail.State.SENT)),
    "waiting": ("Waiting", Q(mail__state__in=[Mail.State.QUEUED, Mail.State.SENDING]) | Q(mail__isnull=True, left_out="")),
    "bounced": ("Came back", Q(mail__state=Mail.State.BOUNCED)),
    "unsure": ("Perhaps sent", Q(mail__state=Mail.State.UNSURE)),
    "suppressed": ("Kept back at the door", Q(mail__state=Mail.State.SUPPRESSED)),
    "left_out": ("Left out from the beginning", ~Q(left_out="")),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one place of the list."""

    name: str
    url: str
    through: str
    outcome: str
    reason: str
    mail: int | None
    at: datetime | None


def tally_of(mailing: Mailing) -> list[tuple[str, str, int]]:
    """Each outcome with its number. One query."""
    counts = mailing.recipients.aggregate(**{name: Count("pk", filter=wanted) for name, (_, wanted) in OUTCOMES.items()})
    return [(name, label, counts[name]) for name, (label, _) in OUTCOMES.items()]


def places(mailing: Mailing, outcome: str = "") -> Any:
    """The frozen list in its order, all of it or those with one outcome."""
    rows = MailingRecipient.objects.filter(mailing=mailing).select_related("mail").defer("mail__text", "mail__html").order_by("pk")
    return rows.filter(OUTCOMES[outcome][1]) if outcome in OUTCOMES else rows


def results_of(rows: Sequence[MailingRecipient]) -> list[Result]:
    """Two queries, however many."""
    pairs = [(row.recipient_kind, row.recipient_id) for row in rows] + [(row.about_kind, row.about_id) for row in rows]
    names, gone = names_of(pairs), ("Somebody whose record is gone", "")
    found = []
    for row in rows:
        name, url = names.get((row.recipient_kind, row.recipient_id), gone)
        through = names.get((row.about_kind, row.about_id), gone)[0] if row.about_kind == audiences.ORGANISATION else ""
        mail = row.mail
        outcome = str(mail.get_state_display()) if mail else ("Left out" if row.left_out else WAITS)
        reason = mail.reason if mail else row.reason
        found.append(Result(name, url, through, outcome, reason, mail.pk if mail else None, mail.sent_at if mail else None))
    return found


HEADER = ("Name", "Through", "What became of it", "Why", "Sent", "Number of the mail")


def cells(result: Result) -> list[Any]:
    """A row of the spreadsheet. Addresses stay here: they are on the mail's page."""
    return [result.name, result.through, result.outcome, result.reason, result.at, result.mail]


def all_cells(mailing: Mailing) -> Iterable[list[Any]]:
    """Every place of the list, a few hundred at a time."""
    last, rows = 0, places(mailing)
    while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        yield from (cells(result) for result in results_of(some))


# -- What waits ----------------------------------------------------------------------------------------------------


def to_agree(user: User, day: date) -> Iterable[ToDo]:
    """Mailings that wait for a second person, and those that go on without one. Two queries, and one for her seats."""
    waiting = mailings_to_agree_to(user, day).filter(Q(state=State.SUBMITTED) | Q(state=State.RELEASED, agreed_by=None))
    for mailing in with_names(waiting.order_by("asked_at")[: MOST + 1]):
        asked = london_day(mailing.asked_at or mailing.made_at)
        due, alone, mine = working_days_after(asked, 2, BANK_HOLIDAYS), mailing.state == State.RELEASED, mailing.asked_by == user.pk
        if mine and not alone and day < due:
            continue
        yield ToDo(
            what="Goes on alone" if alone else "Mailing to agree to",
            about=mailing.subject,
            url=reverse("office:mailing" if mine else "office:mailing_second", args=[mailing.pk]),
            since=asked,
            promise=say(due),
            due=due,
            counted=WORKING,
            urgent=alone or day >= due,
            with_whom=f"{mailing.asked_by_name} has asked",
            do="Go on alone" if mine and not alone else "Read it",
        )


def bounced(user: User, day: date) -> Iterable[ToDo]:
    """Mailings of which some came back or may not have arrived: one line each. One query, for the office only."""
    undecided = Q(recipients__mail__state__in=TO_DECIDE, recipients__mail__decided_at__isnull=True)
    lately = mailings_visible_to(user).filter(undecided, recipients__mail__queued_at__gte=_since(day))
    for mailing in lately.annotate(number=Count("recipients", filter=undecided)).order_by("released_at")[: MOST + 1]:
        left = london_day(mailing.released_at or mailing.made_at)
        due = working_days_after(left, LOOKED_AT_WITHIN, BANK_HOLIDAYS)
        yield ToDo(
            what="Mailing came back",
            about=f"{mailing.number} of “{mailing.subject}”",
            url=reverse("office:mailing_people", args=[mailing.pk]) + "?outcome=bounced",
            since=left,
            promise=say(due),
            due=due,
            counted=WORKING,
            urgent=day >= due,
            with_whom="The office",
            do="Look",
        )


def _since(day: date) -> datetime:
    return start_of_day(day - timedelta(days=90))


# -- The worker's turn ---------------------------------------------------------------------------------------------


def write_the_mailings(at: datetime, tally: Tally) -> None:
    """What was released becomes mails, a step a commit; the outbox sends them one by one."""
    for mailing in mailings_to_send(at=at):
        while tally.beat() and (rows := unwritten(mailing)):
            written = write_step(mailing=mailing, readers=audiences.readers_at(rows, mailing, london_day(at)), at=at)
            tally.done += written
            if not written:
                break  # somebody has stopped it


DUTY = Duty("mailings to mails", timedelta(seconds=10), write_the_mailings)
