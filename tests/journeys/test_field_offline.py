"""Without signal nothing is lost and nothing doubled, whatever breaks on the way."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.files.models import Upload
from huying.orders.models import Order, Submission
from huying.orders.states import OrderState
from huying.trail.models import Record
from tests.browser import PHONE, PageOpener
from tests.builders import PASSWORD, Cast, Staff, build_cast
from tests.files.samples import photo
from tests.journeys.fieldwork import (
    all_sent,
    device,
    report,
    sign_in,
    signal_back,
    strip,
    take_photo,
    visit,
)
from tests.wire import Wire

NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });"
NO_WORKER = "delete Navigator.prototype.serviceWorker;"
NO_STORE = "Object.defineProperty(self, 'indexedDB', { get: () => undefined });"
NO_ROOM_FOR_PHOTOS = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (given[0].photos?.length) throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, given);
  };
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


def words(move: str) -> Counter[str]:
    """The words that came with each record of this move."""
    if move == "place":
        return Counter(Order.objects.values_list("text", flat=True))
    return Counter(
        text for order in Order.objects.all() for text in order.notes.values_list("text", flat=True)
    )


def times(records: list[Record], field: str) -> list[tuple[datetime, datetime]]:
    """When each was said by the device, and when it arrived."""
    return [(datetime.fromisoformat(one.given[field]), one.at) for one in records]


SAID = [f"楼道堆物{n}" for n in range(10)]
SEEN = [f"敲门没人应{n}" for n in range(7)]


def write_twenty(page: Page, orders: list[Order], folder: Path) -> None:
    """Ten matters, seven visits, three photos."""
    for text in SAID:
        report(page, text)
    for n, text in enumerate(SEEN):
        visit(page, orders[n % 3].number, text)
    for n in range(3):
        take_photo(page, orders[n].number, folder / f"{n}.jpg")


@pytest.mark.both_databases
def test_twenty_records_survive_a_dead_battery_and_arrive_once_each(
    browser: Browser, cast: Cast, meng: Staff, wire: Wire, tmp_path: Path
) -> None:
    orders = [cast.order_in(OrderState.IN_PROGRESS, f"灯坏了{n}") for n in range(3)]
    with device(browser, tmp_path / "profile") as phone:
        context = phone.switch_on()
        page = context.pages[0]
        sign_in(page, wire.url, meng)
        wire.cut()
        context.set_offline(True)
        write_twenty(page, orders, tmp_path)
        strip(page, "20 条待发送")
        phone.lose_power()

        context = phone.switch_on()
        context.set_offline(True)
        page = context.pages[0]
        page.goto(f"{wire.url}/desk/field/")
        strip(page, "20 条待发送")
        expect(page.locator(".task-title")).to_have_text(["灯坏了0", "灯坏了1", "灯坏了2"])
        assert Submission.objects.count() == 0
        wire.mend()
        context.set_offline(False)
        # The battery may have taken the session with it; then one signs in again.
        context.clear_cookies(name="sessionid")
        signal_back(page)
        expect(page.locator("[data-sign-in]")).to_be_visible()
        strip(page, "20 条待发送")
        sign_in(page, wire.url, meng)
        all_sent(page, 20)
    check_twenty(orders)


def check_twenty(orders: list[Order]) -> None:
    """Each is there once, with the time its device said, from one device."""
    assert Submission.objects.count() == 20
    assert words("place") == Counter([*SAID, *(order.text for order in orders)])
    seen = {text: count for text, count in words("visit").items() if text in SEEN}
    assert seen == dict.fromkeys(SEEN, 1)
    visits = list(Record.objects.filter(move="visit"))
    births = list(Record.objects.filter(move="place", given__has_key="said_at"))
    attached = list(Record.objects.filter(move="attach"))
    assert (len(births), len(visits), len(attached), Upload.objects.count()) == (10, 7, 3, 3)
    assert len({one.given["device"] for one in (*births, *visits, *attached)}) == 1
    told = times(births, "said_at") + times(visits, "visited_at") + times(attached, "said_at")
    assert all(said_at < arrived_at for said_at, arrived_at in told)
    assert len({said_at for said_at, _arrived_at in told}) == 20


def test_an_answer_lost_on_the_way_doubles_nothing(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, tmp_path: Path
) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.lose(3)
    report(page, "楼道堆物")
    visit(page, order.number, "敲门没人应")
    take_photo(page, order.number, tmp_path / "a.jpg")
    for _lost in range(4):
        signal_back(page)
        page.wait_for_timeout(300)
    all_sent(page, 3)
    assert (wire.to_lose, wire.sends) == (0, 6)
    assert words("place") == Counter({order.text: 1, "楼道堆物": 1})
    moves = Counter(Record.objects.values_list("move", flat=True))
    assert (moves["visit"], moves["attach"], Upload.objects.count()) == (1, 1, 1)


@pytest.mark.both_databases
@pytest.mark.parametrize("locks", [True, False], ids=["locks", "no locks"])
def test_two_open_tabs_send_each_record_once(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, locks: bool
) -> None:
    page = open_page(PHONE)
    if not locks:
        page.context.add_init_script(NO_LOCKS)
    sign_in(page, wire.url, meng)
    other = page.context.new_page()
    other.goto(f"{wire.url}/desk/field/")
    wire.cut()
    for n in range(6):
        report(page if n % 2 else other, f"楼道堆物{n}")
    for tab in (page, other):
        strip(tab, "6 条待发送")
    wire.mend()
    for _again in range(3):
        for tab in (page, other):
            signal_back(tab)
    for tab in (page, other):
        all_sent(tab, 6)
    assert Order.objects.count() == 6
    # Without locks both may send the same record; it is one record all the same.
    assert wire.sends == 6 if locks else wire.sends >= 6


def test_a_refused_record_stays_with_its_reason_and_can_go_another_way(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    order = cast.order_in(OrderState.FOLLOW_UP)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.cut()
    visit(page, order.number, "灯其实没修好")
    cast.move(order, "judge", solved="yes", satisfied="yes")
    wire.mend()
    signal_back(page)
    strip(page, "1 条要您看一下")
    refused = page.locator(".record[data-state=refused]")
    expect(refused).to_contain_text("这一单现在是“结案”")
    expect(refused).to_contain_text("灯其实没修好")
    page.reload()
    strip(page, "1 条要您看一下")
    refused.locator("[data-act=report]").click()
    expect(page.locator("textarea[name=text]")).to_have_value("灯其实没修好")
    page.select_option("select[name=place]", cast.building.code)
    page.click("form.writing button.button-main")
    all_sent(page, 1)
    assert words("place") == Counter({order.text: 1, "灯其实没修好": 1})
    expect(page.locator(".record")).to_have_count(1)


def test_a_visit_of_a_merged_order_goes_to_the_one_it_follows(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    order, into = cast.order_in(OrderState.ACCEPTED), cast.order_in(OrderState.ACCEPTED)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.cut()
    visit(page, order.number, "两家说的是一盏灯")
    cast.move(order, "merge", cast.lin, into=into.number, reason="同一盏灯")
    wire.mend()
    signal_back(page)
    refused = page.locator(".record[data-state=refused]")
    expect(refused).to_contain_text(f"这一单后来并入了 {into.number}")
    refused.locator("[data-act=again]").click()
    expect(page.locator("textarea[name=words]")).to_have_value("两家说的是一盏灯")
    page.click("form.writing button.button-main")
    all_sent(page, 1)
    assert list(into.notes.values_list("text", flat=True)) == ["两家说的是一盏灯"]


def test_photos_of_a_refused_record_are_in_its_form_and_travel_with_it(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, tmp_path: Path
) -> None:
    order, into = cast.order_in(OrderState.ACCEPTED), cast.order_in(OrderState.ACCEPTED)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.cut()
    take_photo(page, order.number, tmp_path / "lamp.jpg")
    cast.move(order, "merge", cast.lin, into=into.number, reason="同一盏灯")
    wire.mend()
    signal_back(page)
    page.locator(".record[data-state=refused] [data-act=again]").click()
    expect(page.locator(".preview")).to_have_count(1)
    page.click("form.writing button.button-main")
    all_sent(page, 1)
    upload = Upload.objects.get()
    assert (upload.subject_id, upload.original_name) == (into.pk, "lamp.jpg")


def test_what_one_person_wrote_never_goes_out_under_anothers_name(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.cut()
    for n in range(2):
        report(page, f"孟看到的{n}")
    page.context.clear_cookies(name="sessionid")
    wire.mend()
    signal_back(page)
    expect(page.locator("[data-news-box]")).to_contain_text("请重新登录。什么都没有丢。")
    expect(page.locator("[data-sign-in]")).to_be_visible()

    sign_in(page, wire.url, cast.lin)
    expect(page.locator("[data-news-box]")).to_contain_text("这里还有 网格员小孟 的 2 条没发出去")
    page.goto(f"{wire.url}/desk/field/#waiting")
    expect(page.locator("body")).not_to_contain_text("孟看到的")
    signal_back(page)
    page.wait_for_load_state("networkidle")
    assert Order.objects.count() == 0

    sign_out(page, wire.url)
    sign_in(page, wire.url, meng)
    all_sent(page, 2)
    births = Record.objects.filter(move="place").values_list("by_label", flat=True)
    assert list(births) == ["网格员小孟"] * 2


def sign_out(page: Page, base: str) -> None:
    """By the button at the foot of the page."""
    page.locator("form[data-leave] button").click()
    page.wait_for_url(f"{base}/")


KEPT = """() => new Promise(done => {
  indexedDB.open('huying-field').onsuccess = event => {
    const asked = event.target.result.transaction('shelf').objectStore('shelf').getAllKeys();
    asked.onsuccess = () => done(asked.result);
  };
})"""


@pytest.mark.parametrize("leaves_from", ["/desk/field/", "/desk/"])
def test_signing_out_takes_the_list_off_the_device(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, leaves_from: str
) -> None:
    cast.place()
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    kept = page.evaluate(KEPT)
    page.goto(f"{wire.url}{leaves_from}")
    sign_out(page, wire.url)
    assert "today" in kept
    assert "today" not in page.evaluate(KEPT)


def test_a_browser_that_keeps_nothing_gets_the_plain_page(
    open_page: PageOpener, cast: Cast, meng: Staff, live_server: LiveServer
) -> None:
    cast.place("路灯坏了")
    page = open_page(PHONE)
    sign_in(page, live_server.url, meng)
    page.context.add_init_script(NO_STORE)
    page.goto(f"{live_server.url}/desk/field/")
    expect(page.locator("[data-plain]")).to_contain_text("存不住内容")
    expect(page.locator(".task-title")).to_have_text(["路灯坏了"])
    expect(page.locator('a[href="/desk/new/"]')).to_be_visible()
    expect(page.locator('a[href="#report"]')).to_be_hidden()


def test_a_browser_without_a_service_worker_keeps_and_sends_while_the_page_is_open(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    page.context.add_init_script(NO_WORKER)
    page.reload()
    expect(page.locator("[data-plain]")).to_contain_text("出门期间请让它一直开着")
    expect(page.locator("[data-plain]")).to_be_visible()
    wire.cut()
    report(page, "楼道堆物")
    strip(page, "1 条待发送")
    wire.mend()
    signal_back(page)
    all_sent(page, 1)
    assert Order.objects.get().text == "楼道堆物"


def test_a_desk_that_stays_open_over_night_shows_no_old_list(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    cast.place("路灯坏了")
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.cut()
    page.clock.install()
    page.clock.fast_forward("12:01:00")
    page.goto(f"{wire.url}/desk/field/#waiting")
    page.goto(f"{wire.url}/desk/field/#")
    page.reload()
    expect(page.locator("[data-as-of]")).to_contain_text("清单只在设备上留半天")
    expect(page.locator(".task")).to_have_count(0)


def test_what_was_said_of_today_is_not_said_on_another_day(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    cast.at = timezone.now()
    cast.order_in(OrderState.IN_PROGRESS)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    page.click(".task summary")
    expect(page.locator(".said-today").last).to_be_visible()
    expect(page.locator(".said-later")).to_be_hidden()
    yesterday = timezone.localtime().replace(hour=0, minute=0) - timedelta(minutes=1)
    wire.cut()
    page.clock.set_fixed_time(yesterday)
    page.reload()
    page.click(".task summary")
    expect(page.locator(".said-later")).to_be_visible()
    for told in page.locator(".said-today").all():
        expect(told).to_be_hidden()


def test_two_hasty_presses_keep_one_record(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    wire.cut()
    page.goto(f"{wire.url}/desk/field/#report")
    page.fill("textarea[name=text]", "楼道堆物")
    page.select_option("select[name=place]", cast.building.code)
    press = "document.querySelector('form.writing .button-main').click();"
    page.evaluate(f"() => {{ {press} {press} }}")
    strip(page, "1 条待发送")
    expect(page.locator(".record")).to_have_count(1)


def test_a_device_without_room_says_so_and_the_form_keeps_what_was_written(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, tmp_path: Path
) -> None:
    page = open_page(PHONE)
    page.context.add_init_script(NO_ROOM_FOR_PHOTOS)
    sign_in(page, wire.url, meng)
    file = tmp_path / "a.jpg"
    file.write_bytes(photo())
    page.goto(f"{wire.url}/desk/field/#report")
    page.fill("textarea[name=text]", "楼道堆物")
    page.select_option("select[name=place]", cast.building.code)
    page.set_input_files("input[type=file]", file)
    page.click("form.writing button.button-main")
    expect(page.locator("form.writing [role=alert]")).to_contain_text("这台设备的空间不够了")
    expect(page.locator("textarea[name=text]")).to_have_value("楼道堆物")
    page.locator(".preview button").click()
    page.click("form.writing button.button-main")
    all_sent(page, 1)
    assert (Order.objects.get().text, Upload.objects.count()) == ("楼道堆物", 0)


def test_a_form_half_filled_in_is_there_again_when_the_page_was_closed(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    page.goto(f"{wire.url}/desk/field/#report")
    page.fill("textarea[name=text]", "楼道堆物，正要拍照")
    page.select_option("select[name=place]", cast.building.code)
    wire.cut()
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("楼道堆物，正要拍照")
    expect(page.locator("select[name=place]")).to_have_value(cast.building.code)
    wire.mend()
    page.click("form.writing button.button-main")
    signal_back(page)
    all_sent(page, 1)
    page.goto(f"{wire.url}/desk/field/#report")
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert Order.objects.get().text == "楼道堆物，正要拍照"


def test_a_half_filled_form_is_shown_to_nobody_else(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire
) -> None:
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    page.goto(f"{wire.url}/desk/field/#report")
    page.fill("textarea[name=text]", "孟看到的")
    sign_in(page, wire.url, cast.lin)
    page.goto(f"{wire.url}/desk/field/#report")
    expect(page.locator("textarea[name=text]")).to_have_value("")


def test_a_large_photo_travels_small(
    open_page: PageOpener, cast: Cast, meng: Staff, wire: Wire, tmp_path: Path
) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    noise = Image.effect_noise((2400, 1800), 90).convert("RGB")
    noise.save(tmp_path / "large.jpg", quality=95)
    page = open_page(PHONE)
    sign_in(page, wire.url, meng)
    page.goto(f"{wire.url}/desk/field/#photo/{order.number}")
    page.set_input_files("input[type=file]", tmp_path / "large.jpg")
    page.click("form.writing button.button-main")
    all_sent(page, 1)
    upload = Upload.objects.get()
    assert (upload.width, upload.height) == (1600, 1200)


def test_without_scripts_the_page_is_a_plain_list_with_ways_on(
    browser: Browser, cast: Cast, meng: Staff, live_server: LiveServer
) -> None:
    order = cast.place("路灯坏了")
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", **PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/login/?next=/desk/field/")
    page.fill("input[name=username]", meng.account.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.click(".task summary")
    expect(page.locator("a[data-visit]").first).to_be_hidden()
    expect(page.locator('a[href="/desk/new/"]')).to_be_visible()
    page.click("a[data-open]")
    page.wait_for_url(f"**/desk/orders/{order.number}/")
    context.close()
