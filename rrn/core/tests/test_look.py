"""The look holds: colours carry their words, assets are in date, nothing loads from elsewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = Path(settings.BASE_DIR)
FRONTEND = HOUSE / "frontend"
BUILT = HOUSE / "rrn/core/static/rrn"
TOKENS = dict(
    re.findall(r"^\$([\w-]+): (#[0-9A-Fa-f]{6});", (FRONTEND / "styles/_tokens.scss").read_text(), re.M)
)

BODY = [  # words in the size of the text: at least 7
    ("ink", "white"), ("ink", "mist"), ("ink", "mist-2"), ("ink", "petrol-tint"), ("ink", "dawn"), ("ink", "dawn-pale"),
    ("ink-soft", "white"), ("ink-soft", "mist"), ("plum", "white"), ("plum", "mist"), ("white", "plum"),
    ("white", "plum-deep"), ("white", "petrol"), ("haze", "plum-deep"), ("petrol", "white"), ("petrol", "mist"),
    ("petrol", "dawn-pale"), ("petrol", "petrol-tint"), ("petrol-deep", "white"), ("brick", "white"), ("brick", "mist"),
    ("visited", "white"),
]  # fmt: skip
SMALL = [("ink-soft", "mist-2")]  # struck words of a comparison: at least 4.5
SHAPES = [
    ("edge", "white"),
    ("edge", "mist"),
    ("dawn", "plum-deep"),
    ("ink", "dawn"),
    ("band", "plum-deep"),
]  # at least 3


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "words,ground,least",
    [(*pair, 7) for pair in BODY] + [(*pair, 4.5) for pair in SMALL] + [(*pair, 3) for pair in SHAPES],
)
def test_every_pair_of_colours_keeps_its_contrast(words, ground, least):
    assert contrast(words, ground) >= least


def test_no_colour_is_written_outside_the_token_file():
    found = [
        path.name
        for path in FRONTEND.glob("styles/**/*.scss")
        if path.name != "_tokens.scss" and re.search(r"#[0-9A-Fa-f]{3,8}\b(?!\s*\{)", path.read_text())
    ]
    assert found == []


def test_the_committed_assets_were_built_from_these_sources():
    spec = importlib.util.spec_from_file_location("assets_in_date", FRONTEND / "assets_in_date.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.in_date(), "Run: make assets"


def test_the_styles_load_nothing_from_elsewhere():
    addresses = re.findall(r"url\(([^)]*)\)", (BUILT / "site.css").read_text())
    assert addresses
    assert all(address.strip("\"'").startswith("fonts/") for address in addresses)


def test_every_file_that_the_styles_name_is_there():
    for address in re.findall(r"url\(([^)]*)\)", (BUILT / "site.css").read_text()):
        assert (BUILT / address.strip("\"'")).is_file()


def test_the_lock_file_carries_no_addresses():
    assert "resolved" not in (FRONTEND / "package-lock.json").read_text()


def test_templates_carry_no_script_and_no_style_of_their_own():
    for path in HOUSE.glob("rrn/*/templates/**/*.html"):
        if path.parts[-3] in ("post", "office") or "mail" in path.name:
            continue
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text), path


def test_every_icon_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (BUILT / "sprite.svg").read_text()))
    named = set()
    for path in HOUSE.glob("rrn/*/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
    assert named <= drawn
