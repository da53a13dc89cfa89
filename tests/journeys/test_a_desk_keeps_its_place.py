"""The list stays where it is: orders open beside it, back leads back, a move loses nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.orders.models import Order
from tests.browser import DESKTOP, PHONE, PageOpener
from tests.builders import PASSWORD, Cast, build_cast, clock_at


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    cast = build_cast()
    for number in range(30):
        cast.place(f"第 {number:02} 件事，写得长一点，好让清单有东西可以滚动")
    with clock_at(cast.at):
        yield cast


@pytest.fixture
def desk(open_page: PageOpener, live_server: LiveServer, cast: Cast) -> Page:
    page = open_page(DESKTOP)
    signed_in(page, live_server.url)
    return page


def signed_in(page: Page, base: str) -> None:
    page.goto(f"{base}/login/?next=/desk/%3Flist=waiting")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/desk/**")


SCROLL = "document.querySelector('[data-keep-scroll]').scrollTop"


def test_orders_open_beside_the_list_and_back_leads_back(desk: Page) -> None:
    desk.locator("a.row").first.click()
    desk.wait_for_url("**/desk/orders/**")
    first = desk.url
    row = desk.locator(".pane-list a.row").nth(20)
    row.scroll_into_view_if_needed()
    place = desk.evaluate(f"window.same = true; {SCROLL}")
    assert place > 0
    title = row.locator(".row-title").inner_text()
    row.click()
    expect(desk.locator("main h1")).to_have_text(re.compile(re.escape(title[:8])))
    assert desk.url != first
    assert desk.evaluate("window.same"), "the page was loaded anew"
    assert desk.evaluate(SCROLL) == place
    assert desk.evaluate("document.activeElement.id") == "main"
    expect(row).to_have_attribute("aria-current", "true")
    expect(desk).to_have_title(re.compile(re.escape(title[:8])))
    desk.go_back()
    expect(desk.locator("main h1")).not_to_have_text(re.compile(re.escape(title[:8])))
    assert desk.url == first
    assert desk.evaluate("window.same")
    assert desk.evaluate(SCROLL) == place


def test_after_a_move_the_list_is_where_it_was_and_leads_on(desk: Page) -> None:
    desk.locator("a.row").nth(3).click()
    desk.wait_for_url("**/desk/orders/**")
    row = desk.locator(".pane-list a.row").nth(16)
    row.click()
    expect(row).to_have_attribute("aria-current", "true")
    form = desk.locator('form:has(input[name="move"][value="accept"])')
    desk.locator("details", has=form).locator("summary").first.click()
    form.locator('[name="category"]').select_option("0101")
    before = desk.evaluate(SCROLL)
    assert before > 0
    form.locator("button:not([name=look])").last.click()
    expect(desk.locator("#said")).to_contain_text("已受理")
    assert abs(desk.evaluate(SCROLL) - before) < 80
    assert Order.objects.filter(state="accepted").count() == 1
    expect(desk.locator("[data-next]")).to_be_visible()
    desk.locator("[data-next]").click()
    desk.wait_for_load_state()
    expect(desk.locator("main h1")).to_contain_text("件事")


def test_without_scripts_and_on_a_phone_an_order_is_a_page_of_its_own(
    open_page: PageOpener, live_server: LiveServer, cast: Cast
) -> None:
    for device in (PHONE, DESKTOP | {"java_script_enabled": False}):
        page = open_page(device)
        signed_in(page, live_server.url)
        page.locator("a.row").nth(2).click()
        page.wait_for_url("**/desk/orders/**")
        expect(page.locator("main h1")).to_contain_text("件事")
