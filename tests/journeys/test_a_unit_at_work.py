"""A unit signs for an order, does it and reports it; the resident and the desk read what it did."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.files.models import Upload
from huying.orders.models import Order
from huying.orders.states import OrderState
from tests.browser import DESKTOP, PHONE, PageOpener
from tests.builders import PHONE as NUMBER
from tests.builders import build_cast, clock_at
from tests.journeys.walking import READERS, make, photo, said, signed_in, unfolded

LAMP, PIPE, NOISE = "三号楼东门的路灯坏了", "井盖松了，归城管", "楼上半夜吵，还没派出去"
MASKED = "138****1234"


@pytest.fixture
def lamp(transactional_db: None) -> Iterator[Order]:
    """An order sent to the unit, beside one sent elsewhere and one that is still at the desk."""
    cast = build_cast()
    elsewhere = cast.order_in(OrderState.ACCEPTED, PIPE)
    cast.move(elsewhere, "dispatch", cast.lin, lead="chengguan", reason="归城管")
    cast.place(NOISE)
    order = cast.order_in(OrderState.DISPATCHED, LAMP)
    with clock_at(cast.at):
        yield order


def add_photo(page: Page, file: Path, moment: str) -> None:
    """Send one photo of the place before or after the work."""
    before = page.locator("main .photos img").count()
    form = unfolded(page.locator("form:has(input[name=photos])"))
    form.locator("input[name=photos]").set_input_files(file)
    form.locator("select[name=moment]").select_option(moment)
    form.locator("button:not([name=look])").last.click()
    expect(page.locator("main .photos img")).to_have_count(before + 1)


def sees_only_its_own(page: Page, base: str) -> None:
    """Neither a list nor an address shows what is not the unit's."""
    expect(page.locator(".row-title")).to_have_text([LAMP])
    for order in Order.objects.exclude(text=LAMP):
        for where in ("partner/orders", "desk/orders"):
            answer = page.goto(f"{base}/{where}/{order.number}/")
            assert answer
            assert answer.status == 404
            expect(page.locator("body")).not_to_contain_text(order.text)
    page.goto(f"{base}/partner/")


def opens_the_contact(page: Page, reason: str) -> None:
    """The number is hidden until a reason is given, and a look without one is refused."""
    expect(page.locator("main")).to_contain_text(MASKED)
    for given in ("", reason):
        expect(page.locator("body")).not_to_contain_text(NUMBER)
        form = unfolded(page.locator("form:has(input[name=reason]):not(:has(input[name=move]))"))
        form.locator("input[name=reason]").fill(given)
        form.locator("button").click()
    expect(page.locator(f'a[href="tel:{NUMBER}"]')).to_be_visible()
    page.goto(page.url.replace("contact/", ""))
    expect(page.locator("body")).not_to_contain_text(NUMBER)


@pytest.mark.parametrize("reader", READERS)
def test_from_signing_for_it_to_done(
    open_page: PageOpener, live_server: LiveServer, lamp: Order, tmp_path: Path, reader: str
) -> None:
    unit = signed_in(open_page(READERS[reader]), live_server.url, "zhou", "/partner/")
    sees_only_its_own(unit, live_server.url)
    unit.locator("a.row").click()
    expect(unit.locator("h1")).to_have_text(LAMP)
    make(unit, "sign")
    said(unit, "已签收")
    opens_the_contact(unit, "约上门时间")
    add_photo(unit, photo(tmp_path, "dimgray"), "before")
    make(unit, "begin", words="下午带灯管来")
    make(unit, "report", words="旧灯座锈死，换整套")
    make(unit, "request_extension", reason="整套灯具要订货", until="2026-03-19")
    said(unit, "延期")
    expect(unit.locator("main")).to_contain_text("整套灯具要订货")
    desk = signed_in(open_page(DESKTOP), live_server.url, "chen", f"/desk/orders/{lamp.number}/")
    make(desk, "grant_extension", answer="同意，19日前装好")
    unit.reload()
    expect(unit.locator("main")).to_contain_text("同意，19日前装好")
    add_photo(unit, photo(tmp_path, "teal"), "after")
    make(unit, "complete", result="solved", reply="灯具已整套换新")
    unit.goto(f"{live_server.url}/partner/?tab=done")
    expect(unit.locator(".row-title")).to_have_text([LAMP])
    assert list(Upload.objects.order_by("id").values_list("moment", flat=True)) == [
        "before",
        "after",
    ]
    reads(desk, f"{live_server.url}/desk/orders/{lamp.number}/", lamp)
    expect(desk.locator("main")).to_contain_text("同意，19日前装好")
    resident = open_page(PHONE)
    reads(resident, f"{live_server.url}/o/{lamp.number}/?code={lamp.query_code}", lamp)
    expect(resident.locator("details", has_text="约上门时间")).to_contain_text("周师傅")


def reads(page: Page, where: str, lamp: Order) -> None:
    """What was done stands on the page of the desk as on the resident's."""
    page.goto(where)
    main = page.locator("body")
    for words in (lamp.number, "下午带灯管来", "旧灯座锈死，换整套", "灯具已整套换新"):
        expect(main).to_contain_text(words)
    expect(page.locator(".photos img")).to_have_count(2)
