"""Twenty lists of one's own on every screen, and the small form where no script runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from huying.orders.actions.keeping import MOST_LISTS, keep_list
from huying.orders.models import OwnList
from tests.browser import PHONE, PageOpener
from tests.builders import Cast, build_cast, clock_at
from tests.web.browsing import signed_in
from tests.web.test_accessibility import WAYS, barriers, seated

LONG = "槐荫里社区三号楼到七号楼之间晚上看不见的路灯和台阶都在这里了"[:30]
NARROWED = "/desk/?list=all&q=%E7%81%AF0"


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    cast = build_cast()
    cast.place("路灯坏了")
    with clock_at(cast.at):
        yield cast


def sticks_out(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


@pytest.mark.parametrize("way", sorted(WAYS))
def test_twenty_lists_stand_in_no_ones_way(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, way: str
) -> None:
    for number in range(MOST_LISTS):
        name = LONG if number == 0 else f"{number:02} 路灯"
        keep_list(name, asks={"list": "all", "q": f"灯{number}"}, by=cast.lin.actor)
    page = seated(open_page, way, live_server.url, signed_in(cast.lin))
    for address in (NARROWED, "/desk/?list=all&q=x"):
        page.goto(live_server.url + address)
        page.locator("details.keep > summary").click()
        assert (barriers(page), sticks_out(page)) == ([], 0)
    page.fill("details.keep [name=name]", LONG)
    page.locator("details.keep .keep-form button").click()
    page.wait_for_selector("details.keep[open] .notice")
    assert (barriers(page), sticks_out(page)) == ([], 0)


def test_a_list_is_kept_renamed_and_let_go_without_a_script(
    open_page: PageOpener, live_server: LiveServer, cast: Cast
) -> None:
    device = {**PHONE, "java_script_enabled": False}
    browser = signed_in(cast.lin)
    page = open_page(device)
    cookie = {
        "name": "sessionid",
        "value": browser.cookies["sessionid"].value,
        "url": live_server.url,
    }
    page.context.add_cookies([cookie])  # type: ignore[list-item] # a plain dict will do
    page.goto(f"{live_server.url}/desk/?list=all&q=%E7%81%AF")
    for name in ("路灯", "街灯"):
        page.locator("details.keep > summary").click()
        page.fill("details.keep [name=name]", name)
        page.locator("details.keep .keep-form button").click()
        assert page.locator(".nav [aria-current=page]").inner_text() == name
    page.locator("details.keep > summary").click()
    page.locator("details.keep .button-danger").click()
    assert page.locator(".nav", has_text="街灯").count() == 0
    assert (page.locator(".row").count(), OwnList.objects.count()) == (1, 0)
