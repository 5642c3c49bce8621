"""What a journey needs: the house on a database of its own, Chromium, a telephone, a keyboard, and axe.

A journey is marked `journey` and walks through real pages. Nothing is mocked but the clock of the mail tray: `letters`
does the worker's turn and gives the mails that came of it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parent / "axe.min.js"
TELEPHONE = {"width": 320, "height": 640}
# Chromium speaks to the house only, and starts without asking the world anything.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
Axe = Callable[..., None]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands here, and walk it last: Playwright leaves an event loop behind in this thread."""
    journeys = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
    items[:] = [item for item in items if item not in journeys] + journeys


@pytest.fixture(scope="session", autouse=True)
def synchronous_everywhere() -> None:
    """Playwright runs an event loop in this thread; the ORM would refuse to be called beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    program = shutil.which("chromium") or pytest.fail("Chromium is missing. Type: apt-get install -y chromium")
    return {"executable_path": program, "args": FLAGS, "headless": True}


@pytest.fixture
def house(committed_db: None, settings: Any) -> Iterator[str]:
    """The house, served; gives its address."""
    from django.core.cache import cache
    from django.db import connections
    from django.test.testcases import LiveServerThread, _StaticFilesHandler

    cache.clear()
    server = LiveServerThread("127.0.0.1", _StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    settings.BASE_URL = f"http://127.0.0.1:{server.port}"
    yield settings.BASE_URL
    server.terminate()
    connections.close_all()


@pytest.fixture
def browser_context_args(house: str) -> dict[str, Any]:
    """Journeys write `page.goto("/join/")`."""
    return {"base_url": house, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}


@pytest.fixture
def page(page: Any) -> Iterator[Any]:
    """A page on which nothing may go wrong unseen: no script error, no refused resource, no call elsewhere."""
    wrong: list[str] = []
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("request", lambda asked: wrong.append(f"asked elsewhere: {asked.url}") if not is_ours(asked.url) else None)
    yield page
    assert [line for line in wrong if not expected_refusal(line)] == []


def is_ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))


def expected_refusal(line: str) -> bool:
    """Chromium logs every 4xx answer; a journey that meets one on purpose asserts it on the page."""
    return "Failed to load resource: the server responded with a status of 4" in line


@pytest.fixture
def phone(page: Any) -> Any:
    """The same page on a small telephone, 320 pixels wide."""
    page.set_viewport_size(TELEPHONE)
    return page


@pytest.fixture
def axe() -> Axe:
    """`axe(page)` fails with every finding. In the office: `axe(page, within="#rrn-content")`, our own area."""

    def look(page: Any, within: str = "html") -> None:
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "within => axe.run(within, {resultTypes: ['violations']})"
            ".then(all => all.violations.map(v => `${v.id}: ${v.help} ${v.nodes.map(n => n.target.join(' ')).join(', ')}`))",
            within,
        )
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return look


def fits(page: Any) -> None:
    """Nothing sticks out: no sideways scrolling."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} pixels too wide"


def tab_to(page: Any, words: str, *, most: int = 60) -> None:
    """Press Tab until the control with these words has the focus, as somebody without a mouse does, and see that it shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement; const label = e.labels && e.labels[0];"
            " return (e.getAttribute('aria-label') || (label && label.innerText) || e.innerText || e.value || '').trim(); }"
        )
        if " ".join(said.split()) == words:
            seen = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
            )
            assert seen, f"the focus on “{words}” cannot be seen"
            return
    raise AssertionError(f"{page.url}: nothing that says “{words}” was reached by {most} presses of Tab")


@pytest.fixture
def letters(house: str) -> Callable[[str], list[Any]]:
    """Let the worker take its turn, then give the mails that an address got."""

    def sent_to(address: str) -> list[Any]:
        from django.core import mail

        from rrn.clock.worker import Worker

        worker = Worker()
        worker.turn()
        worker.leave()
        return [letter for letter in mail.outbox if address in letter.to]

    return sent_to


def code_in(letter: Any) -> str:
    """The six figures of a letter."""
    found = re.search(r"^\s*(\d{6})\s*$", letter.body, re.MULTILINE)
    assert found, letter.body
    return found.group(1)
