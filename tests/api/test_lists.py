"""Lists over HTTP: which there are, a page as JSON, a whole file, and nobody else's rows."""

from io import BytesIO

from openpyxl import load_workbook

from huying.orders.states import OrderState
from huying.trail.models import Record
from tests.api.calling import Caller, content, refusal
from tests.builders import Cast, clock_at

ELSEWHERE = "柳岸那边的路灯坏了"


def test_the_lists_of_a_place_come_with_their_columns_and_filters(
    lin: Caller, secretary: Caller, zhou: Caller, visitor: Caller, cast: Cast
) -> None:
    told = content(lin.get("/lists"))
    names = [one["name"] for one in told["items"]]
    assert told["place"] == cast.community.code
    assert {"orders", "order-ledger", "directory", "units", "handed-out"} <= set(names)
    assert "satisfaction" not in names
    assert "satisfaction" in [one["name"] for one in content(secretary.get("/lists"))["items"]]
    orders = next(one for one in told["items"] if one["name"] == "orders")
    assert orders["columns"][0] == {
        "key": "number", "label": "Number", "type": "text", "sensitive": False,
    }  # fmt: skip
    assert {"key": "since", "label": "Placed from", "asks": "date"} in orders["filters"]
    assert content(zhou.get("/lists")) == {"place": None, "items": []}
    assert refusal(visitor.get("/lists"))[0] == 401


def test_a_page_of_a_list_goes_on_where_it_ended(cast: Cast, lin: Caller) -> None:
    numbers = [cast.place().number for _ in range(3)]
    cast.place(ELSEWHERE, place=cast.neighbour)
    with clock_at(cast.at):
        first = content(lin.get("/lists/orders", limit=2, total=True))
        second = content(lin.get("/lists/orders", limit=2, cursor=first["next_cursor"]))
    got = [one["number"] for one in first["items"] + second["items"]]
    assert (got, first["total"], second["next_cursor"]) == (numbers[::-1], 3, None)
    assert first["items"][0]["state"] == "submitted"
    assert first["about"]["place"] == cast.community.code


def test_a_file_holds_the_whole_list_and_is_on_record(cast: Cast, lin: Caller) -> None:
    order = cast.order_in(OrderState.CLOSED)
    cast.place(ELSEWHERE, place=cast.neighbour)
    with clock_at(cast.at):
        sheet = lin.get("/lists/orders", format="xlsx", state="closed")
        text = lin.get("/lists/orders", format="csv")
    book = load_workbook(BytesIO(b"".join(sheet.streaming_content)))
    assert [row[0].value for row in book.worksheets[0].iter_rows()] == ["Number", order.number]
    assert ELSEWHERE not in b"".join(text.streaming_content).decode()
    told = list(Record.objects.filter(subject_kind="list_export").order_by("at", "id"))
    assert [(one.by_label, one.given["what"], one.given["count"]) for one in told] == [
        ("小林", "xlsx", 1), ("小林", "csv", 1),
    ]  # fmt: skip


def test_what_is_not_theirs_or_not_asked_well_is_refused(
    cast: Cast, lin: Caller, zhou: Caller, visitor: Caller
) -> None:
    assert refusal(lin.get("/lists/orders", place=cast.neighbour.code)) == (403, "not-yours", [])
    assert refusal(lin.get("/lists/orders", place=cast.street.code)) == (403, "not-yours", [])
    assert refusal(zhou.get("/lists/orders"))[:2] == (403, "not-yours")
    assert refusal(visitor.get("/lists/orders"))[0] == 401
    assert refusal(lin.get("/lists/nothing"))[:2] == (404, "unknown")
    assert refusal(lin.get("/lists/satisfaction"))[:2] == (403, "not-yours")
    wrong = lin.get("/lists/orders", since="gestern", colour="red", state="nowhere", sort="x")
    assert refusal(wrong) == (422, "invalid", ["colour", "since", "sort", "state"])
    assert refusal(lin.get("/lists/orders", cursor="[1"))[:2] == (422, "invalid")
    assert refusal(lin.get("/lists/orders", q="\x00"))[:2] == (422, "invalid")
