"""What a journey needs: the house on a database of its own, Chromium, a telephone, a keyboard, and axe.

A journey is marked `journey` and walks through real pages. Nothing is mocked but the clock of the mail tray: `letters`
does the worker's turn and gives the mails that came of it. What needs no mouse is in `keyboard.py`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
def network(house: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The house with the whole made-up network in it, at noon of its day."""
    from rrn.core.time import start_of_day
    from rrn.demo.fill import fill
    from rrn.demo.tests.network import DAY, NOW

    monkeypatch.setattr("rrn.core.time._fixed", NOW)
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    fill(day=DAY, now=start_of_day(DAY))
    return house


@pytest.fixture
def browser_context_args(house: str) -> dict[str, Any]:
    """Journeys write `page.goto("/join/")`."""
    return {"base_url": house, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}


@contextmanager
def nothing_goes_wrong_unseen(page: Any) -> Iterator[Any]:
    """No script error, no refused resource, no call elsewhere."""
    wrong: list[str] = []
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("request", lambda asked: wrong.append(f"asked elsewhere: {asked.url}") if not is_ours(asked.url) else None)
    yield page
    assert [line for line in wrong if not expected_refusal(line)] == []


@pytest.fixture
def page(page: Any) -> Iterator[Any]:
    with nothing_goes_wrong_unseen(page):
        yield page


@pytest.fixture
def arrive(browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """`arrive(who)` lets somebody come with a browser of her own; `on_a_telephone=True` for a small one. Gives her page."""
    with ExitStack() as everybody:

        def come(who: Any = None, *, on_a_telephone: bool = False) -> Any:
            size = {"viewport": TELEPHONE} if on_a_telephone else {}
            context = everybody.enter_context(browser.new_context(**browser_context_args, **size))
            if who is not None:
                sign_in(context, who)
            return everybody.enter_context(nothing_goes_wrong_unseen(context.new_page()))

        yield come


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
    """`axe(page)` fails with every finding. On Wagtail's own pages: `within=` our area."""

    def look(page: Any, within: str = "html") -> None:
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "within => axe.run(within, {resultTypes: ['violations']})"
            ".then(all => all.violations.map(v => `${v.id}: ${v.help} ${v.nodes.map(n => n.target.join(' ')).join(', ')}`))",
            within,
        )
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return look


def look(page: Any, axe: Axe, within: str = "html") -> None:
    """What every page must be: one heading, nothing sticking out, nothing that axe finds."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1, page.url
    fits(page)
    axe(page, within=within)


# The elements that reach furthest beyond the page, by name and class, the smallest of them first.
STICKING_OUT = """() => [...document.querySelectorAll('body *')]
  .map(found => [found, found.getBoundingClientRect()])
  .filter(([, box]) => box.right > document.documentElement.clientWidth + 1 && box.width)
  .sort((one, other) => one[1].width - other[1].width).slice(0, 5)
  .map(([found, box]) => `${found.parentElement.tagName.toLowerCase()}.${found.parentElement.className} > ${found.tagName.toLowerCase()}.${found.className} to ${Math.round(box.right)}`).join(', ')"""


def fits(page: Any) -> None:
    """Nothing sticks out: no sideways scrolling."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} pixels too wide: {page.evaluate(STICKING_OUT)}"


def until(page: Any, true: str, *, tries: int = 150) -> None:
    """Look until it is true; Playwright's own waiting needs eval, which our policy forbids."""
    for _ in range(tries):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.url}: never true: {true}")


def sign_in(context: Any, who: Any) -> None:
    """Come in as somebody who has just signed in; signing in has a journey of its own."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": settings.BASE_URL}])


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
