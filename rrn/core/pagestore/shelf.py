"""The kept pages as files, and the few in memory that are asked for most. Pure.

    generation                     changes with every removal
    locks/ab                       one page is made by one process at a time
    asked/<process>.json           what is asked for most
    days/2026-11-21+00/
        whole/members/index.html   and .gz: good for the whole day; nginx looks here and nowhere else
        parts/ab/<name>            and .gz: part of a day, with a query, or with headers of its own
        heads/ab/<name>            what the embedded server reads first
        tags/<tag>/<name>          the same file once more, so that a removal finds what depends on a tag

A page is put down head first and its bytes last; a removal changes `generation` first and then takes files away. So
whoever makes a page from old data meets either the removal's changed `generation`, or the removal meets his files.
They never work at the same moment (`locks/shelf`), or a removal could take the link by which the next one finds a page.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from rrn.core.pagestore.entry import Entry, stamp_of
from rrn.core.pagestore.names import Key
from rrn.core.pagestore.space import Space

log = logging.getLogger(__name__)

LARGEST_PAGE = 2 * 1024 * 1024
LOCKS = 256
LONGEST_WAIT = 10.0


def tag_name(tag: str) -> str:
    """A tag as a folder's name; anything unusual in it could not come back out as another folder."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else f"~{ord(letter):x}~" for letter in tag)[:120]


