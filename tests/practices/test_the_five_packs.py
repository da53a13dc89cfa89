"""The five practices as they are shipped: what their sources say, and nothing in the code."""

from collections import Counter

import pytest

from huying.kernel.limits import Limit, Unit
from huying.practices import names, read
from huying.practices.parts.limits import LimitRow

FIVE = ("licang", "lixia", "shijiazhuang", "wujiangbei", "zhifu")


def closing(name: str) -> dict[tuple[str, str, int | None], Limit]:
    return {
        (row.starts_on, row.grade, row.level): row.limit
        for row in read(name).limits
        if row.clock == "close"
    }


def only(name: str, clock: str) -> LimitRow:
    (row,) = [row for row in read(name).limits if row.clock == clock]
    return row


def test_all_five_are_there_beside_the_baseline() -> None:
    assert names() == sorted([*FIVE, "standard"])


@pytest.mark.parametrize("name", FIVE)
def test_each_promises_something_on_every_clock_and_has_the_8_classes_and_33_sub_items(
    name: str,
) -> None:
    pack = read(name)
    assert {row.clock for row in pack.limits} == {
        "accept",
        "transfer",
        "sign",
        "close",
        "follow_up",
        "respond",
        "arrive",
    }
    assert Counter(bool(row.parent) for row in pack.categories) == {False: 8, True: 33}


def test_licang_first_contact_duty_and_five_boards() -> None:
    pack = read("licang")
    assert only("licang", "accept").limit == Limit(5, Unit.DAY)
    assert only("licang", "transfer").limit == Limit(1, Unit.SAME_DAY)
    assert closing("licang") == {("place", "", None): Limit(30, Unit.DAY)}
    assert [row.name for row in pack.boards] == ["评榜", "发榜", "揭榜", "承榜", "考榜"]
    assert [row.of for row in pack.lists] == ["needs", "services", "projects"]
    assert len(pack.questions) == 3


def test_wujiangbei_four_lists_and_five_ledgers() -> None:
    pack = read("wujiangbei")
    assert [row.of for row in pack.lists] == ["resources", "needs", "services", "landings"]
    assert [row.name for row in pack.ledgers] == [
        "特困人员", "独居老人", "困境儿童", "重点妇女", "特殊人员",
    ]  # fmt: skip


def test_shijiazhuang_kinds_of_orders_and_twenty_certificates_that_others_issue() -> None:
    pack = read("shijiazhuang")
    assert [row.kind for row in pack.kinds] == ["problem", "booking", "class_wish", "introduction"]
    declined = [row for row in pack.services if not row.offered]
    assert (len(declined), all(row.office for row in declined)) == (20, True)
    assert closing("shijiazhuang")["accept", "A", None] == Limit(1, Unit.WORKDAY)


def test_zhifu_grades_the_17th_four_roles_a_grid_and_its_tree_of_9_31_78() -> None:
    pack = read("zhifu")
    assert closing("zhifu") == {
        ("accept", "A", None): Limit(1, Unit.SAME_WORKDAY),
        ("accept", "B", None): Limit(10, Unit.WORKDAY),
        ("accept", "C", None): Limit(60, Unit.WORKDAY),
        ("place", "", None): Limit(5, Unit.WORKDAY),
    }
    assert pack.deliberation.day == 17
    assert len(pack.duty.grid_roles) == 4
    assert Counter(row.code.count(".") for row in pack.indicators) == {0: 9, 1: 31, 2: 78}
    assert [len(sheet.items) for sheet in pack.sheets] == [1 + 6]
    assert [row.name for row in pack.indicators if not row.sample] == [
        "党建引领", "便民服务", "社会工作师持证比例",
    ]  # fmt: skip


def test_lixia_four_levels_duty_in_the_estate_and_four_reasons_to_go_there() -> None:
    pack = read("lixia")
    assert {level: limit for (_, _, level), limit in closing("lixia").items() if level != 4} == {
        None: Limit(24, Unit.HOUR), 1: Limit(24, Unit.HOUR),
        2: Limit(3, Unit.WORKDAY), 3: Limit(7, Unit.WORKDAY),
    }  # fmt: skip
    assert [(row.level, row.case_leader) for row in pack.levels] == [
        (1, False), (2, False), (3, False), (4, True),
    ]  # fmt: skip
    assert (pack.duty.least, pack.duty.most, pack.duty.minutes) == (2, 3, 2 * 60)
    assert len(pack.duty.must_visit) == 4
    assert [rung.at for rung in pack.ladder] == ["estate", "community", "street"]
