"""The two steps of a notice. *Note*: what the dates call for becomes a row. *Write*: a row becomes a mail, or is closed.

Both may be asked at any time, by several workers at once, and killed anywhere: what is due and not done is done, in
commits of at most `BATCH`, and the database keeps each promise once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from rrn.core.bulk import insert_rows
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.post.actions import new_mail
from rrn.post.asking import rows_between
from rrn.post.compose import Letter, compose, compose_together
from rrn.post.models import Mail, Notice, RuleKept
from rrn.post.notices import ROW, Closed, Piece, Rule, rule_named, rules
from rrn.post.permissions import may_note_again
from rrn.post.rules import WEEK, days_to_note

BATCH = 200  # rows in one commit: nobody who writes waits long for a night's work
PAGE = 10_000  # rows read at once

GoOn = Callable[[], bool]
May = Callable[[Rule, Sequence[date]], bool]


def _always() -> bool:
    return True


def _any(rule: Rule, days: Sequence[date]) -> bool:
    return True


# -- Note ----------------------------------------------------------------------------------------------------------


def note_due(*, at: datetime, go_on: GoOn = _always, may: May = _any) -> int:
    """Note everything that has fallen due and is not noted; how many were new. One query where nothing is due.

    Before anything of a rule is noted `may` is asked, with its days; a rule that may not waits as it is.

    A rule's mark moves when all of its days are noted, so that a run that was cut off is done again from there.
    """
    day, known, done = london_day(at), {kept.rule: kept for kept in RuleKept.objects.all()}, 0
    for rule in rules():
        kept = _not_ahead(known.get(rule.name) or keep_rule(rule=rule, day=day), day)
        days = days_to_note(kept.since, kept.noted_until, day)
        if not days or not may(rule, days):
            continue
        for count in note_days(rule=rule, first=days[0], last=days[-1], at=at):
            done += count
            if not go_on():
                return done
        not_yet = Q(noted_until__isnull=True) | Q(noted_until__lt=day)
        RuleKept.objects.filter(not_yet, rule=rule.name).update(noted_until=day)
    return done


def _not_ahead(kept: RuleKept, day: date) -> RuleKept:
    """After a clock that was ahead has gone back, the days from here on are gone through again as they come, so that what
    was recorded since is noted too. What is noted stays, and is noted once."""
    if kept.noted_until is not None and kept.noted_until > day:
        kept.noted_until = day - timedelta(days=1)
        RuleKept.objects.filter(rule=kept.rule, noted_until__gt=day).update(noted_until=kept.noted_until)
    return kept


def keep_rule(*, rule: Rule, day: date) -> RuleKept:
    """From its first run in this house a rule is kept, and owes nothing of before; of what was noted it stays aware."""
    first = Notice.objects.filter(rule=rule.name).aggregate(first=Min("due_on"))["first"]
    since = min(filter(None, (first, day - timedelta(days=rule.looks_back))))
    return RuleKept.objects.get_or_create(rule=rule.name, defaults={"since": since})[0]


def note_days(*, rule: Rule, first: date, last: date, at: datetime) -> Iterator[int]:
    """Note what one rule expects of these days, a commit at a time; each step says how many were new."""
    for offset in rule.offsets:
        for place in range(_kinds_of_reader(rule, offset)):
            for page in _pages(rule, offset, place, first, last):
                for start in range(0, len(page), BATCH):
                    yield _note(rule, offset, page[start : start + BATCH], at)


@cache
def _kinds_of_reader(rule: Rule, offset: int) -> int:
    """How many querysets a rule answers with: as many on one day as on any other."""
    return len(rule.expected(offset, date(2026, 1, 1), date(2026, 1, 1)))


def _pages(rule: Rule, offset: int, place: int, first: date, last: date) -> Iterator[list[tuple[Any, ...]]]:
    """What one queryset of a rule expects. On most days that is one page, of which the SQL is written once a process."""

    def build(days: Sequence[tuple[date, date]]) -> QuerySet[Any]:
        return rule.expected(offset, *days[0])[place].order_by().values_list("pk", *ROW)[:PAGE]

    page = rows_between(("page", rule, offset, place, PAGE), [(first, last)], build)
    if len(page) < PAGE:
        yield page
        return
    # Day by day, because then the anchor's index gives them in order.
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        yield from _pages_of_a_day(rule.expected(offset, day, day)[place])


def _in_order(expected: QuerySet[Any]) -> QuerySet[Any]:
    return expected.order_by("pk").values_list("pk", *ROW)


def _pages_of_a_day(expected: QuerySet[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows by their number, a page at a time: nothing is held open in between, and memory stays flat.

    A row may come several times, such as a period with two leads; the last number of a full page is read again.
    """
    rows, most, after = _in_order(expected), PAGE, None
    while True:
        page = list((rows if after is None else rows.filter(pk__gte=after))[:most])
        if len(page) < most:
            yield page
            return
        last = page[-1][0]
        if page[0][0] == last:
            most *= 2
            continue
        after = last
        yield [row for row in page if row[0] != last]


