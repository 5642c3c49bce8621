"""What a public page costs: processor milliseconds a request, of the server and everything below it.

    RRN_VAR=/tmp/bench python -m bench.pages            # after python -m bench.seed
    RRN_VAR=/tmp/bench python -m bench.pages --keep     # write these figures down as the last ones

Everything stands beside a bare Django view and a static file of the same run: trust the ratios, on whatever machine.
A PostgreSQL server's own time is not in the figures of the server's processes.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.load import ask
from bench.server import Server, serving

LAST = Path(__file__).resolve().parent / "figures.json"
# Made up: it keeps a request out of the page store, and Django finds nobody behind it.
AFRESH = {"Cookie": "sessionid=madeupforbench0000000000000000000"}
A_MEMBER = "/members/organisation-17/"


@dataclass(frozen=True)
class Measure:
    name: str
    paths: tuple[str, ...]
    goal: float = 0.0  # milliseconds, of PERFORMANCE
    afresh: bool = True


MEASURES = (
    Measure("P1 home, kept", ("/",), 0.06, afresh=False),
    Measure("P1 directory, kept", ("/members/",), 0.06, afresh=False),
    Measure("P1 a member's page, kept", (A_MEMBER,), 0.06, afresh=False),
    Measure("a static file", ("/static/rrn/site.css",), afresh=False),
    Measure("P2 home", ("/",), 6.0),
    Measure("P2 a member's page", (A_MEMBER,), 3.0),
    Measure("P2 a plan", (f"{A_MEMBER}plan/",), 3.0),
    Measure("P2 figures", ("/figures/",), 3.0),
    Measure("P2 help now", ("/help-now/",), 6.0),
    Measure("P3 directory", ("/members/",), 5.0),
    Measure("P3 directory, filtered", ("/members/?sector=health", "/members/?nation=wales&sector=education",
                                       "/members/?strategy=2", "/members/?practice=seclusion&nation=england"), 5.0),
    Measure("P4 search, common words", ("/search/?q=families", "/search/?q=hold", "/search/?q=school+staff", "/search/?q=review"), 5.0),
    Measure("P4 search, seldom or mistyped", ("/search/?q=hollinford", "/search/?q=physiotherapst", "/search/?q=aberby+care"), 5.0),
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    name: str
    milliseconds: float  # processor time
    rate: float
    half: float
    most: float
    bad: int
    size: int
    goal: float = 0.0


def measure(server: Server, one: Measure, *, seconds: float, connections: int) -> Figure:
    addresses = [server.address + path for path in one.paths]
    headers = AFRESH if one.afresh else {}
    ask(addresses, headers=headers, connections=len(addresses), seconds=0.3)  # warm
    before = server.spent()
    load = ask(addresses, headers=headers, connections=connections, seconds=seconds)
    spent = server.spent() - before
    answers = max(load.requests, 1)
    return Figure(
        one.name, 1000 * spent / answers, load.rate, load.share(0.5), load.share(0.99), load.bad, load.bytes // answers, one.goal
    )


def run(*, settings: str, seconds: float = 3.0, connections: int = 8, measures: tuple[Measure, ...] = MEASURES) -> list[Figure]:
    """The bare view first; then everything of ours, on one server."""
    with serving("bench.bare:application", env={}) as bare:
        found = [measure(bare, Measure("a bare Django view", ("/",), afresh=False), seconds=seconds, connections=connections)]
    with serving("config.wsgi:application", env={"DJANGO_SETTINGS_MODULE": settings}, ready="/readyz") as ours:
        found += [measure(ours, one, seconds=seconds, connections=connections) for one in measures]
    return found


def quietest(runs: list[list[Figure]]) -> list[Figure]:
    """Of several runs the least processor time of each figure: what else the machine had to do only ever adds."""
    return [min(same, key=lambda one: one.milliseconds) for same in zip(*runs, strict=True)]


def last() -> dict[str, Any]:
    return json.loads(LAST.read_text()) if LAST.exists() else {}


def table(found: list[Figure], before: dict[str, Any]) -> str:
    """One line a figure: milliseconds, times the bare view, the goal, and the last ratio that was written down."""
    bare = found[0].milliseconds or 1.0
    lines = [f"{'':32} {'CPU ms':>8} {'× bare':>7} {'was ×':>7} {'goal':>6} {'p50 ms':>8} {'p99 ms':>8} {'a second':>9} {'bytes':>8}"]
    for one in found:
        was = before.get(one.name)
        said = f"{one.name:32} {one.milliseconds:8.3f} {one.milliseconds / bare:7.2f} {f'{was:7.2f}' if was else '      –'} "
        said += f"{one.goal or '–':>6} {one.half:8.2f} {one.most:8.2f} {one.rate:9,.0f} {one.size:8,}"
        lines.append(said + (f"  {one.bad} WERE NOT 200" if one.bad else "") + ("  OVER" if one.goal and one.milliseconds > one.goal else ""))
    return "\n".join(lines)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=3.0, help="for each figure")
    arguments.add_argument("--connections", type=int, default=8)
    arguments.add_argument("--runs", type=int, default=1, help="of each figure the one with the least processor time is taken")
    arguments.add_argument("--said", default="", help="about the machine and the database, kept with the figures")
    arguments.add_argument("--network", default="375", help="which size this is, for the figures that are kept")
    arguments.add_argument("--keep", action="store_true", help="write the ratios down in bench/figures.json")
    asked = arguments.parse_args()
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.bench")
    runs = [run(settings=settings, seconds=asked.seconds, connections=asked.connections) for _ in range(asked.runs)]
    found, kept = quietest(runs), last()
    print(table(found, kept.get(asked.network, {}).get("ratios", {})))
    if asked.keep:
        bare = found[0].milliseconds or 1.0
        kept[asked.network] = {
            "said": f"{asked.said or 'One machine'}. The least of {asked.runs} run(s) of {asked.seconds:g} s.",
            "ratios": {one.name: round(one.milliseconds / bare, 2) for one in found},
            "figures": [{name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(one).items()} for one in found],
        }
        LAST.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
