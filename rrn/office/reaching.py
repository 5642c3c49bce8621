"""How somebody is reached when mail does not reach her: what is on hold, whose it is, and what was done instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from rrn.accounts.models import User
from rrn.accounts.permissions import people_visible_to
from rrn.core.time import london_day
from rrn.membership.models import Member
from rrn.office.notices import ORGANISATION, PERSON
from rrn.office.queries import ON_A_RECORD, mails_to_decide
from rrn.organisations.models import Organisation, Seat, SeatKind
from rrn.plans.rules import say
from rrn.post.models import AddressHold, Call, Mail, Notice, PaperLetter
from rrn.post.notices import rule_named
from rrn.post.noting import ask, letter_of
from rrn.post.paper import words_for_paper
from rrn.post.permissions import (
    calls_visible_to,
    holds_visible_to,
    letters_visible_to,
    mails_visible_to,
    notices_visible_to,
)

# -- Holds -----------------------------------------------------------------------------------------------------------


def holds(user: Any, *, state: str = "", words: str = "") -> QuerySet[AddressHold]:
    """Addresses that are or were on hold, newest first."""
    found = holds_visible_to(user).order_by("-since", "-pk")
    if state in ("open", "lifted"):
        found = found.filter(lifted_at__isnull=state == "open")
    return found.filter(address__icontains=words) if words else found


def people_of(hold: AddressHold, user: Any) -> list[User]:
    """Whose address it is. One query; at most one account, and few beside it."""
    return list(people_visible_to(user).filter(Q(email=hold.address) | Q(emailaddress__email__iexact=hold.address)).distinct()[:5])


def unreachable(user: Any) -> QuerySet[AddressHold]:
    """Holds of members, and of the only leads of organisations, whom nobody has written to or called since. One query."""
    mine = Seat.objects.filter(person=OuterRef("pk"), kind=SeatKind.LEAD, ended_at__isnull=True)
    others = Seat.objects.filter(organisation=OuterRef("organisation"), kind=SeatKind.LEAD, ended_at__isnull=True)
    only = mine.filter(~Exists(others.exclude(person=OuterRef("person"))))
    number = Cast(OuterRef("pk"), CharField())
    since = OuterRef(OuterRef("since"))
    called = Call.objects.filter(recipient_kind=PERSON, recipient_id=number, noted_at__gte=since)
    written = PaperLetter.objects.filter(recipient_kind=PERSON, recipient_id=number, made_at__gte=since, posted_on__isnull=False)
    people = User.objects.filter(email=OuterRef("address"), is_active=True).filter(
        Exists(Member.objects.filter(person=OuterRef("pk"))) | Exists(only), ~Exists(called), ~Exists(written)
    )
    return holds_visible_to(user).filter(Exists(people), lifted_at__isnull=True).order_by("since")


def to_decide(user: Any) -> QuerySet[Any]:
    """What waits about mail, oldest first: mails to decide about, and people to reach. One query.

    Rows of source ("mail" or "hold"), number, state, words and since when.
    """
    columns = ("source", "number", "state_", "words", "since_")
    mails = mails_to_decide(user).order_by().annotate(
        source=Value("mail", output_field=CharField()), number=F("pk"), state_=F("state"), words=F("subject"), since_=F("queued_at")
    )
    people = unreachable(user).order_by().annotate(
        source=Value("hold", output_field=CharField()), number=F("pk"), state_=F("why"), words=F("address"), since_=F("since")
    )
    return mails.values_list(*columns).union(people.values_list(*columns), all=True).order_by("since_")


# -- What reached her ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a timeline: what was said, how, and what became of it."""

    what: str
    became: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A timeline, and which of the asked addresses are on hold."""

    told: list[Told]
    held: dict[str, AddressHold]


COLUMNS = ("source", "number", "what", "first", "second", "third", "large", "day", "at")
_NO_DAY = Cast(Value(None), DateField())


def _words(text: Any) -> Any:
    return Cast(Value(text) if isinstance(text, str) and not text.isidentifier() else F(text), TextField())


def _rows(found: QuerySet[Any], source: str, what: str, *parts: str, large: Any = None, day: Any = None, at: str) -> QuerySet[Any]:
    """Rows of one kind as columns that all kinds share, so that one query reads a whole timeline."""
    named = zip(("first", "second", "third"), (_words(part) for part in (*parts, "", "", "")[:3]), strict=True)
    return found.order_by().annotate(
        source=Value(source, output_field=CharField()), number=F("pk"), what=_words(what), **dict(named),
        large=F(large) if large else Value(False), day_=F(day) if day else _NO_DAY, at_=F(at),
    ).values_list("source", "number", "what", "first", "second", "third", "large", "day_", "at_")  # fmt: skip


def reached(user: Any, *records: Any, addresses: Iterable[str] = ()) -> Reached:
    """Mails, letters, calls and notices without an address, newest first, each with its end in words; and what is on
    hold of these addresses. One query."""
    hers, about = Q(pk__in=()), Q(pk__in=())
    for each in records:
        kind, number = each._meta.label_lower, str(each.pk)
        hers |= Q(recipient_kind=kind, recipient_id=number)
        about |= Q(about_kind=kind, about_id=number)
    unsaid = notices_visible_to(user).filter(hers, closed_as=Notice.Closing.NO_ADDRESS)
    holds = holds_visible_to(user).filter(address__in=[address.lower() for address in addresses], lifted_at__isnull=True)
    found = _rows(mails_visible_to(user).filter(hers | about), "mail", "subject", "to", "state", "reason", large="large_print", at="queued_at")
    found = found.union(
        _rows(letters_visible_to(user).filter(hers), "letter", "subject", large="large_print", day="posted_on", at="made_at"),
        _rows(calls_visible_to(user).filter(hers), "call", "spoken_with", "said", "follows", day="called_on", at="noted_at"),
        _rows(unsaid, "notice", "rule", "recipient_kind", "recipient_id", "reason", day="due_on", at="noted_at"),
        _rows(holds, "hold", "address", at="since"),
        all=True,
    ).order_by("-at_", "-number")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found[:ON_A_RECORD]]
    held = {row["what"]: AddressHold(pk=row["number"], address=row["what"], since=row["at"]) for row in rows if row["source"] == "hold"}
    return Reached([_TOLD[row["source"]](row) for row in rows if row["source"] in _TOLD], held)


def _mail(row: dict[str, Any]) -> Told:
    state, reason = str(Mail.State(row["second"]).label), row["third"]
    end = f"{state}: {reason}" if reason else f"{state}{', in large print' if row['large'] else ''}"
    return Told(row["what"], f"Mail to {row['first'] or 'an erased address'}. {end}", row["at"], reverse("office:mail", args=[row["number"]]))


def _letter(row: dict[str, Any]) -> Told:
    became = f"Posted on {say(row['day'])}" if row["day"] else "Written, not posted yet"
    return Told(row["what"] or "An erased letter", f"Letter. {became}", row["at"], reverse("office:letter", args=[row["number"]]))


def _call(row: dict[str, Any]) -> Told:
    follows = f" What follows: {row['second']}" if row["second"] else ""
    return Told(f"Call with {row['what'] or 'somebody'}", f"Call on {say(row['day'])}. {row['first']}{follows}", row["at"], "")


def _notice(row: dict[str, Any]) -> Told:
    rule = rule_named(row["what"])
    kind = "person" if row["first"] == PERSON else "organisation"
    url = f"{reverse('office:letter_write', args=[kind, row['second']])}?notice={row['number']}"
    what = f"{rule.label if rule else row['what']}, due {say(row['day'])}"
    return Told(what, f"Nobody was told: {row['third']} Write a letter or call", row["at"], url)


_TOLD: dict[str, Callable[[dict[str, Any]], Told]] = {"mail": _mail, "letter": _letter, "call": _call, "notice": _notice}


# -- Letters and calls -----------------------------------------------------------------------------------------------

KINDS = {"person": PERSON, "organisation": ORGANISATION}


def reader(user: Any, kind: str, number: int) -> User | Organisation | None:
    """The person or the organisation a letter is for. One query."""
    if kind == "person":
        return people_visible_to(user).filter(pk=number).first()
    return Organisation.objects.filter(pk=number).first() if kind == "organisation" else None


def page_of_reader(kind: str, who: User | Organisation) -> str:
    return reverse("office:person", args=[who.pk]) if isinstance(who, User) else reverse("office:organisation", args=[who.slug])


def letter_address(mail: Mail) -> str:
    """Where a mail is written again as a letter; empty where it was written to no record of ours. No query."""
    kind = next((kind for kind, label in KINDS.items() if label == mail.recipient_kind), "")
    return reverse("office:letter_write", args=[kind, mail.recipient_id]) if kind and mail.recipient_id.isdecimal() else ""


def reader_of(record: PaperLetter | Call, user: Any) -> User | Organisation | None:
    kind = next((kind for kind, label in KINDS.items() if label == record.recipient_kind), "")
    return reader(user, kind, int(record.recipient_id)) if record.recipient_id.isdecimal() else None


def notice_for(user: Any, number: str, kind: str, who: User | Organisation) -> Notice | None:
    """The notice that a letter or a call stands for, if it is hers. One query."""
    if not number.isdecimal():
        return None
    return notices_visible_to(user).filter(pk=int(number), recipient_kind=KINDS[kind], recipient_id=str(who.pk)).first()


def words_to_begin_with(user: Any, *, notice: Notice | None, mail: str, at: datetime) -> dict[str, str]:
    """Subject and text of the mail that could not be sent, from the same template. Two queries, and the rule's own."""
    if notice is not None and (rule := rule_named(notice.rule)):
        pieces, _ = ask(rule, [notice], london_day(at))
        if pieces:
            letter = letter_of(pieces[0])
            return {"subject": letter.subject, "text": words_for_paper(letter.text)}
    if mail.isdecimal() and (sent := mails_visible_to(user).filter(pk=int(mail)).first()):
        return {"subject": sent.subject, "text": words_for_paper(sent.text)}
    return {}
