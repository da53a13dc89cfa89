"""The pictures of the README, taken anew from a demo city of their own: `make pictures`.

A demo city is loaded into a folder that vanishes, served on a free port, looked at by a
Chromium, and gone. Chinese pages want Chinese fonts (Debian: fonts-noto-cjk).
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import QUIET, found

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PATIENCE_S = 90
SAID = "三号楼东门的路灯坏了两天，晚上看不见台阶"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "locale": "zh-CN"}
DESK = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served(home) as (base, password),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=found(), args=QUIET)
        resident(browser, base)
        desk(browser, base, password)
        browser.close()


@contextmanager
def served(home: str) -> Iterator[tuple[str, str]]:
    """A demo city while it is needed: its address, and the password everyone has there."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    around |= {"HUYING_HOME": home}
    product = [sys.executable, "-m", "huying"]
    demo = [*product, "demo"]
    told = subprocess.run(demo, env=around, check=True, capture_output=True, text=True).stdout
    password = re.findall(r"password: (\S+)", told)[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*product, "serve", "--port", str(port), "--workers", "1"], env=around
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(base)
        yield base, password
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_S)


def _wait_for(base: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{base}/health", timeout=5)  # noqa: S310 -- our own address
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError(f"{base} did not answer within {PATIENCE_S} s")


def resident(browser: Browser, base: str) -> None:
    """A community's page, and an order just placed with its promise."""
    page = browser.new_page(**PHONE)  # type: ignore[arg-type]  # a device as Playwright takes it
    page.goto(f"{base}/")
    page.click("main ul.lines a >> nth=0")
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "phone.png")
    page.fill("textarea[name=text]", SAID)
    for step in ("**/say/*/", "**/reach/", "**/o/**"):
        page.locator("main form button.button-main").first.click()
        page.wait_for_url(step)
    page.screenshot(path=FOLDER / "receipt.png")


def desk(browser: Browser, base: str, password: str) -> None:
    """An order opened at the desk, beside its list."""
    page = signed_in(browser, base, password)
    page.click("a.row >> nth=1")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / "desk.png")


def signed_in(browser: Browser, base: str, password: str) -> Page:
    """The desk of the reception worker."""
    page = browser.new_page(**DESK)  # type: ignore[arg-type]  # as above
    page.goto(f"{base}/login/?next=/desk/")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", password)
    page.click("main form button")
    page.wait_for_load_state()
    return page


if __name__ == "__main__":
    main()
