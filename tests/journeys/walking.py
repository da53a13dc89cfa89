"""Going through the product as its people do: on a phone or at a desk, with scripts and without."""

import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import DESKTOP, PHONE
from tests.builders import PASSWORD

NO_SCRIPTS: dict[str, Any] = {"java_script_enabled": False}
# A journey written once is gone by every reader here.
READERS: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "desktop": DESKTOP,
    "phone-without-scripts": PHONE | NO_SCRIPTS,
    "desktop-without-scripts": DESKTOP | NO_SCRIPTS,
}


def signed_in(page: Page, base: str, username: str, to: str) -> Page:
    """The page after signing in as a member of staff."""
    page.goto(f"{base}{to}")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(re.escape(to)))
    return page


def unfolded(part: Locator) -> Locator:
    """The part of a page, with everything opened that it was folded into."""
    part.wait_for(state="attached")
    for fold in part.locator("xpath=ancestor::details[not(@open)]").all():
        fold.locator("summary").first.click()
    return part


def make(page: Page, move: str, **given: str) -> None:
    """Open a move's form on an order's page, fill it in and send it."""
    form = unfolded(page.locator(f'form:has(input[name="move"][value="{move}"])'))
    for name, value in given.items():
        field = form.locator(f'[name="{name}"]')
        if form.locator(f'select[name="{name}"]').count():
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button:not([name=look])").last.click()
    page.wait_for_load_state()


def said(page: Page, words: str) -> None:
    """What the page says was just done."""
    expect(page.locator("#said")).to_contain_text(words)


def photo(folder: Path, colour: str = "dimgray") -> Path:
    """A photo on somebody's phone."""
    file = folder / f"{colour}.jpg"
    Image.new("RGB", (800, 600), colour).save(file)
    return file