class Shelf:
    def __init__(self, folder: Path, *, space: Space | None = None) -> None:
        self.folder = folder
        self.days = folder / "days"
        self.space = space or Space()

    # -- looking

    def head_path(self, day: str, name: str) -> str:
        return f"{self.days}/{day}/heads/{name[1:3]}/{name}"

    def _bytes_path(self, day: str, name: str, readable: str) -> Path:
        return self.days / day / "whole" / readable if readable else self.days / day / "parts" / name[1:3] / name

    def read(self, day: str, key: Key) -> Entry | None:
        """The page as it lies there, whole, or None."""
        name = key.name
        try:
            with open(self.head_path(day, name), "rb") as file:
                facts = json.loads(file.read())
            place = self._bytes_path(day, name, facts["readable"])
            entry = Entry.from_head(facts, place.read_bytes(), Path(f"{place}.gz").read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return entry if entry and entry.key == key else None

    def generation(self) -> str:
        try:
            return (self.folder / "generation").read_text()
        except OSError:
            return ""

    # -- putting down

    def put(self, day: str, entry: Entry, *, generation: str) -> bool:
        """Keep a page that was begun while `generation` stood; no when something was removed meanwhile, or no room."""
        if len(entry.body) > LARGEST_PAGE or not generation or generation != self.generation():
            return False
        if not self.space.has_room(self.days / day, asked=bool(entry.key.query), size=entry.size):
            return False
        try:
            with self._together(fcntl.LOCK_SH, patience=0) as may:
                return may and self._put_and_look_again(day, entry, generation)
        except OSError as failure:
            log.warning("A page could not be kept (%s); it is served all the same.", failure)
            return False

    def _put_and_look_again(self, day: str, entry: Entry, generation: str) -> bool:
        try:
            self._put(self.days / day, entry)
        except OSError:
            self._take(day, entry.key.name, entry.readable, entry.tags)
            raise
        if generation != self.generation():
            self._take(day, entry.key.name, entry.readable, entry.tags)
            return False
        return True

    def _put(self, day: Path, entry: Entry) -> None:
        name = entry.key.name
        self._take_unlike(day.name, entry)
        head, place = day / "heads" / name[1:3] / name, self._bytes_path(day.name, name, entry.readable)
        with self._half(head, entry.head()) as half:
            for tag in entry.tags:
                self._link(half, day / "tags" / tag_name(tag) / name)
            os.replace(half, head)
        for path, body in ((Path(f"{place}.gz"), entry.packed), (place, entry.body)):
            with self._half(path, body) as half:
                stamp = stamp_of(body)
                os.utime(half, (stamp, stamp))
                os.replace(half, path)

    def _facts(self, path: str | Path) -> dict[str, Any] | None:
        try:
            return dict(json.loads(Path(path).read_bytes()))
        except FileNotFoundError:
            return None

    def _take_unlike(self, day: str, entry: Entry) -> None:
        """The same page lay elsewhere, or told of something else: no part of it may stay behind."""
        try:
            before = self._facts(self.head_path(day, entry.key.name))
        except ValueError:  # half written; it is replaced now
            return
        if before and (before["readable"], tuple(before["tags"])) != (entry.readable, entry.tags):
            self._take(day, entry.key.name, before["readable"], before["tags"])

    @staticmethod
    @contextmanager
    def _half(path: Path, body: bytes) -> Iterator[Path]:
        """A file beside its place, to be moved there in one step; nothing of it stays when that fails."""
        half = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with half.open("xb") as file:
                file.write(body)
            yield half
        finally:
            half.unlink(missing_ok=True)

    @staticmethod
    def _link(head: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
        os.link(head, half)
        try:
            os.replace(half, place)
        finally:
            half.unlink(missing_ok=True)

    # -- taking away

    def _take(self, day: str, name: str, readable: str, tags: Iterable[str]) -> None:
        place = self._bytes_path(day, name, readable)
        for path in (place, Path(f"{place}.gz"), Path(self.head_path(day, name))):
            with suppress(OSError):
                path.unlink()
        for tag in tags:
            with suppress(OSError):
                (self.days / day / "tags" / tag_name(tag) / name).unlink()

    def _new_generation(self) -> None:
        self.begin()
        with self._half(self.folder / "generation", secrets.token_hex(8).encode()) as half:
            os.replace(half, self.folder / "generation")

    def forget(self, tags: Iterable[str]) -> int:
        """Take away what depends on one of these, from every day's folder; how many pages that were."""
        if not self.days.exists():  # nothing was ever kept, perhaps because the folder cannot be made
            return 0
        self._new_generation()
        taken = 0
        with self._together(fcntl.LOCK_EX, patience=LONGEST_WAIT):
            for day in self._day_names():
                try:
                    taken += sum(self._forget_tag(day, self.days / day / "tags" / tag_name(tag)) for tag in set(tags))
                except ValueError:  # a file that a power cut left half written
                    self.forget_day(day)
        return taken

    def _forget_tag(self, day: str, folder: Path) -> int:
        taken = 0
        with suppress(FileNotFoundError):
            for link in os.scandir(folder):
                facts = None if link.name.startswith(".") else self._facts(link.path)
                if facts:
                    self._take(day, link.name, facts["readable"], facts["tags"])
                    taken += 1
        return taken

    def forget_everything(self) -> None:
        """The days' folders go in one step each; what they held is cleared away after that."""
        if not self.days.exists():
            return
        self._new_generation()
        with self._together(fcntl.LOCK_EX, patience=LONGEST_WAIT):
            for day in self._day_names():
                self.forget_day(day)

    def forget_day(self, day: str) -> None:
        gone = self.folder / "gone" / secrets.token_hex(8)
        gone.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            os.rename(self.days / day, gone)
        self.clear_away()

    def clear_away(self) -> None:
        shutil.rmtree(self.folder / "gone", ignore_errors=True)

    def forget_days_before(self, day: str) -> list[str]:
        """Yesterday's pages are no longer looked for; their room is given back."""
        old = [name for name in self._day_names() if name[:10] < day[:10]]
        for name in old:
            self.forget_day(name)
        return old

    def _day_names(self) -> list[str]:
        try:
            return sorted(os.listdir(self.days))
        except OSError:
            return []

    def begin(self) -> str:
        """The generation to put pages down under. Makes the folders where there are none; empty when it cannot."""
        if not self.generation() or not self.days.exists() or not (self.folder / "locks").exists():
            with suppress(OSError):
                self.days.mkdir(parents=True, exist_ok=True)
                (self.folder / "locks").mkdir(exist_ok=True)
                with self._half(self.folder / "generation", secrets.token_hex(8).encode()) as half:
                    os.link(half, self.folder / "generation")  # not over that of somebody who began at the same moment
        return self.generation()

    # -- one at a time

    @contextmanager
    def turn(self, key: Key, *, patience: float) -> Iterator[bool]:
        """Hold the right to make a page; yields no when somebody else held it for longer than we wait."""
        try:
            file = open(self.folder / "locks" / f"{int(key.name[1:5], 16) % LOCKS:02x}", "a")  # noqa: SIM115  # closed below
        except OSError:
            yield False
            return
        with file:
            yield self._wait_for(file, fcntl.LOCK_EX, patience)

    @contextmanager
    def _together(self, how: int, *, patience: float) -> Iterator[bool]:
        """Many may put pages down at the same moment, one takes them away. A removal that waited long goes ahead."""
        with open(self.folder / "locks" / "shelf", "a") as file:
            yield self._wait_for(file, how, patience)

    @staticmethod
    def _wait_for(file: Any, how: int, patience: float) -> bool:
        give_up = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    return False
                time.sleep(0.003)
            except OSError:
                return False
