"""Letters on paper and calls: made, posted and noted by the office. A notice that had no address is closed by either."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction

from rrn.core.patients import named_in
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.post.models import Call, Notice, PaperLetter
from rrn.post.permissions import may_reach_people

FOOT = "\n\n-- \n"  # what stands below is about mail


def words_for_paper(text: str) -> str:
    """The words of a mail without its foot."""
    return text.partition(FOOT)[0].strip()


@transaction.atomic
def write_letter(
    *,
    recipient: models.Model,
    name: str,
    address: str,
    subject: str,
    text: str,
    large_print: bool,
    client_key: uuid.UUID,
    by: Any,
    at: datetime,
    notice: Notice | None = None,
) -> PaperLetter:
    """Make a letter. It is not on its way before somebody says so."""
    require(may_reach_people(by))
    if problem := named_in(f"{subject}\n{text}"):
        raise Refused(problem)
    _check_is_hers(notice, recipient)
    letter, made = _once(
        PaperLetter, client_key, recipient, at_field="made_at", at=at, name=name, address=address, subject=subject, text=text,
        large_print=large_print, written_on=london_day(at), notice=notice,
    )  # fmt: skip
    if made:
        record("letter.written", about=letter, by=by, at=at)
    return letter


@transaction.atomic
def post_letter(*, letter: PaperLetter, on: date, by: Any, at: datetime) -> None:
    """Somebody took it to the post on this day."""
    require(may_reach_people(by))
    if not letter.written_on <= on <= london_day(at):
        raise Refused("A letter is posted on the day it was written or later, and not in the future.")
    if PaperLetter.objects.filter(pk=letter.pk, posted_on__isnull=True).update(posted_on=on) != 1:
        raise Refused("This letter is marked as posted already.")
    record("letter.posted", about=letter, by=by, at=at, on=on)
    if letter.notice_id:
        _close(letter.notice_id, Notice.Closing.LETTER, f"A letter was posted on {on.day} {on:%B %Y}.")


@transaction.atomic
def note_call(
    *,
    recipient: models.Model,
    spoken_with: str,
    called_on: date,
    said: str,
    follows: str,
    client_key: uuid.UUID,
    by: Any,
    at: datetime,
    notice: Notice | None = None,
) -> Call:
    """Write down a call: with whom, when, what was said and what follows."""
    require(may_reach_people(by))
    if problem := named_in(f"{said}\n{follows}"):
        raise Refused(problem)
    if called_on > london_day(at):
        raise Refused("That day has not come.")
    _check_is_hers(notice, recipient)
    call, made = _once(
        Call, client_key, recipient, at_field="noted_at", at=at, spoken_with=spoken_with, called_on=called_on, said=said, follows=follows,
        notice=notice,
    )  # fmt: skip
    if made:
        record("call.noted", about=call, by=by, at=at)
        if notice is not None:
            _close(notice.pk, Notice.Closing.CALL, f"Told on the telephone on {called_on.day} {called_on:%B %Y}.")
    return call


def _once(model: Any, client_key: uuid.UUID, recipient: models.Model, *, at_field: str, at: datetime, **fields: Any) -> tuple[Any, bool]:
    """The same form twice is one record."""
    known = model.objects.filter(client_key=client_key)
    if found := known.first():
        return found, False
    who = {"recipient_kind": recipient._meta.label_lower, "recipient_id": str(recipient.pk)}
    try:
        with transaction.atomic():
            return model.objects.create(client_key=client_key, **who, **{at_field: at}, **fields), True
    except IntegrityError:
        return known.get(), False


def _check_is_hers(notice: Notice | None, recipient: models.Model) -> None:
    if notice is not None and (notice.recipient_kind, notice.recipient_id) != (recipient._meta.label_lower, str(recipient.pk)):
        raise Refused("This notice is for somebody else.")


def _close(notice: int, how: Notice.Closing, why: str) -> None:
    """Only what had no address; what was mailed stays what it is, and the letter stands beside it."""
    Notice.objects.filter(pk=notice, closed_as=Notice.Closing.NO_ADDRESS).update(closed_as=how, reason=why)


# -- The sheet -----------------------------------------------------------------------------------------------------

# The words come in as data, so that nothing of them is ever read as an instruction.
SHEET = r"""
#let said = json(bytes(sys.inputs.said))
#set document(title: said.subject, author: said.sender.first(), date: none)
#set page(paper: "a4", margin: (x: 25mm, top: 20mm, bottom: 22mm), footer: align(center, text(size: 9pt, said.foot)))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: said.size * 1pt)
#set par(leading: 0.7em, spacing: 1.2em)
#show heading: set text(size: said.size * 1pt)
#show heading: set block(below: 1.2em)
#align(right, said.sender.map(line => [#line]).join(linebreak()))
#v(6mm)
#said.address.map(line => [#line]).join(linebreak())
#v(8mm)
#said.day
#v(4mm)
= #said.subject
#for block in said.blocks {
  if block.list { list(..block.lines.map(line => [#line])) }
  else { par(block.lines.map(line => if line.starts-with("https://") or line.starts-with("http://") { link(line, line) } else { [#line] }).join(linebreak())) }
}
"""
SIZE, LARGE = 12, 18  # points


def _blocks(text: str) -> list[dict[str, Any]]:
    """As in a mail: a blank line ends a paragraph, lines that begin with "- " are a list."""
    blocks = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if lines:
            listed = all(line.startswith("- ") for line in lines)
            blocks.append({"list": listed, "lines": [line[2:] if listed else line for line in lines]})
    return blocks


def sender_lines() -> list[str]:
    """The network's name and where it is reached, as it stands above a letter."""
    rrn: dict[str, Any] = settings.RRN
    demonstration = [rrn["ISSUER"]] if rrn.get("ISSUER", rrn["NAME"]) != rrn["NAME"] else []
    place = [line.strip() for line in str(rrn["POSTAL_ADDRESS"]).split("|") if line.strip()]
    return [rrn["NAME"], *demonstration, *place, f"Telephone {rrn['TELEPHONE']}", rrn["EMAIL"]]


def sheet(letter: PaperLetter) -> bytes:
    """The letter as a PDF that a screen reader can read (PDF/UA-1). The same letter is the same sheet, to the byte."""
    import typst  # a compiler of its own: only who prints waits for it

    charity = settings.RRN["CHARITY_NUMBER"]
    said = {
        "subject": letter.subject,
        "sender": sender_lines(),
        "address": [letter.name, *(line.strip() for line in letter.address.splitlines() if line.strip())],
        "day": f"{letter.written_on.day} {letter.written_on:%B %Y}",
        "blocks": _blocks(letter.text),
        "foot": f"{sender_lines()[0]}{f', registered charity {charity}' if charity else ''}",
        "size": LARGE if letter.large_print else SIZE,
    }
    made: Any = typst.compile(
        SHEET.encode(), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"], sys_inputs={"said": json.dumps(said)}, timestamp=0
    )
    return bytes(made)
