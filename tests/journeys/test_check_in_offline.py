"""A building head without signal: every tap is kept, and arrives once however the line breaks."""

import re

import pytest
from playwright.sync_api import Page, expect

from huying.campaigns.models import CheckIn
from huying.campaigns.queries import totals
from huying.people.roles import Role
from tests.browser import PHONE, PageOpener
from tests.builders import Cast, Staff, build_cast
from tests.campaigns.planning import Day, day_in, heads_in
from tests.journeys.fieldwork import READY, sign_in, signal_back, strip
from tests.wire import Wire

DOORS = [f"3号楼{n // 10 + 1}单元{n % 10 + 101}" for n in range(30)]
SHEET = "/desk/field/check-in/"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


@pytest.fixture
def head(cast: Cast) -> Staff:
    return cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)


def opened(page: Page, wire: Wire, who: Staff, name: str = "3号楼") -> None:
    """Stand on the sheet of one building, which the device can open by itself from then on."""
    sign_in(page, wire.url, who)
    page.goto(wire.url + SHEET)
    expect(page.locator("html")).to_have_class(re.compile(r"\blive\b"))
    page.evaluate(READY)
    page.locator(".sheet-line", has_text=name).click()
    expect(page.locator("html")).to_have_class(re.compile(r"\blive\b"))


def tap(page: Page, *labels: str) -> None:
    for label in labels:
        page.locator(".door", has=page.get_by_text(label, exact=True)).locator("button").click()


def door(page: Page, label: str, state: str) -> None:
    found = page.locator(".door", has=page.get_by_text(label, exact=True))
    expect(found).to_have_attribute("data-state", state, timeout=30_000)


@pytest.mark.both_databases
def test_taps_without_signal_are_kept_over_a_reload_and_arrive_once(
    open_page: PageOpener, cast: Cast, head: Staff, wire: Wire
) -> None:
    day = day_in(cast, doors=DOORS)
    page = open_page(PHONE)
    opened(page, wire, head)
    expect(page.locator(".door")).to_have_count(30)
    wire.cut()
    tap(page, *DOORS[:12])
    strip(page, "12 条待发送")
    expect(page.locator("[data-slot=came]").nth(1)).to_have_text("12")
    assert CheckIn.objects.count() == 0

    page.reload()  # the device opens the page by itself
    strip(page, "12 条待发送")
    door(page, DOORS[0], "waiting")
    page.fill("[data-search] input", "3单元101")
    expect(page.locator(".door:visible")).to_have_count(1)
    tap(page, DOORS[20])
    page.fill("[data-search] input", "")
    page.on("dialog", lambda asked: asked.accept())
    day.bring(day.tick(DOORS[0]), device="another")  # meanwhile somebody else was at this door
    wire.mend()
    signal_back(page)
    strip(page, "全部发出去了")
    door(page, DOORS[0], "done")
    assert (totals(day.campaign).total, CheckIn.objects.count()) == (13, 14)
    row = CheckIn.objects.filter(person=head.person).earliest("id")
    assert (row.offset_minutes, row.noted_at is not None, row.sent_at is not None) == (
        480,
        True,
        True,
    )


def test_an_answer_lost_on_the_way_doubles_no_check_in(
    open_page: PageOpener, cast: Cast, head: Staff, wire: Wire
) -> None:
    day = day_in(cast, doors=DOORS)
    page = open_page(PHONE)
    opened(page, wire, head)
    wire.lose(2)
    tap(page, *DOORS[:5])
    for _lost in range(3):
        signal_back(page)
        page.wait_for_timeout(300)
    strip(page, "全部发出去了")
    assert wire.to_lose == 0
    assert (totals(day.campaign).total, CheckIn.objects.count()) == (5, 5)


def test_what_did_not_go_yet_is_taken_back_by_another_tap_and_what_went_with_a_reason(
    open_page: PageOpener, cast: Cast, head: Staff, wire: Wire
) -> None:
    day = day_in(cast, doors=DOORS)
    page = open_page(PHONE)
    page.on("dialog", lambda asked: asked.accept())
    opened(page, wire, head)
    wire.cut()
    tap(page, DOORS[0], DOORS[1])
    strip(page, "2 条待发送")
    tap(page, DOORS[1])
    strip(page, "1 条待发送")
    door(page, DOORS[1], "")
    wire.mend()
    signal_back(page)
    door(page, DOORS[0], "done")
    page.locator(".door", has=page.get_by_text(DOORS[0], exact=True)).locator("a").click()
    page.fill("input[name=reason]", "点错了一户")
    page.click("form.writing button.button-main")
    door(page, DOORS[0], "")
    assert (totals(day.campaign).total, totals(day.campaign).undone) == (0, 1)


def test_before_it_begins_taps_wait_and_heads_are_counted(
    open_page: PageOpener, cast: Cast, head: Staff, wire: Wire
) -> None:
    day: Day = heads_in(cast)
    day.move("add_point", point_name="东门", point_place=cast.building.code)
    page = open_page(PHONE)
    opened(page, wire, head, "东门")
    wire.cut()
    for _head in range(7):
        page.click("[data-head]")
    strip(page, "7 条待发送")
    expect(page.locator("[data-page=sheet] [data-slot=came]")).to_have_text("7")
    wire.mend()
    signal_back(page)
    strip(page, "全部发出去了")
    expect(page.locator("[data-page=sheet] [data-slot=came]")).to_have_text("7")
    assert totals(day.campaign).total == 7


def test_signing_out_takes_the_doors_off_the_device_and_leaves_what_waits(
    open_page: PageOpener, cast: Cast, head: Staff, wire: Wire
) -> None:
    day_in(cast, doors=DOORS)
    page = open_page(PHONE)
    opened(page, wire, head)
    wire.cut()
    tap(page, DOORS[0])
    strip(page, "1 条待发送")
    wire.mend()
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.route("**/check-in/send", lambda route: route.abort())
    page.locator("[data-leave] button").click()
    page.wait_for_url(re.compile("/$"))
    left = page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open('huying-field');
          asked.onsuccess = () => {
            const turn = asked.result.transaction(['shelf', 'records']);
            const shelf = turn.objectStore('shelf').get('check-in');
            const records = turn.objectStore('records').count();
            turn.oncomplete = () => done([shelf.result || null, records.result]);
          };
        })"""
    )
    assert left == [None, 1]
