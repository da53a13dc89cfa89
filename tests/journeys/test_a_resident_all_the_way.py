"""A resident says something, follows it from elsewhere, adds a word, judges it and opens it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.orders.models import Order
from tests.browser import PageOpener
from tests.builders import Cast, build_cast, clock_at
from tests.journeys.walking import READERS, photo, unfolded

SAID = "三号楼东门的路灯坏了两天，晚上看不见台阶"
MORE = "今天又有人在台阶上绊了一下"


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    cast = build_cast()
    with clock_at(cast.at):
        yield cast


def onwards(page: Page, to: str) -> None:
    """Press the one main button of a step."""
    page.locator("main form button.button-main").first.click()
    page.wait_for_url(to)


def placed(page: Page, front: str, file: Path) -> tuple[str, str]:
    """Say it in three steps; number and code as they stand on the receipt."""
    page.goto(front)
    page.fill("textarea[name=text]", SAID)
    page.set_input_files("input[type=file]", file)
    onwards(page, "**/say/*/")
    expect(page.locator(".quoted")).to_contain_text(SAID)
    page.fill("input[name=address]", "东门台阶旁")
    onwards(page, "**/reach/")
    page.fill("input[name=contact_phone]", "138 0000 1234")
    onwards(page, "**/o/**")
    number, code = page.locator(".receipt-facts .number").all_inner_texts()
    return number, code


def followed(page: Page, base: str, number: str, code: str) -> None:
    """Find the order with what is on the receipt, after one mistake."""
    page.goto(f"{base}/track/")
    for typed in (code[::-1], code.lower()):
        page.fill("input[name=number]", number.lower())
        page.fill("input[name=code]", typed)
        page.locator("main form button").first.click()
        page.wait_for_load_state()
    page.wait_for_url(f"**/o/{number}/")
    expect(page.locator("main")).to_contain_text(SAID)


def sends(page: Page, move: str, **words: str) -> None:
    """One of the resident's own moves, unfolded and sent."""
    form = unfolded(page.locator(f'form[action$="/{move}/"]'))
    for name, value in words.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button").last.click()
    expect(page.locator("#said")).to_contain_text("谢谢")


def done(cast: Cast, number: str) -> None:
    """Everybody else does their part."""
    order = Order.objects.get(number=number)
    cast.move(order, "accept", cast.lin, category="0101")
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="楼内照明归物业")
    cast.move(order, "sign", cast.zhou)
    cast.move(order, "complete", cast.zhou, result="solved", reply="灯管已换新")
    cast.move(order, "check", cast.lin)


@pytest.mark.parametrize("reader", READERS)
def test_from_the_first_word_to_the_second_try(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, tmp_path: Path, reader: str
) -> None:
    base, device = live_server.url, READERS[reader]
    front = f"{base}/c/{cast.community.code}/"
    number, code = placed(open_page(device), front, photo(tmp_path))
    page = open_page(device)
    followed(page, base, number, code)
    sends(page, "add_word", words=MORE)
    expect(page.locator("main")).to_contain_text(MORE)
    done(cast, number)
    with clock_at(cast.at):
        page.reload()
        expect(page.locator("main")).to_contain_text("灯管已换新")
        page.locator("#judge .tile").first.click()
        sends(page, "judge", words="亮了")
        assert Order.objects.get(number=number).state == "closed"
        sends(page, "reopen", reason="才两天又不亮了")
    expect(page.locator("main")).to_contain_text("才两天又不亮了")
    again = Order.objects.get(number=number)
    assert (again.state, again.reopens) == ("in_progress", 1)


@pytest.mark.parametrize("reader", ["phone", "desktop-without-scripts"])
def test_what_is_no_longer_needed_is_withdrawn(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, reader: str
) -> None:
    order = cast.place(SAID)
    page = open_page(READERS[reader])
    with clock_at(cast.at):
        page.goto(f"{live_server.url}/o/{order.number}/?code={order.query_code}")
        sends(page, "withdraw")
    expect(page.locator("main")).to_contain_text("已撤单")
    assert Order.objects.get().state == "withdrawn"
