"""Pages carry no script and no style of their own: the content security policy would not run them."""

from __future__ import annotations

import re
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
# Mail programs read no style sheets, so mails alone carry theirs inside.
MAILS = {"rrn/post/templates/post/mail.html"}
PAGES = [path for path in sorted((HOME / "rrn").rglob("*.html")) if str(path.relative_to(HOME)) not in MAILS]
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.IGNORECASE),
    "a style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "a handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped words": re.compile(r"\|\s*safe\b|autoescape off|mark_safe"),
}


def test_no_page_carries_a_script_a_style_or_words_that_are_not_escaped():
    found = [
        f"{path.relative_to(HOME)}: {what}" for path in PAGES for what, pattern in INLINE.items() if pattern.search(path.read_text())
    ]
    assert found == []


# The one place that builds HTML in Python: components, which escape what they are given.
COMPONENTS = Path("rrn/core/templatetags")


def test_only_the_components_mark_words_as_safe():
    pattern = re.compile(r"\bmark_safe\(|\bSafeString\(")
    pages = [path for path in (HOME / "rrn").rglob("*.py") if "tests" not in path.parts and COMPONENTS not in path.relative_to(HOME).parents]
    found = [str(path.relative_to(HOME)) for path in pages if pattern.search(path.read_text())]
    assert found == []