def note_again(*, rule: Rule, day: date, by: Any, at: datetime) -> int:
    """Note what the ledger misses on one day; how many there were. Their mails follow within a minute."""
    require(may_note_again(by))
    if day > london_day(at):
        raise Refused("That day has not come.")
    kept = keep_rule(rule=rule, day=london_day(at))
    count = sum(note_days(rule=rule, first=day, last=day, at=at))
    record("notices.noted_again", about=kept, by=by, at=at, day=day, noted=count)
    return count


_FIELDS = ("rule", "offset", *ROW, "noted_at", "gathered", "closed_as", "reason")


def _note(rule: Rule, offset: int, rows: Sequence[tuple[Any, ...]], at: datetime) -> int:
    """One commit. Rows that are there already, from a run that was cut off or from another worker, are left alone."""
    ready = [(rule.name, offset, *row[1:], at, False, "", "") for row in rows]
    try:
        with transaction.atomic():
            return insert_rows(Notice, _FIELDS, ready)
    except IntegrityError:
        with transaction.atomic():
            fresh = _not_noted(rule, offset, ready)
            Notice.objects.bulk_create(
                [Notice(**dict(zip(_FIELDS, values, strict=True))) for values in fresh], ignore_conflicts=True
            )
            return len(fresh)


def _not_noted(rule: Rule, offset: int, ready: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    place = _FIELDS.index("about_id")
    there = Notice.objects.filter(rule=rule.name, offset=offset, about_id__in=[values[place] for values in ready])
    known = set(there.values_list(*ROW))
    return list({values[2 : 2 + len(ROW)]: values for values in ready if values[2 : 2 + len(ROW)] not in known}.values())


# -- Write ---------------------------------------------------------------------------------------------------------


def waiting_notices(*, at: datetime, most: int = BATCH, after: int = 0, aside: Collection[int] = ()) -> list[Notice]:
    """Noted and neither written nor closed, the oldest first. One query.

    Of gathered rules only those whose reader has had no gathered mail within a week.
    """
    gathered = [rule.name for rule in rules() if rule.gathered]
    at_once = [rule.name for rule in rules() if not rule.gathered]
    found = Notice.objects.filter(mail__isnull=True, closed_as="", pk__gt=after)
    lately = Exists(_gathered_mails(gathered, OuterRef("recipient_kind"), OuterRef("recipient_id"), at))
    turn = Q(rule__in=at_once) | Q(Q(rule__in=gathered), ~lately)
    return list(found.filter(turn).exclude(pk__in=aside).order_by("pk")[:most])


def _gathered_mails(names: Sequence[str], kind: Any, number: Any, at: datetime) -> QuerySet[Notice]:
    mailed = Notice.objects.filter(rule__in=names, recipient_kind=kind, recipient_id=number)
    return mailed.filter(mail__queued_at__gt=at - WEEK)


@transaction.atomic
def write_notices(*, notices: Sequence[Notice], at: datetime) -> int:
    """Write the mails of these notices, or close them, in one commit; how many. Those another worker has are left to it."""
    everyone = [notice.pk for notice in notices]
    held = _hold(Q(pk__in=everyone))
    done = 0
    for name in dict.fromkeys(notice.rule for notice in held):
        rule = rule_named(name)
        if rule is not None and not rule.gathered:
            done += _write(rule, [notice for notice in held if notice.rule == name], at)
    gathered = [notice for notice in held if (rule := rule_named(notice.rule)) and rule.gathered]
    for reader in dict.fromkeys((notice.recipient_kind, notice.recipient_id) for notice in gathered):
        done += _write_together(reader, at)
    return done


def _hold(wanted: Q) -> list[Notice]:
    waiting = Notice.objects.filter(wanted, mail__isnull=True, closed_as="")
    return list(waiting.select_for_update(skip_locked=True).order_by("pk"))


def _write(rule: Rule, notices: Sequence[Notice], at: datetime) -> int:
    left = _close_stale(rule, _join_known_mails(rule, notices), at)
    pieces, closed = ask(rule, left, london_day(at))
    _close(closed)
    mails = Mail.objects.bulk_create([_mail(rule, piece, at) for piece in pieces])
    for piece, mail in zip(pieces, mails, strict=True):
        piece.notice.mail = mail
    _carried([piece.notice for piece in pieces])
    if pieces:
        rule.written([piece.notice for piece in pieces], at)
    return len(notices)


def ask(rule: Rule, notices: Sequence[Notice], day: date) -> tuple[list[Piece], list[Closed]]:
    """The rule's answer for each of these notices. A rule that forgets one is mended, not passed over."""
    answers = list(rule.write(notices, day)) if notices else []
    if {id(answer.notice) for answer in answers} != {id(notice) for notice in notices} or len(answers) != len(notices):
        raise ValueError(f"{rule.name} must answer once for each notice.")
    pieces = [answer for answer in answers if isinstance(answer, Piece)]
    return pieces, [answer for answer in answers if isinstance(answer, Closed)]


def letter_of(piece: Piece) -> Letter:
    return compose(piece.template, piece.context)


def _mail(rule: Rule, piece: Piece, at: datetime) -> Mail:
    notice = piece.notice
    about = (piece.about._meta.label_lower, str(piece.about.pk)) if piece.about else (notice.about_kind, notice.about_id)
    return new_mail(
        letter=letter_of(piece),
        to=piece.to,
        template=piece.template,
        recipient=(notice.recipient_kind, notice.recipient_id),
        about=about,
        key=rule.key(notice),
        at=at,
    )


def _close_stale(rule: Rule, notices: Sequence[Notice], at: datetime) -> list[Notice]:
    """After an outage only the latest that is still useful goes out."""
    day = london_day(at)
    stale = [notice for notice in notices if rule.useful_until(notice.offset, notice.anchor_on) < day]
    why = "It could not be written in time, and a later one takes its place."
    _close([Closed(notice, Notice.Closing.SUPERSEDED, why) for notice in stale])
    gone = {notice.pk for notice in stale}
    return [notice for notice in notices if notice.pk not in gone]


def _join_known_mails(rule: Rule, notices: Sequence[Notice]) -> list[Notice]:
    """A mail that kept this promise before its notice was there is its mail."""
    keys = {rule.key(notice): notice for notice in notices}
    known = {mail.key: mail for mail in Mail.objects.filter(key__in=keys).only("pk", "key")}
    for key, mail in known.items():
        keys[str(key)].mail = mail
    _carried([keys[str(key)] for key in known])
    return [notice for notice in notices if notice.mail_id is None]


def _close(closed: Sequence[Closed]) -> None:
    for one in closed:
        one.notice.closed_as, one.notice.reason = one.how.value, one.why[:200]
    Notice.objects.bulk_update([one.notice for one in closed], ["closed_as", "reason"])


def _carried(notices: Sequence[Notice]) -> None:
    Notice.objects.bulk_update(notices, ["mail", "gathered"])


# -- Gather --------------------------------------------------------------------------------------------------------


def _write_together(reader: tuple[str, str], at: datetime) -> int:
    """Everything gathered that waits for one person, in one mail; none within a week of the last."""
    kind, number = reader
    names = [rule.name for rule in rules() if rule.gathered]
    mine = _hold(Q(rule__in=names, recipient_kind=kind, recipient_id=number))
    if not mine or _gathered_mails(names, kind, number, at).exists():
        return 0
    pieces: list[Piece] = []
    for name in dict.fromkeys(notice.rule for notice in mine):
        rule = rule_named(name)
        if rule is None:
            continue
        some = _close_stale(rule, [notice for notice in mine if notice.rule == name], at)
        told, closed = ask(rule, some, london_day(at))
        _close(closed)
        pieces += told
    if pieces:
        _one_mail(pieces, at)
    return len(mine)


def _one_mail(pieces: Sequence[Piece], at: datetime) -> None:
    """The key holds the week, so that two workers who both saw nobody write cannot both write."""
    first, together = pieces[0], len(pieces) > 1
    year, week, _ = london_day(at).isocalendar()
    letter = _gathered_letter(pieces) if together else letter_of(first)
    about = (first.notice.about_kind, first.notice.about_id)
    if first.about is not None:
        about = (first.about._meta.label_lower, str(first.about.pk))
    mail = new_mail(
        letter=letter,
        to=first.to,
        template="post/emails/gathered.txt" if together else first.template,
        recipient=(first.notice.recipient_kind, first.notice.recipient_id),
        about=about,
        key=f"gathered:{first.notice.recipient_kind}:{first.notice.recipient_id}:{year}-{week:02}",
        at=at,
    )
    mail.save(force_insert=True)
    for piece in pieces:
        piece.notice.mail, piece.notice.gathered = mail, together
    _carried([piece.notice for piece in pieces])
    for name in dict.fromkeys(piece.notice.rule for piece in pieces):
        if rule := rule_named(name):
            rule.written([piece.notice for piece in pieces if piece.notice.rule == name], at)


def _gathered_letter(pieces: Sequence[Piece]) -> Letter:
    parts = [(piece.template, piece.context) for piece in pieces]
    first = compose(*parts[0]).subject
    return compose_together("post/emails/gathered.txt", {"count": len(pieces), "first": first}, parts)
