"""Reads a page of copy as it stands in its file: facts between two lines of dashes, then words.

    title, slug, parent (the address above, empty under home), type, menu, description, lead; news also date_offset,
    picture and picture_alt. Then `## heading`, `### heading`, paragraphs, `- ` lists, `> quote` with `> — source`,
    `::: callout Title`, `::: timeline` and `::: links`, each ended by `:::`, **bold**, [words](/address/) and places
    that settings fill, such as {telephone}.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
PLACE = re.compile(r"\{(\w+)\}")
FIELDS = ("title", "slug", "parent", "type", "menu", "description", "lead")


@dataclass(frozen=True)
class Copy:
    path: Path
    facts: dict[str, str]
    body: str

    @property
    def address(self) -> str:
        parts = [part for part in (self.facts["parent"], self.facts["slug"]) if part]
        return "/" + "".join(f"{part}/" for part in parts)

    @property
    def words(self) -> str:
        """Everything that a reader sees, the description for search engines too."""
        return "\n".join([self.facts["title"], self.facts["lead"], self.facts["description"], self.body])

    @property
    def links(self) -> list[str]:
        return [address for _, address in LINK.findall(self.words)]

    @property
    def headings(self) -> list[int]:
        return [len(marks) for marks in re.findall(r"^(#{1,6}) ", self.body, re.MULTILINE)]


def read(path: Path) -> Copy:
    _, facts, body = path.read_text(encoding="utf-8").split("---\n", 2)
    pairs = [line.partition(":") for line in facts.strip().splitlines()]
    return Copy(path, {name.strip(): value.strip() for name, _, value in pairs}, body.strip())


def read_all(folder: Path) -> list[Copy]:
    return [read(path) for path in sorted(folder.rglob("*.md"))]


def long_sentences(text: str, most: int = 40) -> list[str]:
    """Sentences that nobody should have to read aloud."""
    plain = LINK.sub(r"\1", text).replace("**", "")
    parts = re.split(r"(?<=[.?:])\s+|\n", plain)
    return [part for part in parts if len(part.split()) > most]
