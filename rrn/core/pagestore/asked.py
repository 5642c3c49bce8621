"""Which kept pages are asked for most, so that they are made for tomorrow before midnight. Pure.

Each server process counts in memory and writes its list down each minute; it holds addresses and numbers, nothing of
who asked.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from rrn.core.pagestore.names import Key, key_of

log = logging.getLogger(__name__)

MOST = 1000
IN_MEMORY = 4 * MOST
EVERY = 60.0
OLD = 2 * 24 * 3600.0


class Asked:
    def __init__(self, folder: Path) -> None:
        self.place = folder / "asked" / f"{os.getpid()}.json"
        self.counts: dict[Key, int] = {}
        self.write_at = time.monotonic() + EVERY

    def note(self, key: Key) -> None:
        counts = self.counts
        counts[key] = counts.get(key, 0) + 1
        if len(counts) > IN_MEMORY:
            self._thin_out()
        if time.monotonic() >= self.write_at:
            self.write()

    def _thin_out(self) -> None:
        """The seldom asked go; whoever is asked for again comes back. Other threads may note at the same time."""
        self.counts = {key: (count + 1) // 2 for key, count in Counter(dict(self.counts)).most_common(2 * MOST)}

    def write(self) -> None:
        self.write_at = time.monotonic() + EVERY
        rows = [[*key, count] for key, count in Counter(dict(self.counts)).most_common(MOST)]
        half = self.place.with_suffix(".new")
        with suppress(OSError):
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_text(json.dumps(rows))
            os.replace(half, self.place)


def most_asked(folder: Path, most: int = MOST) -> list[Key]:
    """Over all processes of this host; lists that nobody has written to for two days are removed."""
    total: Counter[Key] = Counter()
    for path in (folder / "asked").glob("*.json"):
        try:
            if time.time() - path.stat().st_mtime > OLD:
                path.unlink()
                continue
            for address, query, count in json.loads(path.read_text()):
                key = key_of(address, query)
                if key is not None:
                    total[key] += int(count)
        except (OSError, ValueError, TypeError):
            log.info("The list %s could not be read.", path.name)
    return [key for key, _ in total.most_common(most)]
