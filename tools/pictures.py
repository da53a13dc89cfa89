"""The pictures of the README, taken from a running demo city.

Usage, with `huying demo` loaded and `huying serve` running:
    python -m tools.pictures http://127.0.0.1:8000 PASSWORD
(the password is the one that `huying demo` prints)
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.chromium import QUIET, found

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def main() -> None:
    """A resident's phone and the desk, in Chinese."""
    base, password = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=QUIET)
        phone(browser, base)
        desk(browser, base, password)
        browser.close()


def phone(browser: Browser, base: str) -> None:
    """The front page of a community."""
    page = browser.new_page(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, locale="zh-CN"
    )
    page.goto(f"{base}/")
    page.click("main ul.lines a >> nth=0")
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "phone.png")


def desk(browser: Browser, base: str, password: str) -> None:
    """An order opened at the desk."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page.goto(f"{base}/login/?next=/desk/")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", password)
    page.click("main form button")
    page.wait_for_load_state()
    page.click("a.row >> nth=1")
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "desk.png")


if __name__ == "__main__":
    main()
