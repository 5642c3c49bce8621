"""Draw the picture that is shown when a page is shared: the easing lines and the wordmark, 1200 × 630.

    .venv/bin/python frontend/make_share_picture.py [chromium]

The mark is our own drawing. Where the network is another, its installer replaces rrn/core/static/rrn/share.png.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from rrn.core.drawings import HEIGHT, WIDTH, easing  # noqa: E402

PICTURE = HOME / "rrn/core/static/rrn/share.png"
PLUM, DAWN, PAPER = "rgb(52 23 64)", "rgb(255 196 107)", "rgb(255 255 255)"
WORDS = ("Restraint", "Reduction", "Network")
STRAPLINE = ("Like-minded organisations", "in pursuit of restraint-free services")


def page() -> str:
    font = base64.b64encode((HOME / "rrn/core/static/rrn/fonts/atkinson.woff2").read_bytes()).decode()
    lines = "".join(
        f'<path d="{path}" stroke="{DAWN if number == 3 else PAPER}" stroke-opacity="{1 if number == 3 else 0.5}"/>'
        for number, path in enumerate(easing(6))
    )
    words = "".join(f'<text x="84" y="{170 + 92 * place}" font-size="92" font-weight="700">{word}</text>' for place, word in enumerate(WORDS))
    strap = "".join(f'<text x="86" y="{430 + 40 * place}" font-size="31">{line}</text>' for place, line in enumerate(STRAPLINE))
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face{{font-family:A;src:url(data:font/woff2;base64,{font});font-weight:200 800}}
html,body{{margin:0;background:{PLUM}}}svg{{display:block}}text{{font-family:A,sans-serif;fill:{PAPER}}}</style>
<svg width="1200" height="630" viewBox="0 0 1200 630">
<svg x="0" y="150" width="1200" height="440" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" fill="none"
 stroke-width="3">{lines}</svg>{words}{strap}</svg>"""


def main() -> None:
    chromium = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CHROMIUM", "chromium")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "share.html")
        source.write_text(page(), encoding="utf-8")
        subprocess.run(  # noqa: S603  # the maker's own browser on our own page
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
             "--window-size=1200,630", f"--screenshot={PICTURE}", source.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


if __name__ == "__main__":
    main()
