"""Every list is a live query of the reader's own places, narrowed, counted and read page by page."""

from collections.abc import Iterator

import pytest

from huying.kernel.refusals import Code, Refused
from huying.lists.queries import Opened, lists_at, opened, page
from huying.lists.registry import registered
from huying.orders.states import OrderState
from huying.people.actions import appoint
from huying.people.roles import Grant, Role
from huying.practices import adopt
from tests.builders import LONG_AGO, START, Cast, Staff, build_cast

ELSEWHERE = "柳岸那边的路灯坏了"
HERE = "槐荫里的水管漏水"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def of(cast: Cast, name: str, by: Staff, **raw: str) -> Opened:
    return opened(name, raw, by.actor, at=cast.at)


def column(found: Opened, key: str) -> list[object]:
    index = [one.key for one in found.columns].index(key)
    return [row.values[index] for row, _cursor in found.rows()]


def refused(cast: Cast, name: str, by: Staff, **raw: str) -> Refused:
    with pytest.raises(Refused) as caught:
        of(cast, name, by, **raw)
    return caught.value


def test_orders_tell_everything_a_register_needs(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS, HERE, channel="phone", by=cast.lin.actor)
    found = of(cast, "orders", cast.lin)
    (row, _cursor) = next(found.rows())
    told = dict(zip([one.key for one in found.columns], row.values, strict=True))
    order.refresh_from_db()
    assert told == {
        "number": order.number, "title": HERE, "kind": "problem", "channel": "phone",
        "street": "青梧街道", "community": "槐荫里社区", "place": "3号楼", "address": "",
        "class": "公共设施", "category": "公共照明", "grade": "", "level": None,
        "state": "in_progress", "placed_at": order.placed_at, "promised_at": order.next_due_at,
        "overdue": False, "days_open": 0, "lead": "恒安物业", "responsible": "小林", "result": "",
        "completed_at": None, "closed_at": None, "chases": 0, "returns": 0, "reopens": 0,
    }  # fmt: skip
    assert found.source.count() == 1
