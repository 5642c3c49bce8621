"""How a mail gets its words: plain text first, HTML that says the same (VISUAL.md 12).

A room writes one text template. Its first line is `Subject: …`. In the body a blank line ends a paragraph, a
paragraph of lines that start with "- " is a list, and a line that is only an address is a link; the first such line
is the main one and stands alone and bold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.html import escape

HEADING = "\x02"  # before a block that is the heading of one of several letters; no template can write it


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def _is_address(line: str) -> bool:
    return line.startswith(("https://", "http://")) and " " not in line


def _block(block: str, main_link_seen: bool) -> tuple[str, bool]:
    lines = [line.strip() for line in block.splitlines()]
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{escape(line[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>", main_link_seen
    parts = []
    for line in lines:
        if _is_address(line):
            link = f'<a href="{escape(line)}" class="link">{escape(line)}</a>'
            parts.append(link if main_link_seen else f"<strong>{link}</strong>")
            main_link_seen = True
        else:
            parts.append(escape(line))
    return f"<p>{'<br>'.join(parts)}</p>", main_link_seen


def _text(template: str, context: dict[str, Any]) -> str:
    """Text is text: nothing is escaped here, and every line is escaped on its way into the HTML."""
    words = context | {"RRN": settings.RRN, "base_url": settings.BASE_URL}
    return get_template(template).template.render(  # type: ignore[attr-defined]  # Django's own engine
        Context(words, autoescape=False)
    )


def compose(template: str, context: dict[str, Any]) -> Letter:
    """Render `<room>/emails/<name>.txt` to a subject, a text and its HTML twin."""
    subject, body = _subject_and_body(template, context)
    return _letter(subject, _blocks(body), context)


def compose_together(template: str, context: dict[str, Any], parts: Sequence[tuple[str, dict[str, Any]]]) -> Letter:
    """Several letters to one person as one: the words of `template`, then each with its subject as its heading."""
    subject, body = _subject_and_body(template, context)
    blocks = _blocks(body)
    for part in parts:
        heading, words = _subject_and_body(*part)
        blocks += [f"{HEADING}{heading}", *_blocks(words)]
    return _letter(subject, blocks, context)


def _subject_and_body(template: str, context: dict[str, Any]) -> tuple[str, str]:
    first, _, body = _text(template, context).strip().partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"{template} must start with 'Subject: '.")
    return " ".join(first.removeprefix("Subject: ").split()), body


def _blocks(body: str) -> list[str]:
    return [block.strip("\n") for block in body.strip().split("\n\n") if block.strip()]


def _letter(subject: str, blocks: Sequence[str], context: dict[str, Any]) -> Letter:
    foot = _text("post/foot.txt", context).strip()
    seen, html = False, []
    for block in blocks:
        if block.startswith(HEADING):
            html.append(f"<h2>{escape(block.removeprefix(HEADING))}</h2>")
            continue
        piece, seen = _block(block, seen)
        html.append(piece)
    page = render_to_string(
        "post/mail.html", {"subject": subject, "blocks": html, "foot": foot.splitlines(), "RRN": settings.RRN}
    )
    text = "\n\n".join(block.removeprefix(HEADING) for block in blocks) + "\n\n-- \n" + foot + "\n"
    return Letter(subject=subject, text=text, html=page)
