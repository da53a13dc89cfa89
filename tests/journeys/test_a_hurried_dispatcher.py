"""Orders are accepted, dispatched and left behind without a mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.orders.models import Order
from tests.browser import DESKTOP, PageOpener
from tests.builders import PASSWORD, Cast, build_cast, clock_at


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    cast = build_cast()
    for number in range(5):
        cast.place(f"第 {number} 盏路灯坏了")
    with clock_at(cast.at):
        yield cast


@pytest.fixture
def desk(open_page: PageOpener, live_server: LiveServer, cast: Cast) -> Page:
    page = open_page(DESKTOP)
    page.goto(f"{live_server.url}/login/?next=/desk/%3Flist=waiting")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/desk/**")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_five_orders_are_accepted_and_dispatched_by_keyboard_alone(desk: Page) -> None:
    press(desk, "j", "Enter")
    desk.wait_for_url("**/desk/orders/**")
    for done in range(1, 6):
        expect(desk.locator('[data-key="a"]')).to_be_visible()
        press(desk, "a")
        assert focused(desk) == "category"
        assert desk.evaluate("document.activeElement.value") == "0101"  # as the words suggest
        press(desk, "Control+Enter")
        expect(desk.locator('[data-key="d"]')).to_be_visible()
        press(desk, "d")
        assert focused(desk) == "lead"
        while not desk.evaluate("document.activeElement.value"):
            press(desk, "ArrowDown")
        while focused(desk) != "reason":
            press(desk, "Tab")
        desk.keyboard.type("楼内照明归物业")
        press(desk, "Control+Enter")
        expect(desk.locator('[data-key="d"]')).to_have_count(0)
        assert Order.objects.filter(state="dispatched").count() == done
        if done < 5:
            press(desk, "n")


def focused(page: Page) -> str:
    """The name of the field the keyboard is in."""
    return str(page.evaluate("document.activeElement.name"))


def test_the_sheet_opens_over_the_page_and_closes_again(desk: Page) -> None:
    press(desk, "?")
    dialog = desk.locator("dialog[open]")
    expect(dialog).to_contain_text("快捷键")
    expect(dialog).to_have_accessible_name("快捷键")
    press(desk, "a")
    assert "/desk/orders/" not in desk.url
    press(desk, "Escape")
    expect(dialog).to_have_count(0)
    press(desk, "g", "o")
    desk.wait_for_url("**/desk/?list=overdue")


def test_letters_typed_into_a_field_are_letters(desk: Page) -> None:
    press(desk, "/")
    desk.keyboard.type("adm?")
    expect(desk.locator("input[name=q]")).to_have_value("adm?")
    assert desk.locator("dialog").count() == 0


def test_escape_closes_the_form_first_and_then_leads_back(desk: Page) -> None:
    press(desk, "j", "Enter")
    desk.wait_for_url("**/desk/orders/**")
    expect(desk.locator('[data-key="a"]')).to_be_visible()
    press(desk, "a")
    expect(desk.locator("[data-one-open] details[open]")).to_have_count(1)
    press(desk, "Escape")
    expect(desk.locator("[data-one-open] details[open]")).to_have_count(0)
    press(desk, "Escape")
    desk.wait_for_url("**/desk/?list=waiting")


def test_four_orders_are_ticked_and_accepted_together(desk: Page) -> None:
    press(desk, "j", "x", "j", "x")
    expect(desk.locator("[data-ticked]")).to_have_text("2 件已勾选")
    boxes = desk.locator("input[form=bulk]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    boxes.nth(0).uncheck()
    desk.click('.bulk-bar button[value="accept"]')
    expect(desk.locator(".bulk input:checked")).to_have_count(4)
    desk.select_option(".bulk select", "0101")
    desk.click(".bulk .button-main")
    expect(desk.locator("main")).to_contain_text("已办 4 件")
    assert Order.objects.filter(state="accepted").count() == 4
