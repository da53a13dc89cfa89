"""No page has a serious or critical barrier, by the rules of axe-core, in any of the ways it is read."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESKTOP, PHONE, PageOpener
from tests.builders import build_cast, clock_at
from tests.web.scenes import Scene, browsers_of, scene_with
from tests.web.walk import PAGES, address

GRAVE = {"serious", "critical"}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Of everyone who may open a page the first here looks at it.
WHO = (
    "resident", "reception", "secretary", "dispatcher", "handler", "building_head", "system_keeper",
)  # fmt: skip
NO_PAGES = {
    "resident:qr", "resident:photo", "resident:unsent", "resident:digests_json", "resident:here",
    "account:wechat_back", "resident:wechat_back", "desk:file", "partner:file", "desk:batch", "resident:mine_code", "resident:mine_open", "lists:begin", "field:who", "field:manifest", "field:worker", "field:module", "stylesheet", "health",
    # these stand on what a day of duty, or a ledger with people in it, holds: tests/duty and tests/care look at them
    "duty:visit", "duty:visit-request", "duty:posting-new", "duty:diary-print", "duty:diary-correct",
    "care:ledger", "care:new", "care:entry", "care:visits",
}  # fmt: skip
DRAWN = sorted(name for name, page in PAGES.items() if not page.posts_only and name not in NO_PAGES)
WAYS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "phone": (PHONE, {"lang": "zh-hans"}),
    "desk": (DESKTOP, {"lang": "en"}),
    "largest": (PHONE, {"lang": "zh-hans", "type": "largest"}),
}


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    scene = scene_with(build_cast())
    with clock_at(scene.cast.at):
        yield scene


def seated(open_page: PageOpener, way: str, base: str, browser: Client) -> Page:
    """A page of a browser with this reader's session and ways of reading."""
    device, cookies = WAYS[way]
    page = open_page(device)
    kept = (
        {"sessionid": browser.cookies["sessionid"].value} if "sessionid" in browser.cookies else {}
    )
    page.context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in (cookies | kept).items()]
    )
    return page


def barriers(page: Page) -> list[tuple[str, str, str]]:
    """The grave findings on a page as (rule, impact, first element)."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (each["id"], each["impact"], each["nodes"][0]["html"][:200])
        for each in found
        if each["impact"] in GRAVE
    ]


def in_the_way(page: Page) -> list[tuple[str, str, str]]:
    """The grave findings on a page, and whether it is wider or narrower than its screen."""
    wrong = barriers(page)
    screen, whole, body = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth,"
        " document.body.offsetWidth]"
    )
    if whole > screen:
        wrong.append(("sticks out", "serious", ""))
    if body < screen:
        wrong.append(("leaves the screen half empty", "serious", ""))
    return wrong


@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_page_has_a_grave_barrier(
    open_page: PageOpener, live_server: LiveServer, scene: Scene, way: str
) -> None:
    browsers, scene = browsers_of(scene)
    pages = {who: seated(open_page, way, live_server.url, browsers[who]) for who in WHO}
    wrong = []
    for name in DRAWN:
        who = next((who for who in WHO if PAGES[name].expected(who) == 200), "")
        assert who, f"{name}: nobody here may open it"
        page = pages[who]
        page.goto(live_server.url + address(name, scene))
        wrong += [(name, *each) for each in in_the_way(page)]
    assert wrong == []


def test_a_barrier_would_be_noticed(open_page: PageOpener, live_server: LiveServer) -> None:
    page = open_page(DESKTOP)
    page.goto(f"{live_server.url}/ui-kit/")
    page.evaluate("document.querySelector('main').innerHTML = '<input type=text><img src=x.png>'")
    assert {rule for rule, _impact, _html in barriers(page)} >= {"image-alt", "label"}
