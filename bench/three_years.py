"""Three years of the clock, day by day: once undisturbed, and again with repeats, kills, outages and runners side by side.

    RRN_VAR=/tmp/years .venv/bin/python -m bench.three_years --members 10000

The same members live the same lives in each walk; only the clock differs. What must be equal at the end:

- every fact, and with them every status of every day, because the clock writes none;
- every boundary, once, dated with its day, with one line in the diary;
- every notice that the dates call for is there once, nothing else is, and none is unexplained;
- *restless* (each day at least one whole run before people are up): what became of each notice, and every mail;
- *away* (days without a run): a notice ends otherwise only where no run came while it was useful, or where its member
  renewed, left, applied or was suspended between its day and the run that came to it.
"""

from __future__ import annotations

import argparse
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

FIRST, DAYS = date(2026, 3, 1), 1096
LONG_AGO = datetime(2024, 1, 2, 9, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# First days whose last days are easy to get wrong, and one of the 29th of February within the walk.
TRICKY = (date(2024, 2, 29), date(2024, 5, 31), date(2024, 8, 31), date(2024, 11, 30), date(2025, 1, 30), date(2025, 1, 31),
          date(2026, 3, 1), date(2024, 3, 30), date(2024, 3, 29), date(2024, 10, 26), date(2026, 2, 28), date(2025, 12, 31))  # fmt: skip
FATES = ("renew", "renew", "renew late", "lapse", "leave", "suspend", "apply", "return", "lead")


class Killed(BaseException):
    """What ends a worker between any two statements."""


@dataclass(frozen=True, slots=True)
class Fact:
    at: datetime
    member: int  # its place in the walk
    what: str


@dataclass(slots=True)
class Plan:
    """Who lives how, and when the clock runs. The same for the same seed."""

    members: int
    seed: int = 1
    manner: str = "calm"  # calm, restless, away
    days: int = DAYS
    busy_only: bool = False  # leave out the days on which nothing can fall due for any of them: the small size
    facts: list[Fact] = field(default_factory=list)
    starts: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        from rrn.core.time import start_of_day
        from rrn.membership.rules import last_day

        chance = random.Random(self.seed)
        for number in range(self.members):
            start = TRICKY[number] if number < len(TRICKY) else date(2024, 3, 1) + chance.randrange(820) * DAY
            self.starts.append(start)
            fate, ends = FATES[number % len(FATES)], last_day(start)
            late = timedelta(hours=23, minutes=30)  # in summer 22:30 UTC: still the London day
            told = timedelta(hours=9, minutes=chance.randrange(600))
            for days, clock, what in {
                "renew": [(-chance.randrange(1, 85), told, "renew")],
                "renew late": [(chance.randrange(1, 59), told, "renew")],
                "return": [(chance.randrange(61, 200), told, "renew")],
                "leave": [(chance.randrange(-80, 50), late, "leave")],
                "suspend": [(chance.randrange(-80, 0), told, "suspend"), (chance.randrange(1, 40), told, "lift")],
                "apply": [(chance.randrange(1, 50), told, "apply"), (chance.randrange(70, 90), told, "renew")],
                "lead": [(chance.randrange(-80, 40), told, "lead")],
                "lapse": [],
            }[fate]:
                on = ends + timedelta(days=days)
                if self.first <= on < self.last:
                    self.facts.append(Fact(start_of_day(on) + clock, number, what))
        self.facts.sort(key=lambda fact: (fact.at, fact.member))

    @property
    def first(self) -> date:
        return FIRST

    @property
    def last(self) -> date:
        return FIRST + self.days * DAY

    def busy(self) -> set[date]:
        """Days on which something may fall due, by any period that one of them has or gets, and the day after each."""
        from rrn.core.time import london_day
        from rrn.membership.notices import OFFSETS
        from rrn.membership.rules import last_day

        ends = {last_day(start) for start in self.starts}
        for fact in self.facts:
            if fact.what == "renew":
                last = last_day(self.starts[fact.member])
                ends |= {last_day(max(last + DAY, london_day(fact.at))), last_day(london_day(fact.at))}
        days = {end + timedelta(days=offset) for end in ends for offset in (*OFFSETS, 1, 61)}
        days |= {london_day(fact.at) for fact in self.facts} | {FIRST, self.last - DAY}
        return {day + after for day in days for after in (0 * DAY, DAY) if FIRST <= day + after < self.last}

    def runs(self) -> Iterator[tuple[datetime, str]]:
        """When the clock runs and how: whole, killed or two side by side."""
        from rrn.core.time import start_of_day

        chance, away = random.Random(self.seed + 1), 0
        busy = self.busy() if self.busy_only else None
        for number in range(self.days):
            if busy is not None and FIRST + number * DAY not in busy:
                continue
            morning = start_of_day(FIRST + number * DAY)
            last = number >= self.days - 2
            if self.manner == "away" and not last:
                away = away - 1 if away else chance.choice((1, 2, 5, 17, 40)) if chance.random() < 0.02 else 0
                if away:
                    continue
            if self.manner != "calm":
                for _ in range(chance.choice((0, 0, 0, 1, 2))):
                    yield morning + chance.randrange(1, 5) * MINUTE, "killed"
            yield morning + 5 * MINUTE, "together" if self.manner != "calm" and chance.random() < 0.03 else "whole"
            if self.manner != "calm":
                for hour in sorted(chance.randrange(1, 23) for _ in range(chance.choice((0, 0, 0, 1, 3)))):
                    yield morning + timedelta(hours=hour), "whole"


class Walk:
    """One life of the house, in a database of its own."""

    def __init__(self, plan: Plan, tell: Callable[[str], None] = lambda line: None) -> None:
        self.plan, self.tell = plan, tell
        self.members: list[Any] = []
        self.ran: list[date] = []
        self.kills = self.releases = self.repeats = 0
        self.chance = random.Random(plan.seed + 2)

    def live(self) -> Walk:
        from rrn.core.time import london_day

        self._found()
        facts, began, month = list(self.plan.facts), time.monotonic(), None
        for at, how in self.plan.runs():
            while facts and facts[0].at <= at:
                self._happens(facts.pop(0))
            self._run(at, how)
            day = london_day(at)
            if how != "killed" and (not self.ran or self.ran[-1] != day):
                self.ran.append(day)
            if (day.year, day.month) != month:
                month = (day.year, day.month)
                self.tell(f"{self.plan.manner}: {day} after {time.monotonic() - began:.0f} s")
        return self

    # -- People ----------------------------------------------------------------------------------------------------

    def _found(self) -> None:
        from django.db import transaction

        from rrn.accounts.models import RoleGrant, User
        from rrn.membership.models import Member, Period
        from rrn.membership.rules import grace_end, last_day
        from rrn.organisations.models import Organisation, Seat
        from rrn.post.models import RuleKept
        from rrn.post.notices import rules

        with transaction.atomic():
            count = self.plan.members
            people = User.objects.bulk_create(
                [User(email=f"person{n}@people.example", display_name=f"Person {n}", date_joined=LONG_AGO, adult_confirmed_at=LONG_AGO)
                 for n in range(count + 2)], batch_size=2000)  # fmt: skip
            self.office = people[count], people[count + 1]
            RoleGrant.objects.bulk_create([RoleGrant(person=one, role="office", granted_at=LONG_AGO) for one in self.office])
            of_organisations = [n for n in range(count) if n % 5 == 4]
            organisations = dict(zip(of_organisations, Organisation.objects.bulk_create(
                [Organisation(slug=f"organisation-{n}", name=f"Organisation {n}", founded_at=LONG_AGO) for n in of_organisations], batch_size=2000),
                strict=True))  # fmt: skip
            # Some lead two organisations, some organisations have two leads, some nobody.
            seats = [(n, people[n - 5 if n % 3 == 0 and n > 5 else n]) for n in of_organisations if n % 7]
            seats += [(n, people[n - 1]) for n in of_organisations if n % 11 == 0]
            Seat.objects.bulk_create([Seat(organisation=organisations[n], person=who, kind="lead", started_at=LONG_AGO) for n, who in seats])
            self.people = people
            self.members = Member.objects.bulk_create(
                [Member(kind="organisation", organisation=organisations[n], made_at=LONG_AGO) if n in organisations
                 else Member(kind="individual", person=people[n], made_at=LONG_AGO) for n in range(count)], batch_size=2000)  # fmt: skip
            Period.objects.bulk_create(
                [Period(member=member, kind="first", reference=f"W{n}", starts_on=start, ends_on=last_day(start),
                        grace_ends_on=grace_end(last_day(start)), made_at=LONG_AGO)
                 for n, (member, start) in enumerate(zip(self.members, self.plan.starts, strict=True))], batch_size=2000)  # fmt: skip
            RuleKept.objects.bulk_create([RuleKept(rule=rule.name, since=FIRST) for rule in rules()])

    def _happens(self, fact: Fact) -> None:
        from rrn.core.time import london_day, travel
        from rrn.core.verdict import Refused
        from rrn.membership import actions
        from rrn.membership.models import Suspension

        member, day = self.members[fact.member], london_day(fact.at)
        by = member.person or self.office[0]
        with travel(fact.at):
            if fact.what == "renew":
                actions.start_period(member=member, on=day, by=by, at=fact.at)
            elif fact.what == "leave":
                with suppress(Refused):
                    actions.leave(member=member, by=by, at=fact.at)
            elif fact.what == "apply":
                actions.note_application(member=member, by=by, at=fact.at)
            elif fact.what == "suspend":
                Suspension.objects.create(member=member, starts_on=day, reason="Under review", decided_by=self.office[0], decided_at=fact.at)
            elif fact.what == "lift":
                member.suspensions.filter(ended_on__isnull=True).update(ended_on=day)
            elif member.organisation_id:
                self._hand_over(fact)

    def _hand_over(self, fact: Fact) -> None:
        """The lead goes and another comes, as people do."""
        from rrn.organisations.models import Seat, SeatKind

        seat = Seat.objects.filter(organisation=self.members[fact.member].organisation_id, kind=SeatKind.LEAD, ended_at__isnull=True).first()
        if seat is not None:
            Seat.objects.filter(pk=seat.pk).update(ended_at=fact.at)
            new = self.people[(fact.member * 7 + 3) % self.plan.members]
            Seat.objects.create(organisation_id=seat.organisation_id, person=new, kind=SeatKind.LEAD, started_at=fact.at)

    # -- The clock -------------------------------------------------------------------------------------------------

    def _run(self, at: datetime, how: str) -> None:
        from rrn.core.time import travel

        with travel(at):
            if how == "killed":
                self._killed(at)
            elif how == "together":
                side = threading.Thread(target=self._beside, args=(at,))
                side.start()
                self._turn(at)
                side.join()
                self._turn(at)
            else:
                self._turn(at)
            self._release(at)

    def _duties(self, at: datetime) -> None:
        from rrn.clock.duties import DUTIES, Tally

        for duty in DUTIES:
            if duty.by_day or duty.name == "mails that are due":
                tally = Tally(beat=lambda: True)
                duty.act(at, tally)
                if tally.failed:
                    raise AssertionError(f"{duty.name} put {tally.failed} aside on {at}")

    def _turn(self, at: datetime) -> None:
        from django.db import OperationalError

        try:
            self._duties(at)
        except OperationalError:  # the other one was writing; the worker comes again in a minute
            self._duties(at)
        self.repeats += 1

    def _beside(self, at: datetime) -> None:
        from django.db import OperationalError, connections

        try:
            self._duties(at)
        except OperationalError:
            pass
        finally:
            connections.close_all()

    def _killed(self, at: datetime) -> None:
        """Dead after some statement, whichever it was; what was not committed never happened."""
        try:
            with dying_after(self.chance.randrange(1, 250)):
                self._duties(at)
        except Killed:
            self.kills += 1
            self._come_to(at)

    def _come_to(self, at: datetime) -> None:
        """Mails in the hands of a sender that died are perhaps sent. Here the walk knows that none had left."""
        from rrn.post.models import Mail

        Mail.objects.filter(state=Mail.State.SENDING).update(state=Mail.State.QUEUED, claimed_until=None)

    def _release(self, at: datetime) -> None:
        """After an outage the clock asks; two of the office have looked."""
        from rrn.clock import actions
        from rrn.clock.models import Halt

        halts = Halt.objects.filter(closed_at__isnull=True, released_at__isnull=True)
        for halt in halts:
            actions.ask_to_release(halt=halt, number=halt.number, reason="The server was away", by=self.office[0], at=at)
            actions.agree_to_release(halt=halt, number=halt.number, by=self.office[1], at=at)
            self.releases += 1
        if halts:
            self._turn(at)

    # -- The end ---------------------------------------------------------------------------------------------------

    def end(self) -> dict[str, Any]:
        """Everything that must be equal, by names that no walk shares numbers with."""
        from django.db.models import Q

        from rrn.core.time import start_of_day
        from rrn.events.models import Line
        from rrn.membership.models import Boundary, Period
        from rrn.post import ledger
        from rrn.post.models import Mail, Notice

        at = start_of_day(self.plan.last - DAY) + timedelta(hours=23)
        notices, ends = {}, {}
        for row in Notice.objects.with_end().values_list(*ledger.KEYS, "ended_as", "mail__subject", "mail__to"):
            promise = row[: len(ledger.KEYS)]
            if promise in notices:
                raise AssertionError(f"twice: {promise}")
            notices[promise], ends[promise] = row[-2:], row[-3]
        lines = Line.objects.filter(verb__in=("membership.became_due", "membership.grace_began", "membership.ended"))
        return {
            "facts": sorted(Period.objects.values_list("member", "starts_on", "ends_on", "left_on", "kind")),
            "statuses": self._statuses(),
            "boundaries": sorted(Boundary.objects.values_list("period", "kind", "on")),
            "boundary lines": sorted(lines.values_list("verb", "about_id", "at")),
            "notices": notices,
            "ends": ends,
            "mails": Mail.objects.filter(Q(key__startswith="notice:") | Q(key__startswith="gathered:")).count(),
            "other letters": Mail.objects.exclude(key__startswith="notice:").exclude(key__startswith="gathered:").count(),
            "mails of notices": len(set(Notice.objects.filter(mail__isnull=False).values_list("mail", flat=True))),
            "expected": ledger.expected(ledger.Span(FIRST, self.plan.last - DAY)),
            "unexplained": [(line.rule.name, line.day, line.unexplained) for line in ledger.unexplained(at=at)],
        }

    def _statuses(self) -> dict[date, dict[str, int]]:
        from django.db.models import Count

        from rrn.membership.models import Member

        days = [FIRST + number * DAY for number in range(0, self.plan.days, 137)] + [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 28), date(2028, 2, 29)]
        return {
            day: dict(Member.objects.with_status(day).order_by().values_list("status_now").annotate(Count("pk"))) for day in days
        }


