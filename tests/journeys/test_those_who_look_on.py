"""An auditor and a supervisor read, a building head walks the stairs: briefly, in every way of reading."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.people.roles import Role
from tests.browser import PageOpener
from tests.builders import PHONE as NUMBER
from tests.builders import Cast, Staff, build_cast, clock_at
from tests.journeys.walking import READERS, make, said, signed_in

LAMP = "三号楼东门的路灯坏了"
COMPLEMENTS = ("phone", "desktop-without-scripts")


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    cast = build_cast()
    cast.order_in(OrderState.IN_PROGRESS, LAMP)
    with clock_at(cast.at):
        yield cast


@pytest.fixture
def lamp(cast: Cast) -> Order:
    return Order.objects.get()


def opened(page: Page) -> None:
    """The one order there is, from the list of all."""
    page.goto(page.url.split("?")[0] + "?list=all")
    page.locator("a.row", has_text=LAMP).click()
    expect(page.locator("main h1")).to_have_text(LAMP)


@pytest.mark.parametrize("reader", COMPLEMENTS)
def test_an_auditor_reads_everything_and_can_do_nothing(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, lamp: Order, reader: str
) -> None:
    auditor = cast.hire("审计员小池", Role.AUDITOR, cast.district).account.username
    page = signed_in(open_page(READERS[reader]), live_server.url, auditor, "/desk/")
    opened(page)
    expect(page.locator('input[name="move"]')).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text(NUMBER)
    page.goto(f"{live_server.url}/desk/rates/")
    expect(page.locator("main h1")).to_be_visible()
    page.goto(f"{live_server.url}/account/records/")
    expect(page.locator("main")).to_contain_text(auditor)


@pytest.mark.parametrize("reader", COMPLEMENTS)
def test_a_supervisor_presses_and_the_unit_reads_it(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, lamp: Order, reader: str
) -> None:
    boss = cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district).account.username
    page = signed_in(open_page(READERS[reader]), live_server.url, boss, "/desk/")
    opened(page)
    make(page, "supervise", instruction="今晚先放临时灯")
    said(page, "督办")
    unit = signed_in(
        open_page(READERS[reader]), live_server.url, "zhou", f"/partner/orders/{lamp.number}/"
    )
    expect(unit.locator("main")).to_contain_text("今晚先放临时灯")
    page.goto(f"{live_server.url}/o/{lamp.number}/?code={lamp.query_code}")
    expect(page.locator("main")).to_contain_text(LAMP)
    expect(page.locator("body")).not_to_contain_text("今晚先放临时灯")


@pytest.mark.parametrize("reader", [one for one in READERS if "without" in one])
def test_in_the_field_without_scripts_every_way_on_works_and_a_request_is_taken(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, reader: str
) -> None:
    workers: tuple[tuple[Staff, list[str]], ...] = (
        (cast.hire("网格员小孟", Role.GRID_WORKER, cast.community), [LAMP]),
        (cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building), []),
    )
    for worker, sees in workers:
        page = open_page(READERS[reader])
        signed_in(page, live_server.url, worker.account.username, "/desk/field/")
        expect(page.locator(".task-title")).to_have_text(sees)
        for fold in page.locator(".task summary").all():
            fold.click()
        for link in page.locator("main a:visible").all():
            target = link.get_attribute("href") or ""
            assert (target[:1], page.request.get(f"{live_server.url}{target}").status) == ("/", 200)
    page.locator('main a[href="/desk/new/"]').click()
    page.fill("textarea[name=text]", "二楼扶手松了")
    page.locator("main form button.button-main").last.click()
    expect(page.locator(".read-out")).to_be_visible()
    assert Order.objects.get(text="二楼扶手松了").place == cast.building
