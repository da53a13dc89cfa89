"""A resident says something on a phone: the steps, a bad connection, a wrong photo, aloud."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.files.models import Upload
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.places.models import Place
from tests.browser import PHONE, PageOpener
from tests.builders import Cast, build_cast, clock_at

SAID = "三号楼东门的路灯坏了两天，晚上看不见台阶"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


@pytest.fixture
def front(live_server: LiveServer, cast: Cast) -> str:
    return f"{live_server.url}/c/{cast.community.code}/"


def photo(folder: Path) -> Path:
    file = folder / "lamp.jpg"
    Image.effect_noise((900, 700), 90).convert("RGB").save(file, quality=95)
    return file


def onwards(page: Page, to: str) -> None:
    """Press the page's one main button and wait for the next step."""
    page.locator("main form button.button-main").first.click()
    page.wait_for_url(to)


def test_three_steps_lead_to_a_number_a_code_and_a_date(
    open_page: PageOpener, front: str, cast: Cast, tmp_path: Path
) -> None:
    page = open_page(PHONE)
    page.goto(front)
    page.fill("textarea[name=text]", SAID)
    page.set_input_files("input[type=file]", photo(tmp_path))
    onwards(page, "**/say/*/")
    expect(page.locator("main")).to_contain_text("公共照明")
    expect(page.locator(".quoted img")).to_have_count(1)
    page.select_option("select[name=place]", cast.building.code)
    onwards(page, "**/reach/")
    page.fill("input[name=contact_phone]", "138 0000 1234")
    onwards(page, "**/o/**")
    order = Order.objects.get()
    receipt = page.locator(".receipt")
    expect(receipt).to_contain_text(order.number)
    expect(receipt).to_contain_text(order.query_code)
    expect(page.locator(".promise-when")).to_contain_text("17:30")
    assert (order.text, order.place, order.category) == (SAID, cast.building, cast.lighting)
    assert Upload.objects.get().subject_id == order.pk


def test_words_survive_a_closed_page_and_are_gone_once_they_are_sent(
    open_page: PageOpener, front: str
) -> None:
    page = open_page(PHONE)
    page.goto(front)
    page.fill("textarea[name=text]", SAID)
    page.goto("about:blank")
    page.goto(front)
    expect(page.locator("textarea[name=text]")).to_have_value(SAID)
    expect(page.locator("[data-draft-note]")).to_be_visible()
    for to in ("**/say/*/", "**/reach/", "**/o/**"):
        onwards(page, to)
    page.goto(front)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    page.fill("textarea[name=text]", "另一件事")
    page.reload()
    page.click("[data-draft-drop]")
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("")


def test_a_broken_connection_loses_neither_words_nor_photo(
    open_page: PageOpener, front: str, tmp_path: Path
) -> None:
    page = open_page(PHONE)
    page.goto(front)
    page.fill("textarea[name=text]", SAID)
    page.set_input_files("input[type=file]", photo(tmp_path))
    page.context.set_offline(True)
    page.locator("form.say button.button-main").click()
    expect(page.locator("[data-progress-words]")).to_contain_text("没有传上去")
    expect(page.locator("form.say button.button-main")).to_be_enabled()
    page.context.set_offline(False)
    for to in ("**/say/*/", "**/reach/", "**/o/**"):
        onwards(page, to)
    assert Order.objects.get().text == SAID
    assert Upload.objects.count() == 1


def test_a_photo_that_is_none_is_told_on_the_page_and_the_words_stay(
    open_page: PageOpener, front: str, tmp_path: Path
) -> None:
    page = open_page(PHONE)
    page.goto(front)
    page.fill("textarea[name=text]", SAID)
    file = tmp_path / "lamp.jpg"
    file.write_bytes(b"PK\x03\x04" * 100)
    page.set_input_files("input[type=file]", file)
    page.locator("form.say button.button-main").click()
    expect(page.locator(".field-error")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(SAID)


def test_standing_there_chooses_the_place_in_the_list(
    open_page: PageOpener, front: str, cast: Cast
) -> None:
    grid = Place.objects.get(pk=cast.grid.pk)
    corners = [[120.0, 36.0], [120.01, 36.0], [120.01, 36.01], [120.0, 36.01], [120.0, 36.0]]
    grid.boundary = {"type": "Polygon", "coordinates": [corners]}
    grid.save()
    page = open_page(
        PHONE
        | {
            "permissions": ["geolocation"],
            "geolocation": {"latitude": 36.005, "longitude": 120.005},
        }
    )
    page.goto(front)
    page.fill("textarea[name=text]", "这里有个坑")
    onwards(page, "**/say/*/")
    page.click("[data-find-here]")
    expect(page.locator("select[name=place]")).to_have_value(grid.code)
    expect(page.locator("[data-here-note]")).to_have_text(grid.name)
    page.context.set_geolocation({"latitude": 10.0, "longitude": 10.0})
    page.click("[data-find-here]")
    expect(page.locator("[data-here-note]")).to_contain_text("没能定位")
    onwards(page, "**/reach/")
    onwards(page, "**/o/**")
    order = Order.objects.get()
    assert (order.place, order.lng, order.lat) == (grid, 120.005, 36.005)


def test_judging_takes_two_taps(open_page: PageOpener, live_server: LiveServer, cast: Cast) -> None:
    order = cast.order_in(OrderState.FOLLOW_UP)
    page = open_page(PHONE)
    with clock_at(cast.at):
        page.goto(f"{live_server.url}/o/{order.number}/?code={order.query_code}")
        page.locator("#judge .tile").first.click()
        page.locator("#judge button.button-main").click()
        page.wait_for_load_state()
    assert Order.objects.get(pk=order.pk).state == "closed"


def test_the_first_page_is_light(open_page: PageOpener, front: str) -> None:
    page = open_page(PHONE)
    asked: list[int] = []
    page.on(
        "requestfinished",
        lambda request: asked.append(
            sum(request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))
        ),
    )
    page.goto(front)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 12
    assert sum(asked) <= 60 * 1024


def test_aloud_appears_where_the_device_has_a_voice_and_reads_the_page(
    open_page: PageOpener, front: str
) -> None:
    page = open_page(PHONE)
    page.add_init_script(
        "window.said = []; window.speechSynthesis.speak = (u) => window.said.push([u.lang, u.text]);"
    )
    page.goto(front)
    button = page.locator("[data-read-aloud]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.said[0]") == ["zh-hans", "有什么事，说一声"]
    button.click()
    expect(button).to_have_text("朗读")
    mute = open_page(PHONE)
    mute.add_init_script("Object.defineProperty(window, 'speechSynthesis', {value: undefined});")
    mute.add_init_script("delete window.SpeechSynthesisUtterance;")
    mute.goto(front)
    expect(mute.locator("[data-read-aloud]")).to_be_hidden()
