"""Fill a database of its own with a network of any size, in minutes.

    RRN_VAR=/tmp/bench python -m bench.seed --organisations 37500
    RRN_VAR=/tmp/bench DATABASE_URL=postgresql://… python -m bench.seed --organisations 375000

It refuses a database that holds organisations already. Afterwards the register's own rows, totals and search are made
by the command that also mends them (`manage.py renew_register`).
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any

import django

AT_ONCE = 5000


def fields_of(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def fill(model: Any, rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows; what a row leaves out has the model's own default, and its number is the database's to give."""
    from rrn.core.bulk import insert_rows

    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return 0
    fields = [field for field in fields_of(model) if field.name in first or not field.primary_key]
    defaults = [field.get_default() for field in fields]
    names = [field.name for field in fields]
    values = ([row.get(name, default) for name, default in zip(names, defaults, strict=True)] for row in chain([first], waiting))
    return insert_rows(model, names, values)


class Seeding:
    """Everything in one network, a few thousand organisations to a transaction."""

    def __init__(self, network: Any, tell: Callable[[str], None]) -> None:
        from django.apps import apps

        self.network, self.tell = network, tell
        names = ("organisations.Organisation", "membership.Member", "membership.Period", "plans.Plan", "plans.Action",
                 "plans.PlanVersion", "plans.Publication", "plans.Baseline", "accounts.User", "membership.OriginalPledge")  # fmt: skip
        self.models = {name.partition(".")[2]: apps.get_model(name) for name in names}
        self.rows = 0

    def run(self) -> int:
        from bench import network as rows

        author = self.models["User"].objects.create(**rows.person(self.network, 0))
        self._in_parts("organisations", self.network.organisations, lambda some: self._organisations(some, author.pk))
        self._in_parts("people", self.network.people, self._people)
        self._in_parts("pledges", self.network.people, lambda some: self._put("OriginalPledge", (rows.pledge(self.network, n) for n in some)))
        return self.rows

    def _in_parts(self, what: str, count: int, put: Callable[[list[int]], None]) -> None:
        from django.db import transaction

        numbers, done, began = iter(range(1, count + 1)), 0, time.monotonic()
        while some := list(islice(numbers, AT_ONCE)):
            with transaction.atomic():
                put(some)
            done += len(some)
            if done == count or done % (10 * AT_ONCE) == 0:
                self.tell(f"{what}: {done:,} of {count:,} after {time.monotonic() - began:.0f} s")

    def _put(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        self.rows += fill(self.models[name], rows)

    def _ids(self, name: str, count: int) -> list[int]:
        from rrn.core.bulk import reserve_ids

        return list(reserve_ids(self.models[name], count))

    def _organisations(self, some: list[int], author: int) -> None:
        from bench import network as rows

        facts = [rows.organisation(self.network, number) for number in some]
        plans = [rows.plan(self.network, number) for number in some]
        ids = {name: self._ids(name, len(some)) for name in ("Organisation", "Member", "Period", "Plan", "PlanVersion", "Publication")}
        for name, made in (("Organisation", facts), ("Plan", plans)):
            for row, number in zip(made, ids[name], strict=True):
                row["id"] = number
        for plan, organisation in zip(plans, ids["Organisation"], strict=True):
            plan["organisation"] = organisation
        acts = self._actions(some, plans)
        self._put("Organisation", facts)
        self._members("organisation", ids["Organisation"], ids["Member"], ids["Period"], [plan["runs_from"] for plan in plans], some)
        self._put("Plan", plans)
        self._put("Action", (action for each in acts for action in each))
        self._published(facts, plans, acts, ids, author)

    def _actions(self, some: list[int], plans: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        from bench import network as rows

        acts = [list(rows.actions(self.network, number, plan["runs_from"])) for number, plan in zip(some, plans, strict=True)]
        numbers = iter(self._ids("Action", sum(map(len, acts))))
        return [
            [action | {"id": next(numbers), "plan": plan["id"]} for action in each] for each, plan in zip(acts, plans, strict=True)
        ]

    def _members(self, kind: str, whose: list[int], members: list[int], periods: list[int], began: list[date], some: list[int]) -> None:
        from bench import network as rows

        field = "organisation" if kind == "organisation" else "person"
        together = list(zip(members, whose, began, strict=True))
        self._put("Member", ({"id": member, "kind": kind, field: owner, "made_at": rows.at_nine(day)} for member, owner, day in together))
        offset = 0 if kind == "organisation" else 10**9
        self._put("Period", (
            rows.period(number + offset, day) | {"id": period, "member": member}
            for period, member, day, number in zip(periods, members, began, some, strict=True)
        ))  # fmt: skip

    def _published(self, facts: Any, plans: Any, acts: Any, ids: dict[str, list[int]], author: int) -> None:
        """The frozen words, their digests, the publication, and what each action promised on that day."""
        from rrn.plans.versions import digest_of

        words = [self._words(*each) for each in zip(facts, plans, acts, strict=True)]
        self._put("PlanVersion", (
            {"id": number, "plan": plan["id"], "number": 1, "words": said, "digest": digest_of(said), "sent_at": plan["submitted_at"],
             "sent_by": author}
            for number, plan, said in zip(ids["PlanVersion"], plans, words, strict=True)
        ))  # fmt: skip
        self._put("Publication", (
            {"id": number, "organisation": plan["organisation"], "plan": plan["id"], "version": version, "number": 1,
             "published_at": plan["published_at"]}
            for number, plan, version in zip(ids["Publication"], plans, ids["PlanVersion"], strict=True)
        ))  # fmt: skip
        baselines = self._baselines(plans, words)
        numbers = iter(self._ids("Baseline", sum(map(len, acts))) if "id" in self._names("Baseline") else ())
        self._put("Baseline", (row | {"id": next(numbers)} for row in baselines))

    def _names(self, name: str) -> set[str]:
        return {field.name for field in fields_of(self.models[name])}

    @staticmethod
    def _baselines(plans: Any, words: Any) -> Iterator[dict[str, Any]]:
        from rrn.plans.versions import digest_of

        for plan, said in zip(plans, words, strict=True):
            for action in said["actions"]:
                yield {
                    "action": action["id"], "plan": plan["id"], "words": action, "due_on": date.fromisoformat(action["due_on"]),
                    "digest": digest_of(action), "frozen_at": plan["published_at"],
                }  # fmt: skip

    @staticmethod
    def _words(facts: Any, plan: Any, acts: Any) -> dict[str, Any]:
        """As `rrn.plans.versions.words_of`, from plain values."""
        from rrn.plans.rules import ACTION_FIELDS, PUBLIC_PLAN_FIELDS, plain
        from rrn.plans.versions import ORGANISATION_FIELDS

        defaults: dict[str, Any] = {"language": "en-gb", "no_restraint": False}
        said = {field: plain(plan.get(field, defaults.get(field, ""))) for field in PUBLIC_PLAN_FIELDS}
        nothing = {"baseline_known_by", "target_known_by"}
        each = [
            {"id": action["id"], "number": number}
            | {f: plain(action.get(f, None if f in nothing else "")) for f in ACTION_FIELDS if f != "language"}
            for number, action in enumerate(acts, start=1)
        ]
        organisation = {field: facts.get(field, "") for field in ORGANISATION_FIELDS}
        return {"reference": plan["reference"], "organisation": organisation, **said, "actions": each}

    def _people(self, some: list[int]) -> None:
        from bench import network as rows

        users, members, periods = (self._ids(name, len(some)) for name in ("User", "Member", "Period"))
        self._put("User", (rows.person(self.network, number) | {"id": user} for number, user in zip(some, users, strict=True)))
        began = [self.network.began(self.network.chance(number + 40_000_000)) for number in some]
        self._members("individual", users, members, periods, began, some)


def seed(organisations: int, day: date, tell: Callable[[str], None]) -> int:
    """All rows of a network; how many. The database must be empty of organisations."""
    from bench.network import Network
    from rrn.organisations.models import Organisation

    if Organisation.objects.exists():
        raise SystemExit("This database holds organisations already. Name another one with RRN_VAR or DATABASE_URL.")
    return Seeding(Network(organisations, day), tell).run()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--organisations", type=int, default=375)
    arguments.add_argument("--day", type=date.fromisoformat, default=None, help="the network's today; the real one unless said")
    asked = arguments.parse_args()
    if not os.environ.get("RRN_VAR"):
        raise SystemExit("Name a folder of its own: RRN_VAR=/tmp/bench python -m bench.seed")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.bench")
    django.setup()
    from django.core.management import call_command

    from rrn.core.time import today

    began = time.monotonic()
    call_command("prepare")
    rows = seed(asked.organisations, asked.day or today(), lambda line: print(line, flush=True))
    print(f"{rows:,} rows in {time.monotonic() - began:.0f} s. Now the register's own rows and the search.", flush=True)
    call_command("renew_register")
    print(f"Ready after {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
