"""Cut the house's two font files out of Atkinson Hyperlegible Next.

The result is committed, so this runs only when the family or the list of letters changes:

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools brotli
    cd frontend && npm ci && /tmp/fonts/bin/python make_fonts.py
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
WEIGHTS = (400, 700)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]

LATIN = [
    *range(0x20, 0x7F),
    0xA0, *range(0xC0, 0x100),  # no-break space, Latin-1 letters
    0x152, 0x153,  # Œ œ
    0x2013, 0x2014,
    *range(0x2018, 0x201F),
    0x2026, 0x2022, 0x20AC, 0xA3, 0xB7, 0xD7, 0xF7, 0x2212,
]  # fmt: skip
WELSH = [*range(0x174, 0x178), *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3]


def cut(source: str, target: str, letters: list[int]) -> None:
    options = Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 13, 14]  # names, licence and its address stay with the file
    limited = BytesIO()
    instantiateVariableFont(TTFont(SOURCE / source), {"wght": WEIGHTS}).save(limited)
    font = load_font(limited, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    path = HERE / "fonts" / target
    save_font(font, str(path), options)
    print(f"{target}: {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    cut("atkinson-hyperlegible-next-latin-wght-normal.woff2", "atkinson.woff2", LATIN)
    cut("atkinson-hyperlegible-next-latin-ext-wght-normal.woff2", "atkinson-welsh.woff2", WELSH)
