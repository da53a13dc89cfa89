"""The card that says why an order is where it is, why by that date, and what was decided."""

import re
from datetime import timedelta

from django.test import Client

from huying.clocks.models import LimitRule
from huying.orders.directory import forget as forget_directory
from huying.orders.models import DirectoryRow, Order
from huying.orders.states import OrderState
from huying.practices import adopt
from tests.builders import START, Cast, clock_at
from tests.web.browsing import order_page, read, signed_in

S = OrderState


def card(cast: Cast, order: Order) -> str:
    """The words of the card, as the person at the desk reads them now."""
    with clock_at(cast.at):
        page = read(signed_in(cast.lin).get(order_page(order)))
    found = re.search(r"Why here\? (.*?) Who held the time ", page)
    return found[1] if found else ""


def test_it_says_whose_desk_it_is_and_from_what_the_date_was_reckoned(cast: Cast) -> None:
    assert card(cast, cast.place()) == (
        "At this desk 槐荫里社区 3号楼 belongs to it "
        "Time to accept tomorrow before 17:30 1 workday from today 09:10 (The request was placed) "
        "Time to finish 17 March before 17:30 5 workdays from today 09:10 (The request was placed)"
    )


def test_every_hand_it_was_in_stands_there_with_the_reason(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    assert card(cast, order).startswith(
        "Is with 恒安物业 楼内照明归物业 · today 09:30 · 小林 At this desk"
    )
    cast.move(order, "request_return", cast.zhou, reason="灯杆是市政的", basis="移交清单")
    cast.move(order, "grant_return", cast.lin, answer="核实过了")
    assert card(cast, order).startswith(
        "Was with 恒安物业 楼内照明归物业 · today 09:30 · 小林 At this desk"
    )
    assert card(cast, order).endswith(" Return 灯杆是市政的 Granted: 核实过了 · today 10:10 · 小林")
    cast.move(order, "dispatch", cast.lin, lead="chengguan", reason="灯杆归城管")
    assert card(cast, order).startswith(
        "Is with 云川区城市管理局 灯杆归城管 · today 10:20 · 小林 "
        "Was with 恒安物业 楼内照明归物业 · today 09:30 · 小林 At this desk"
    )


def test_an_order_done_again_is_with_whom_the_rule_chose(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", None, solved="no", satisfied="no")
    first, second = re.findall(r"(\S+ with 恒安物业 .*?) · ", card(cast, order))
    assert first == "Is with 恒安物业 a colleague takes it again"
    assert second == "Was with 恒安物业 楼内照明归物业"


def test_what_the_desk_took_on_itself_is_told_so(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "take", cast.lin, reason="顺手就办了")
    assert card(cast, order).startswith("Is with 槐荫里社区居委会 顺手就办了 · today 09:30 · 小林")


def test_a_date_tells_its_rule_and_what_moved_it(cast: Cast) -> None:
    LimitRule.objects.filter(clock="transfer").update(category="0101", source="云川区清单")
    order = cast.order_in(S.ACCEPTED)
    assert "set for: Category · rule: 云川区清单" in card(cast, order)


def test_time_that_did_not_count_and_decisions_are_told(cast: Cast) -> None:
    order = cast.order_in(S.INFO_NEEDED)
    assert "Time to finish stands still 5 workdays from today " in card(cast, order)
    cast.at += timedelta(hours=2)
    cast.move(order, "supply", None, words="东门那个")
    assert "stood still for 2 hours 10 minutes" in card(cast, order)
    order = cast.order_in(S.IN_PROGRESS)
    until = (cast.at + timedelta(days=12)).isoformat()
    cast.move(order, "request_extension", cast.zhou, reason="配件没到", until=until)
    cast.move(order, "refuse_extension", cast.secretary, answer="有现货")
    cast.move(order, "request_extension", cast.zhou, reason="现货不合", until=until)
    cast.move(order, "grant_extension", cast.secretary)
    said = card(cast, order)
    assert "extended to " in said
    assert re.search(
        r"Extension 现货不合 Granted · today \S+ · 陈书记 Extension 配件没到 Refused: 有现货", said
    )


def test_markup_in_a_reason_is_only_words(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="<b>归物业</b>")
    page = signed_in(cast.lin).get(order_page(order)).content.decode()
    assert "<b>归物业" not in page
    assert "&lt;b&gt;归物业" in page


def test_a_visitor_does_not_read_it(cast: Cast, client: Client) -> None:
    assert client.get(order_page(cast.place())).status_code == 302


def test_a_limit_of_a_practice_and_a_way_by_the_directory_are_told(cast: Cast) -> None:
    adopt("zhifu", place=cast.district, by=cast.secretary.actor, at=START)
    DirectoryRow.objects.create(
        category=cast.lighting, lead_kind="property_company", valid_from=START.date()
    )
    forget_directory()
    told = card(cast, cast.order_in(S.DISPATCHED))
    assert "rule: 芝罘：民需五步闭环 2024" in told
    assert "楼内照明归物业 · by the directory" in told
