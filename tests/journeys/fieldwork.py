"""A worker with a phone in a stairwell: signs in, writes records down, waits for signal."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import PHONE
from tests.builders import Staff
from tests.files.samples import photo
from tools.chromium import QUIET, found

READY = "() => navigator.serviceWorker.ready.then(found => found.active.state === 'activated')"
PATIENCE_S = 20


class Device:
    """A browser of its own on one profile, which can lose its power and be switched on again."""

    def __init__(self, browser: Browser, profile: Path) -> None:
        self._kind, self._profile = browser.browser_type, profile
        self._process: subprocess.Popen[bytes] | None = None

    def switch_on(self) -> BrowserContext:
        """The browser's context, with everything that was on its disk."""
        said = self._profile / "DevToolsActivePort"
        said.unlink(missing_ok=True)
        command = [
            found() or "", *QUIET, "--headless=new", "--no-first-run", "--lang=zh-CN",
            f"--user-data-dir={self._profile}", "--remote-debugging-port=0", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603 -- the Chromium of the suite
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        patience = time.monotonic() + PATIENCE_S
        while not (said.exists() and said.read_text("utf-8").count("\n")):
            assert time.monotonic() < patience, "the browser did not start"
            self._process.poll()
        port = said.read_text("utf-8").split("\n", 1)[0]
        return self._kind.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0]

    def lose_power(self) -> None:
        """Gone at once, without a chance to write anything down."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def device(browser: Browser, profile: Path) -> Iterator[Device]:
    """A device that is off in the end."""
    made = Device(browser, profile)
    try:
        yield made
    finally:
        made.lose_power()


def sign_in(page: Page, base: str, who: Staff) -> None:
    """Stand signed in on the field's page, which the device can open by itself from then on.

    The form of the sign-in page has its own journey, and counts how often it is used.
    """
    client = Client()
    client.force_login(who.account)
    cookies = {"lang": "zh-hans", "sessionid": client.cookies["sessionid"].value}
    page.set_viewport_size(PHONE["viewport"])
    for name, value in cookies.items():
        page.context.add_cookies([{"name": name, "value": value, "url": base}])
    page.goto(f"{base}/desk/field/")
    expect(page.locator("html")).to_have_class(re.compile(r"\blive\b"))
    page.evaluate(READY)


def report(page: Page, words: str, place: str = "990101001001001-B3") -> None:
    """Write a matter down."""
    page.goto(page.url.split("#")[0] + "#report")
    page.fill("textarea[name=text]", words)
    page.select_option("select[name=place]", place)
    keep(page)


def visit(page: Page, number: str, words: str) -> None:
    """Write a visit down."""
    page.goto(page.url.split("#")[0] + f"#visit/{number}")
    page.locator("label", has=page.locator("input[value=nobody_home]")).click()
    page.fill("textarea[name=words]", words)
    keep(page)


def take_photo(page: Page, number: str, file: Path) -> None:
    """Add a photo."""
    file.write_bytes(photo())
    page.goto(page.url.split("#")[0] + f"#photo/{number}")
    page.set_input_files("input[type=file]", file)
    keep(page)


def keep(page: Page) -> None:
    """Press the button; the record is on the device when the form is gone."""
    page.click("form.writing button.button-main")
    expect(page.locator("form.writing")).to_have_count(0)


def strip(page: Page, words: str) -> None:
    """What the page says about what waits."""
    expect(page.locator("[data-strip]")).to_contain_text(words, timeout=30_000)


def signal_back(page: Page) -> None:
    """What a phone tells its pages when it finds a network."""
    page.evaluate("() => { dispatchEvent(new Event('online')); }")


def all_sent(page: Page, count: int) -> None:
    """So many records arrived, and nothing waits any more."""
    expect(page.locator(".record[data-state=sent]")).to_have_count(count, timeout=30_000)
    strip(page, "全部发出去了")
