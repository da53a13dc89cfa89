"""The field's pages under a thumb: nothing too small, too wide or unreadable."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from huying.orders.states import OrderState
from tests.browser import PHONE, PageOpener
from tests.builders import Cast, Staff, build_cast
from tests.journeys.fieldwork import sign_in, strip, visit
from tests.wire import Wire


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_LOW = """() => [...document.querySelectorAll('#field a, #field button, #field summary, #field select, #field textarea, #field input')]
  .filter(e => e.getClientRects().length && !e.matches('[type=file], label input'))
  .map(e => [e.textContent.trim() || e.name, Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height < 48)"""


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("width", [360, 1440])
def test_everything_is_within_reach_of_a_thumb(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, width: int, large: bool
) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS, "楼上装修周末早上六点多就开工" * 4, safety=True)
    page = open_page(PHONE)
    if large:
        page.context.add_cookies([{"name": "type", "value": "large", "url": wire.url}])
    sign_in(page, wire.url, meng)
    page.set_viewport_size({"width": width, "height": 800})
    page.click(".task summary")
    found = [(page.evaluate(TOO_WIDE), page.evaluate(TOO_LOW))]
    for where in ("report", f"visit/{order.number}", f"photo/{order.number}"):
        page.goto(f"{wire.url}/desk/field/#{where}")
        expect(page.locator("form.writing")).to_be_visible()
        found.append((page.evaluate(TOO_WIDE), page.evaluate(TOO_LOW)))
    wire.cut()
    visit(page, order.number, "敲门没人应")
    strip(page, "1 条待发送")
    found.append((page.evaluate(TOO_WIDE), page.evaluate(TOO_LOW)))
    assert found == [(0, [])] * 5


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_axe_finds_nothing_serious(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, lang: str
) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS, safety=True)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    page.context.add_cookies([{"name": "lang", "value": lang, "url": wire.url}])
    found = {}
    for where in ("", "#report", f"#visit/{order.number}", f"#photo/{order.number}", "#waiting"):
        page.goto(f"{wire.url}/desk/field/")
        page.goto(f"{wire.url}/desk/field/{where}")
        page.wait_for_load_state("networkidle")
        told = Axe().run(page).response["violations"]
        found[where] = [
            (one["id"], one["nodes"][0]["html"])
            for one in told
            if one["impact"] in {"serious", "critical"}
        ]
    assert found == {where: [] for where in found}
