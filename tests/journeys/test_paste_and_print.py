"""Three chat messages are pasted: two become orders, one is dropped, and both are printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from huying.orders.models import Order
from tests.browser import DESKTOP, PHONE, PageOpener
from tests.builders import PASSWORD, Cast, build_cast

CHAT = """张阿姨 2026/3/10 上午9:12
槐荫路12号3号楼东门路灯又不亮了，我138 0000 1234

李叔 2026/3/10 上午9:15
今天天气真好，大家早

王师傅 2026/3/10 上午10:02
社区门口的井盖塌了，差点摔着
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


def at_desk(page: Page, base: str) -> Page:
    page.goto(f"{base}/desk/paste/")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(re.compile("/desk/paste/"))
    return page


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_two_of_three_messages_become_orders_on_paper(
    live_server: object, open_page: PageOpener, cast: Cast, device: dict[str, object]
) -> None:
    page = at_desk(open_page(device), str(live_server))
    page.fill("textarea[name=pasted]", CHAT)
    page.click(".paste-box button.button-main")
    cards = page.locator(".paste-card")
    expect(cards).to_have_count(3)
    expect(page.locator("#card-0 mark").first).to_be_visible()

    page.click('button[value="drop-1"]')
    expect(cards).to_have_count(2)
    page.click('button[value="place-0"]')
    expect(cards).to_have_count(1)
    page.select_option("#card-2 select[name=c2-place]", cast.community.code)
    page.click('button[value="place-2"]')
    expect(cards).to_have_count(0)

    first, second = Order.objects.order_by("id")
    assert (first.place, first.category, second.safety) == (cast.building, cast.lighting, True)
    expect(page.locator(".placed")).to_contain_text(first.query_code[:4])

    page.click('.placed a[href*="as=sheets"]')
    expect(page.locator("article.sheet")).to_have_count(2)
    expect(page.locator(".sheet-number").first).to_contain_text(first.number)
    page.emulate_media(media="print")
    expect(page.locator(".paper-tools")).to_be_hidden()
    expect(page.locator("article.sheet").last).to_be_visible()
    assert "138 0000 1234" not in page.content()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
