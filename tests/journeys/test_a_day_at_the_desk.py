"""A morning at the desk: my day, an order accepted and sent with a standard text, several at once, paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.orders.models import Order, StandardText
from huying.orders.states import OrderState
from huying.trail.outbox import deliver_due
from tests.browser import PageOpener
from tests.builders import LONG_AGO, Cast, build_cast, clock_at
from tests.journeys.walking import READERS, make, said, signed_in, unfolded

LAMP = "三号楼东门的路灯坏了"
OTHERS = ("二单元的灯一直闪", "车棚的路灯白天也亮")
DONE = "楼道灯换过了"


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    cast = build_cast()
    StandardText.objects.create(
        label="归物业",
        move="dispatch",
        text="{category}归物业管，已转{unit}。",
        valid_from=LONG_AGO,
    )
    for text in (LAMP, *OTHERS):
        cast.place(text)
    cast.order_in(OrderState.COMPLETED, DONE)
    while deliver_due(cast.at):
        pass
    with clock_at(cast.at):
        yield cast


def dispatched_with_a_text(page: Page) -> None:
    """Choose unit and standard text; without scripts the choice stands in for the empty field."""
    form = unfolded(page.locator('form:has(input[name="move"][value="dispatch"])'))
    form.locator("select[name=lead]").select_option("hengan")
    unfolded(form.locator(".texts-list"))
    form.locator(".texts-one").click()
    form.locator("button.button-main").click()
    said(page, "已派单")


def accepted_together(page: Page, base: str) -> None:
    """Tick two, look at what would be moved, and move them."""
    page.goto(f"{base}/desk/?list=waiting")
    for box in page.locator("input[form=bulk]").all():
        box.check()
    page.click('.bulk-bar button[value="accept"]')
    expect(page.locator(".bulk input:checked")).to_have_count(2)
    assert Order.objects.filter(state="submitted").count() == 2
    page.select_option(".bulk select[name=category]", "0101")
    page.click(".bulk .button-main")
    expect(page.locator("main")).to_contain_text("已办 2 件")


@pytest.mark.parametrize("reader", READERS)
def test_a_morning_at_the_desk(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, reader: str
) -> None:
    base = live_server.url
    page = signed_in(open_page(READERS[reader]), base, "lin", "/desk/")
    expect(page.locator("main h1")).to_have_text("我的一天")
    page.locator("a.row", has_text=LAMP).click()
    expect(page.locator("main h1")).to_have_text(LAMP)
    make(page, "accept", category="0101")
    said(page, "已受理")
    dispatched_with_a_text(page)
    order = Order.objects.get(text=LAMP)
    assert (order.state, order.lead_unit) == ("dispatched", cast.hengan)
    expect(page.locator("main")).to_contain_text("公共照明归物业管，已转恒安物业。")
    accepted_together(page, base)
    assert Order.objects.filter(state="accepted").count() == 2
    page.goto(f"{base}/desk/notices/")
    expect(page.locator(".told-new").first).to_contain_text("报办结，请核查")
    page.locator("main form button").click()
    expect(page.locator(".told-new")).to_have_count(0)
    page.goto(f"{base}/desk/orders/{order.number}/")
    page.locator(f'main a[href*="{order.number}/print"]').click()
    expect(page.locator("article.sheet")).to_contain_text(order.number)
