"""Write sprite.svg: Tabler outline icons (MIT, LICENSE-tabler.txt), our own glyphs, and the mark.

Run it after a change here: `python3 icons/make_sprite.py` in `frontend/`. Colours come from the page
(`currentColor`, `--rrn-ghost`), so a glyph looks right in print and in forced colours.
"""

from __future__ import annotations

from pathlib import Path

TABLER = {
    "phone": "M5 4h4l2 5l-2.5 1.5a11 11 0 0 0 5 5l1.5-2.5l5 2v4a2 2 0 0 1-2 2a16 16 0 0 1-15-15a2 2 0 0 1 2-2",
    "search": "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M21 21l-6-6",
    "download": "M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2M7 11l5 5l5-5M12 4v12",
    "print": "M17 17h2a2 2 0 0 0 2-2v-4a2 2 0 0 0-2-2h-14a2 2 0 0 0-2 2v4a2 2 0 0 0 2 2h2M17 9v-4a2 2 0 0 0-2-2h-6a2 2"
    " 0 0 0-2 2v4M7 15a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2z",
    "external": "M12 6h-6a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-6M11 13l9-9M15 4h5v5",
    "mail": "M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2zM3 7l9 6l9-6",
    "calendar": "M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-12a2 2 0 0 1-2-2zM16 3v4M8 3v4M4 11h16",
    "people": "M5 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0M3 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2M16 3.13a4 4 0 0 1 0 7.75M21"
    " 21v-2a4 4 0 0 0-3-3.85",
    "clipboard": "M9 5h-2a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-12a2 2 0 0 0-2-2h-2M9 5a2 2 0 0 1 2-2h2a2 2"
    " 0 0 1 2 2a2 2 0 0 1-2 2h-2a2 2 0 0 1-2-2M9 12h.01M13 12h2M9 16h.01M13 16h2",
    "cross": "M18 6l-12 12M6 6l12 12",
    "check": "M5 12l5 5l10-10",
    "arrow-right": "M5 12h14M13 18l6-6M13 6l6 6",
    "arrow-left": "M5 12h14M5 12l6 6M5 12l6-6",
    "lock": "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2zM11 16a1 1 0 1 0 2 0a1 1 0 0 0-2"
    " 0M8 11v-4a4 4 0 1 1 8 0v4",
    "message": "M8 9h8M8 13h6M18 4a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-5l-5 3v-3h-2a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z",
    "feed": "M4 19a1 1 0 1 0 2 0a1 1 0 1 0-2 0M4 4a16 16 0 0 1 16 16M4 11a9 9 0 0 1 9 9",
}

SHEET = '<path d="M6 3h8l4 4v14H6z" stroke-linejoin="round"/>'
RING = '<circle cx="12" cy="12" r="9"/>'
POSTS = "M3 6v12M21 6v12"
CHECK_HOLE = "M7.6 14.1l1.8-1.7 1.7 1.8 3.7-4.4 1.9 1.5-5.5 6.6z"
OWN = {
    # what the owner says
    "said-not-started": '<circle cx="12" cy="12" r="9" stroke-dasharray="2.6 3.055"/>',
    "said-under-way": RING + '<path d="M12 3a9 9 0 0 0 0 18z" fill="currentColor" stroke="none"/>',
    "said-done": '<circle cx="12" cy="12" r="10.2" fill="currentColor" stroke="none"/>',
    "said-stopped": RING + '<path d="M5.6 18.4L18.4 5.6"/>',
    "said-changed": '<path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"/>',
    # what the evidence shows
    "evidence-none": '<path d="M6 3h8l4 4v14H6z" stroke-dasharray="2.4 2.7"/>',
    "evidence-partial": SHEET + '<path d="M9 16h6"/>',
    "evidence-sufficient": SHEET + '<path d="M9 9.5h3M9 13h6M9 16.5h6" stroke-width="2"/>',
    "evidence-checked": f'<path d="M5 2h9.5L19 6.5V22H5z{CHECK_HOLE}" fill="currentColor" fill-rule="evenodd" stroke="none"/>',
    # the span of a membership
    "span-in-force": f'<path d="{POSTS}M3 12h18"/>',
    "span-ending-soon": f'<path d="{POSTS}M3 12h11"/>',
    "span-report-outstanding": f'<path d="{POSTS}M3 12h5.5M15.5 12H21"/>',
    "span-suspended": f'<path d="{POSTS}"/>',
    "span-ended": '<path d="M3 12h15"/><path d="M19.5 6v12" stroke-width="4"/>',
    "span-applied": '<path d="M3 6v12"/><path d="M6.5 12H22" stroke-dasharray="2.4 2.8"/>',
    "span-started": '<path d="M3 6v12M3 12h19"/>',
    # in a timeline
    "event": '<circle cx="12" cy="12" r="8"/>',
}
NAMES_OF_SAME = {"event-published": "span-started", "event-changed": "said-changed", "event-report": "said-done",
                 "event-pledge": "said-not-started", "event-ended": "span-ended"}  # fmt: skip


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def line(bottom: float, left: float, right: float) -> str:
    yl, yr = number(bottom - left), number(bottom - right)
    return f"M2 {yl}C28 {yl} 34 {yr} 62 {yr}"


def mark(lines: int, bottom: float, left: float, right: float) -> list[str]:
    """The lines of the mark, lowest first (VISUAL: line i of n)."""
    return [line(bottom, i * left / (lines - 1), i * right / (lines - 1)) for i in range(lines)]


def symbols() -> list[str]:
    found = [f'<symbol id="{name}" viewBox="0 0 24 24"><path fill="none" stroke="currentColor" stroke-width="2" '
             f'stroke-linecap="round" stroke-linejoin="round" d="{d}"/></symbol>' for name, d in TABLER.items()]  # fmt: skip
    own = OWN | {name: OWN[same] for name, same in NAMES_OF_SAME.items()}
    found += [f'<symbol id="{name}" viewBox="0 0 24 24"><g fill="none" stroke="currentColor" stroke-width="2.4">{body}</g>'
              "</symbol>" for name, body in own.items()]  # fmt: skip
    six = mark(6, 58, 23, 52)
    found.append(
        f'<symbol id="mark" viewBox="0 0 64 64"><path fill="none" stroke="currentColor" stroke-width="3.6" d="{"".join(six)}"/></symbol>'
    )
    four = "".join(mark(4, 57, 28, 50))
    found.append(
        f'<symbol id="mark-small" viewBox="0 0 64 64"><path fill="none" stroke="currentColor" stroke-width="6.5" d="{four}"/></symbol>'
    )
    for strategy in range(1, 7):
        thin = "".join(d for i, d in enumerate(six, 1) if i != strategy)
        found.append(
            f'<symbol id="strategy-{strategy}" viewBox="0 0 64 64"><g fill="none"><path stroke="var(--rrn-ghost)" stroke-width="2.6" d="{thin}"/>'
            f'<path stroke="currentColor" stroke-width="8" d="{six[strategy - 1]}"/></g></symbol>'
        )
    return found


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols()) + "\n</svg>\n"
    (here / "sprite.svg").write_text(text, encoding="utf-8")
    print(f"sprite.svg: {len(text) / 1000:.1f} kB")
