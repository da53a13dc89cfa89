"""The spine, seen: a phone says it, the desk sends it, the unit does it, the resident judges it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from huying.orders.models import Order
from tests.browser import DESKTOP, PHONE, PageOpener
from tests.builders import Cast, build_cast
from tests.journeys.walking import make, photo, signed_in

SAID = "三号楼东门的路灯坏了两天，晚上看不见台阶"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


@pytest.mark.both_databases
def test_an_order_is_placed_sent_done_judged_and_done_again_by_someone_else(
    live_server: object, open_page: PageOpener, cast: Cast, tmp_path: Path
) -> None:
    base = str(live_server)
    phone = open_page(PHONE)
    phone.goto(f"{base}/c/{cast.community.code}/")
    phone.fill("textarea[name=text]", SAID)
    phone.set_input_files("input[type=file]", photo(tmp_path))
    phone.click("form.say button.button-main")
    phone.wait_for_url("**/say/*/")
    phone.fill("input[name=address]", "槐荫路12号3号楼东门")
    phone.click("form.flow button.button-main")
    phone.wait_for_url("**/reach/")
    phone.click("form.flow button.button-main")
    phone.wait_for_url("**/o/**")
    order = Order.objects.get()
    expect(phone.locator(".receipt")).to_contain_text(order.number)
    expect(phone.locator(".receipt")).to_contain_text(order.query_code)

    desk = signed_in(open_page(DESKTOP), base, "lin", "/desk/")
    desk.goto(f"{base}/desk/orders/{order.number}/")
    expect(desk.locator("main")).to_contain_text(SAID)
    make(desk, "accept", category="0101")
    make(desk, "dispatch", lead="hengan", reason="楼内公共照明归物业")

    unit = signed_in(open_page(PHONE), base, "zhou", "/partner/")
    unit.goto(f"{base}/partner/orders/{order.number}/")
    make(unit, "sign")
    make(unit, "begin", words="下午带灯管来")
    make(unit, "complete", result="solved", reply="灯管已换新")
    desk.reload()
    make(desk, "check")

    phone.goto(f"{base}/o/{order.number}/")
    expect(phone.locator("main")).to_contain_text("灯管已换新")
    phone.locator("#judge label", has=phone.locator('input[value="no-no"]')).click()
    phone.fill("#judge textarea", "晚上还是黑的")
    phone.click("#judge button.button-main")
    phone.wait_for_load_state()

    order.refresh_from_db()
    assert (order.state, order.reopens) == ("in_progress", 1)
    assert order.lead_person == cast.wu.person
    expect(phone.locator("main")).to_contain_text("吴师傅")
    assert order.responsible_person == cast.lin.person