@contextmanager
def dying_after(statements: int) -> Iterator[None]:
    from django.db import connection

    left = statements

    def execute(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def differences(calm: dict[str, Any], other: dict[str, Any], walk: Walk) -> list[str]:
    """Everything that differs and may not. Empty where all is well."""
    said = [f"{name} differ" for name in ("facts", "statuses", "boundaries", "boundary lines", "expected", "other letters") if calm[name] != other[name]]
    for name, end in (("calm", calm), (walk.plan.manner, other)):
        if set(end["notices"]) != end["expected"]:
            said.append(f"{name}: {len(set(end['notices']) ^ end['expected'])} notices are not as expected")
        if end["unexplained"]:
            said.append(f"{name}: unexplained {end['unexplained'][:3]}")
        if end["mails"] != end["mails of notices"]:
            said.append(f"{name}: {end['mails']} mails for {end['mails of notices']}")
        if left := [promise for promise, how in end["ends"].items() if how == "waiting"]:
            said.append(f"{name}: {len(left)} still wait, such as {left[0]}")
    for promise, what in calm["ends"].items():
        same = other["ends"].get(promise) == what and other["notices"].get(promise) == calm["notices"][promise]
        if not same and not (walk.plan.manner == "away" and _by_the_outage(promise, other["ends"].get(promise), walk)):
            said.append(f"{promise}: {what} {calm['notices'][promise]}, but {other['ends'].get(promise)} {other['notices'].get(promise)}")
    return said


def _by_the_outage(promise: tuple[Any, ...], end: str | None, walk: Walk) -> bool:
    """A run came late to it: then it is superseded, or says what is true by then."""
    from bisect import bisect_left

    due = promise[3]
    place = bisect_left(walk.ran, due)
    came = walk.ran[place] if place < len(walk.ran) else None
    return (came is None or came > due) and end in ("superseded", "no_address", "sent", "gathered")


def one(plan: Plan, tell: Callable[[str], None] = lambda line: None) -> tuple[Walk, dict[str, Any]]:
    walk = Walk(plan, tell).live()
    return walk, walk.end()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--members", type=int, default=10_000)
    arguments.add_argument("--days", type=int, default=DAYS)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    if not os.environ.get("RRN_VAR"):
        raise SystemExit("Name a folder of its own: RRN_VAR=/tmp/years python -m bench.three_years")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.bench")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    place, ends, walks, began = Path(os.environ["RRN_VAR"]), {}, {}, time.monotonic()
    for manner in ("calm", "restless", "away"):
        connections["default"].close()
        for path in place.glob(f"{manner}.sqlite3*"):
            path.unlink()
        connections.settings["default"]["NAME"] = connections["default"].settings_dict["NAME"] = place / f"{manner}.sqlite3"
        call_command("migrate", verbosity=0, interactive=False)
        walks[manner], ends[manner] = one(Plan(asked.members, asked.seed, manner, asked.days), lambda line: print(line, flush=True))
        print(f"{manner}: {walks[manner].kills} kills, {walks[manner].repeats} runs, {walks[manner].releases} releases, "
              f"{len(ends[manner]['notices']):,} notices, {ends[manner]['mails']:,} mails, {len(ends[manner]['boundaries']):,} boundaries", flush=True)  # fmt: skip
    wrong = [line for manner in ("restless", "away") for line in differences(ends["calm"], ends[manner], walks[manner])]
    for line in wrong[:20]:
        print(line)
    print(f"{asked.members:,} members, {asked.days:,} days, three walks in {time.monotonic() - began:.0f} s: {len(wrong)} differences.")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
