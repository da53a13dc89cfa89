from datetime import timedelta

import pytest

from huying.orders.models import Order
from huying.orders.states import OrderState
from tests.api.calling import Caller, content, refusal
from tests.builders import Cast

S = OrderState


def numbers(answer_of: Caller, **query: object) -> list[str]:
    """Every number on every page of a list, three to a page."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = content(answer_of.get("/orders", limit=3, cursor=cursor, **query))
        found += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"]
    return found


def test_staff_list_what_is_theirs_to_see_and_nothing_else(
    lin: Caller, gu: Caller, zhou: Caller, cast: Cast
) -> None:
    here = [cast.place() for _ in range(2)]
    led = cast.order_in(S.SIGNED)
    there = cast.place(place=cast.neighbour)
    assert sorted(numbers(lin)) == sorted(order.number for order in [*here, led])
    assert numbers(gu) == [there.number]
    assert numbers(zhou) == [led.number]


def test_a_list_needs_an_account(visitor: Caller, cast: Cast) -> None:
    cast.place()
    answer = visitor.get("/orders")
    assert refusal(answer) == (401, "not-signed-in", [])
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_pages_follow_each_other_without_gap_or_double(lin: Caller, cast: Cast) -> None:
    orders = [cast.place() for _ in range(8)]
    newest = [order.number for order in reversed(orders)]
    assert numbers(lin, ordering="placed") == newest
    assert numbers(lin, ordering="oldest") == newest[::-1]
    assert sorted(numbers(lin, ordering="due")) == sorted(newest)


def test_the_total_is_counted_only_when_asked_for(lin: Caller, cast: Cast) -> None:
    for _ in range(4):
        cast.place()
    asked = content(lin.get("/orders", limit=1, total="true"))
    assert (len(asked["items"]), asked["total"]) == (1, 4)
    assert "total" not in content(lin.get("/orders", limit=1))


def test_each_filter_keeps_what_it_names(lin: Caller, cast: Cast) -> None:
    plain = cast.place("电梯异响")
    accepted = cast.order_in(S.ACCEPTED)
    signed = cast.order_in(S.SIGNED)
    phone = cast.place("楼道堆物", by=cast.lin.actor, channel="phone", place=cast.community)
    cast.move(accepted, "correct", cast.lin, reason="急", grade="A", level="2")
    late = cast.place()
    Order.objects.filter(pk=late.pk).update(next_due_at=cast.at - timedelta(days=1))
    everything = {order.number for order in (plain, accepted, signed, phone, late)}
    cases: dict[tuple[tuple[str, object], ...], set[str]] = {
        (("state", "accepted"),): {accepted.number},
        (("state", "accepted,signed"),): {accepted.number, signed.number},
        (("state", ("accepted", "signed")),): {accepted.number, signed.number},
        (("place", cast.community.code),): everything,
        (("place", cast.building.code),): everything - {phone.number},
        (("place", cast.neighbour.code),): set(),
        (("category", "0101"),): {accepted.number, signed.number},
        (("category", "01"),): {accepted.number, signed.number},
        (("grade", "A"),): {accepted.number},
        (("level", 2),): {accepted.number},
        (("overdue", "true"),): {late.number},
        (("lead", "hengan"),): {signed.number},
        (("channel", "phone"),): {phone.number},
        (("q", "电梯"),): {plain.number},
        (("q", phone.number.lower()),): {phone.number},
        (("since", "2026-03-10"), ("until", "2026-03-11")): everything,
        (("since", "2026-03-11"),): set(),
        (("until", plain.placed_at.isoformat()),): set(),
        (("state", "accepted"), ("grade", "A"), ("q", "路灯")): {accepted.number},
    }
    found = {query: set(numbers(lin, **dict(query))) for query in cases}
    assert found == cases


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"place": "nowhere"}, "place"),
        ({"grade": "Z"}, "grade"),
        ({"level": "9"}, "level"),
        ({"level": "9" * 400}, "level"),
        ({"overdue": "perhaps"}, "overdue"),
        ({"channel": "smoke"}, "channel"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-02-30"}, "since"),
        ({"since": "1899-12-31"}, "since"),
        ({"until": "3000-01-02"}, "until"),
        ({"since": "0001-01-01T00:00:00+14:00"}, "since"),
        ({"until": "9999-12-31T23:59:59-14:00"}, "until"),
        ({"ordering": "beauty"}, "ordering"),
        ({"cursor": "?"}, "cursor"),
        ({"cursor": "0001-01-01T00:00:00+14:00~1"}, "cursor"),
        ({"cursor": "2026-03-10T00:00:00+00:00~-1"}, "cursor"),
        ({"cursor": f"2026-03-10T00:00:00+00:00~{'9' * 5000}"}, "cursor"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"q": "灯" * 101}, "q"),
        ({"q": "\x00"}, "q"),
        ({"lead": "\x00"}, "lead"),
        ({"category": "a\x00"}, "category"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(
    lin: Caller, query: dict[str, str], field: str
) -> None:
    assert refusal(lin.get("/orders", **query)) == (422, "invalid", [field])


def test_a_line_of_the_list_holds_no_contact(lin: Caller, cast: Cast) -> None:
    cast.place()
    text = lin.get("/orders").content.decode()
    assert "13800001234" not in text
    assert "高阿姨" not in text
