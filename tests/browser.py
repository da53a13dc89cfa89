"""Pages in a real Chromium: a phone in a resident's hand, a screen on a desk.

A page that throws, breaks the content security policy or reaches for another host fails its
test; a picture of every failed page is left in `test-results/`.
"""

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tools.chromium import QUIET, found

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
HERE = {"127.0.0.1", "localhost", ""}
# An answer of 403 or 409 is logged by the browser too, and is often what a test wants to see.
EXPECTED = "Failed to load resource"
FAILED = pytest.StashKey[bool]()
PICTURES = Path("test-results")

PageOpener = Callable[[dict[str, Any]], Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    # Playwright keeps an event loop in this thread; Django would refuse every query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found(), args=QUIET)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[PageOpener]:
    """Opens a page for one more person (own cookies): `open_page(PHONE)`, `open_page(DESKTOP)`."""
    troubles: list[str] = []
    pages: list[Page] = []

    def opened(device: dict[str, Any]) -> Page:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **device)
        page = context.new_page()
        _watch(page, troubles)
        pages.append(page)
        return page

    yield opened
    failed = request.node.stash.get(FAILED, False) or troubles
    for number, page in enumerate(pages):
        if failed:
            name = re.sub(r"\W+", "_", request.node.nodeid)
            page.screenshot(path=PICTURES / f"{name}_{number}.png", full_page=True)
        page.context.close()
    assert troubles == []


@pytest.fixture
def phone(open_page: PageOpener) -> Page:
    """A page on a phone, in Chinese."""
    return open_page(PHONE)


@pytest.fixture
def page(open_page: PageOpener) -> Page:
    """A page on a desk, in Chinese."""
    return open_page(DESKTOP)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave on the test whether it failed, for the picture taken afterwards."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is marked `browser`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def _watch(page: Page, troubles: list[str]) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            troubles.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).hostname not in HERE:
            troubles.append(f"asked another host: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("request", asked)
