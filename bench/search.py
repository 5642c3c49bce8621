"""How much a search costs: milliseconds a question, and how many times a bare question to the database.

    python bench/search.py --documents 100000
    python bench/search.py --documents 375000 --postgresql

Makes a database of its own, fills it with made-up documents of some 300 words whose words are as unequally common
as those of a language, asks, and throws it away. Reads nothing of this installation. The time of the database's own
process is in the milliseconds (wall clock, one question at a time) and in the CPU, which is of both processes.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
FIELD = (
    "restraint", "seclusion", "plan", "harness", "family", "children", "ward", "school", "nurse", "practice", "training",
    "leadership", "debrief", "hold", "segregation", "reduction", "wales", "trust", "council", "hospital", "care", "support",
    "people", "person", "staff", "injury", "sensory", "calm", "review",
)  # fmt: skip
NATIONS = ("england", "scotland", "wales", "northern_ireland")
SYLLABLES = (
    "ab", "er", "ys", "twy", "th", "lan", "den", "mor", "ka", "ri", "so", "lu", "pen", "tre", "gor", "ton", "by", "ham",
    "wick", "sel", "ma", "no", "qui", "ra", "fe", "li", "ox", "ba", "du",
)  # fmt: skip


def vocabulary(chance: random.Random, size: int) -> list[str]:
    words = dict.fromkeys(FIELD)
    while len(words) < size:
        words["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 5)))] = None
    return list(words)


def documents(number: int, seed: int = 7) -> Iterator[Any]:
    """Word n is about n times rarer than the first, as in a language; every document begins with one common word."""
    from rrn.core.search import Document

    chance = random.Random(seed)
    words = vocabulary(chance, 40_000)
    weights = [1 / (place + 3) for place in range(len(words))]
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    for key in range(number):
        body = chance.choices(words, cum_weights=sums, k=300)
        name = f"{chance.choice(words).title()} {chance.choice(words).title()} {chance.choice(('School', 'Trust', 'House', 'Care'))}"
        yield Document(
            kind="organisation" if key % 50 else "page",
            key=str(key),
            title=f"{name} {key}",
            body="everyone " + " ".join(body),
            facets=(f"nation_{chance.choice(NATIONS)}", f"strategy_{chance.randint(1, 6)}"),
            address=f"/members/{key}/",
        )


def questions(number: int) -> dict[str, Callable[[int], Any]]:
    from rrn.core.search import find, passages

    chance = random.Random(11)
    words = vocabulary(random.Random(7), 40_000)
    rare = [words[place] for place in chance.sample(range(20_000, 40_000), 200)]
    wales = (("nation_wales",),)

    def shown(turn: int) -> None:
        found = find(rare[turn % 200], most=200)
        passages(found.hits[:25], found.terms)

    def slipped(turn: int) -> Any:
        word = rare[turn % 200]
        return find(word[:-2] + "x" + word[-1:])

    return {
        "one title": lambda turn: find(f"school {turn * 37 % number}"),
        "rare word": lambda turn: find(rare[turn % 200]),
        "rare word, 25 passages": shown,
        "a word in every document": lambda turn: find("everyone"),
        "the same, 200 wanted": lambda turn: find("everyone", most=200),
        "common word": lambda turn: find(FIELD[turn % 6], most=1000),
        "common word in Wales": lambda turn: find(FIELD[turn % 6], facets=wales),
        "two common words": lambda turn: find(f"{FIELD[turn % 6]} {FIELD[6 + turn % 5]}"),
        "common and rare": lambda turn: find(f"{FIELD[turn % 6]} {rare[turn % 200]}"),
        "common, kind page": lambda turn: find(FIELD[turn % 6], kinds=("page",)),
        "eight common words": lambda turn: find(" ".join(FIELD[:8])),
        "two words that meet seldom": lambda turn: find(f"{words[300 + turn % 50]} {words[360 + turn % 50]}"),
        "word begun": lambda turn: find(FIELD[turn % 12][:3]),
        "mistyped": slipped,
        "mistyped, common": lambda turn: find(("restraintt", "seclution", "leadershp")[turn % 3]),
        "nothing like it": lambda turn: find("zzyzzxqwk"),
    }


def cpu_used(server: int | None) -> float:
    """Seconds of this process and of the database's."""
    mine = time.process_time()
    if not server:
        return mine
    counts = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return mine + (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")


def database_process() -> int | None:
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def ask(what: Callable[[int], Any], turns: int) -> tuple[float, float, float]:
    """Median, the slowest but one in a hundred, and CPU; in milliseconds."""
    for turn in range(10):
        what(turn)
    server = database_process()
    times, before = [], cpu_used(server)
    for turn in range(turns):
        start = time.perf_counter()
        what(turn)
        times.append(time.perf_counter() - start)
    cpu = (cpu_used(server) - before) / turns
    times.sort()
    return statistics.median(times) * 1000, times[int(len(times) * 0.99) - 1] * 1000, cpu * 1000


def bare(turn: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def measure(number: int, turns: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rrn.core.search import put

    call_command("migrate", "core", verbosity=0)
    start = time.perf_counter()
    put(documents(number))
    took = time.perf_counter() - start
    print(f"{connection.vendor}: {number:,} documents put in {took:.0f} s, {number / took:,.0f} a second")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            print("size", cursor.fetchone()[0])
    nothing = ask(bare, 500)[0]
    print(f"{'a bare question':28} {nothing:7.3f} ms")
    for name, what in questions(number).items():
        middle, slowest, cpu = ask(what, turns)
        print(f"{name:28} {middle:7.2f} ms  p99 {slowest:7.2f}  cpu {cpu:6.2f}  × {middle / nothing:6.1f}", flush=True)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--documents", type=int, default=100_000)
    reader.add_argument("--turns", type=int, default=200)
    reader.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    asked = reader.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    with tempfile.TemporaryDirectory(prefix="rrn-bench-") as folder:
        os.environ["RRN_VAR"] = folder
        if asked.postgresql:
            from scripts.with_postgresql import server

            with server() as address:
                os.environ["DATABASE_URL"] = address
                measure(asked.documents, asked.turns)
        else:
            os.environ.pop("DATABASE_URL", None)
            measure(asked.documents, asked.turns)


if __name__ == "__main__":
    main()
