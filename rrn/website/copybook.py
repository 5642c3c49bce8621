"""Pages written as files: front matter and a small part of Markdown, turned into the blocks that staff go on with.

    ---
    title: Terms
    slug: terms
    type: content
    ---

    ## A heading

    Words, **bold**, [a link](/members/), - lists, > quotes with a last line — source, ![alt](file.png "caption"), and

    ::: callout Its title      ::: links                      ::: timeline               ::: facts
    words                      - [words](/address/): more     - 2014: words              - Name: words
    :::                        :::                            :::                        :::
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt

COPY = Path(__file__).resolve().parent / "copy"
MARKDOWN = MarkdownIt("commonmark", {"html": False})
LINK = re.compile(r"^\[(?P<words>[^\]]+)\]\((?P<address>[^)\s]+)\)[:.,]?\s*(?P<more>.*)$")
PICTURE = re.compile(r'^!\[(?P<alt>[^\]]+)\]\((?P<file>[^)\s"]+)(?:\s+"(?P<caption>[^"]*)")?\)$')
HEADING = re.compile(r"^(##|###)\s+(.+)$")
FENCE = re.compile(r"^:::\s*(callout|links|timeline|facts|call)\s*(.*)$")

Block = dict[str, Any]


class Misspelt(ValueError):
    """A file that cannot be turned into a page; the message names the line."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One file: what stands in its head, and its body as blocks."""

    head: dict[str, str]
    body: list[Block] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.head.get(name, "")

    @property
    def path(self) -> str:
        """Its address without the first slash: "about/story/"."""
        return "/".join(part for part in (self["parent"].strip("/"), self["slug"]) if part) + "/"


def read(path: Path) -> Copy:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except Misspelt as problem:
        raise Misspelt(f"{path.name}: {problem}") from None


def read_folder(folder: Path) -> list[Copy]:
    """Every file, those above before those below them."""
    return sorted((read(path) for path in sorted(folder.rglob("*.md"))), key=lambda copy: copy.path.count("/") if copy["slug"] else 0)


def parse(text: str) -> Copy:
    start, _, rest = text.partition("---\n")
    head, found, body = rest.partition("\n---\n")
    if start.strip() or not found:
        raise Misspelt("it must begin with a head between two lines of ---")
    pairs = (line.partition(":") for line in head.splitlines() if line.strip())
    return Copy({name.strip(): value.strip() for name, _, value in pairs}, list(blocks_of(body)))


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks in order. Paragraphs and lists that follow each other are one text, as an editor would write them."""
    lines = text.splitlines()
    plain: list[str] = []
    place = 0
    while place < len(lines):
        taken = special(lines, place)
        if taken is None:
            plain.append(lines[place])
            place += 1
            continue
        yield from words_block(plain)
        plain = []
        block, place = taken
        yield block
    yield from words_block(plain)


def words_block(lines: list[str]) -> Iterator[Block]:
    html = rich("\n".join(lines))
    if html:
        yield {"type": "words", "value": html}


def rich(text: str) -> str:
    """Words as Wagtail's editor keeps them: paragraphs, lists, bold and links."""
    html = nh3.clean(
        MARKDOWN.render(text.strip()), tags={"p", "ul", "ol", "li", "a", "strong", "b", "br"}, attributes={"a": {"href"}}, link_rel=None
    )
    return re.sub(r"<(/?)strong>", r"<\1b>", html).strip()


def special(lines: list[str], place: int) -> tuple[Block, int] | None:
    """A heading, a picture, a quote or a fenced part that begins on this line, and where the text goes on."""
    line = lines[place].strip()
    if found := HEADING.match(line):
        return {"type": "heading", "value": {"words": found[2].strip(), "level": str(len(found[1]))}}, place + 1
    if found := PICTURE.match(line):
        value = {"file": found["file"], "alt": found["alt"], "caption": found["caption"] or ""}
        return {"type": "picture", "value": value}, place + 1
    if line.startswith(">"):
        return quote(lines, place)
    if found := FENCE.match(line):
        end = next((number for number in range(place + 1, len(lines)) if lines[number].strip() == ":::"), None)
        if end is None:
            raise Misspelt(f"“{line}” is never closed")
        return FENCED[found[1]](found[2].strip(), lines[place + 1 : end]), end + 1
    return None


def quote(lines: list[str], place: int) -> tuple[Block, int]:
    said: list[str] = []
    while place < len(lines) and (lines[place].strip().startswith((">", "—"))):
        said.append(lines[place].strip().lstrip(">").strip())
        place += 1
    source = said.pop().lstrip("—– ") if said and said[-1].startswith(("—", "–")) else ""
    if not source:
        raise Misspelt("a quote ends with a line “— source”")
    return {"type": "quote", "value": {"words": " ".join(said), "source": source}}, place


def listed(lines: list[str]) -> list[str]:
    """The items of a list; a line that is indented goes on with the item above."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:].strip())
        elif line.strip() and items:
            items[-1] += f" {line.strip()}"
        elif line.strip():
            raise Misspelt(f"“{line.strip()}” should begin with - ")
    return items


def inline(text: str) -> str:
    return rich(text)


def callout(title: str, lines: list[str]) -> Block:
    return {"type": "callout", "value": {"title": title, "words": rich("\n".join(lines))}}


def link(text: str) -> dict[str, Any]:
    found = LINK.match(text)
    if not found:
        raise Misspelt(f"“{text}” is no link")
    return {"words": found["words"], "page": None, "address": found["address"], "more": found["more"]}


def links(title: str, lines: list[str]) -> Block:
    return {"type": "links", "value": [item(link(text)) for text in listed(lines)]}


def call(title: str, lines: list[str]) -> Block:
    return {"type": "call", "value": link(" ".join(lines).strip())}


def named(name: str, lines: list[str]) -> list[Block]:
    pairs = (text.partition(":") for text in listed(lines))
    return [item({name: first.strip(" *"), "words": inline(words)}) for first, _, words in pairs]


def timeline(title: str, lines: list[str]) -> Block:
    return {"type": "timeline", "value": named("when", lines)}


def facts(title: str, lines: list[str]) -> Block:
    return {"type": "facts", "value": named("name", lines)}


def item(value: dict[str, Any]) -> Block:
    return {"type": "item", "value": value}


FENCED: dict[str, Callable[[str, list[str]], Block]] = {
    "callout": callout,
    "links": links,
    "call": call,
    "timeline": timeline,
    "facts": facts,
}
