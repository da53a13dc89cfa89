"""Pages of lists and ledgers: found, narrowed, saved, kept, compared, filled, and nobody else's."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from huying.lists.models import Template, Version
from huying.lists.registry import registered
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.practices import adopt
from huying.trail.models import Record
from tests.builders import START, Cast, build_cast, clock_at
from tests.lists.samples import a_ledger, a_sheet
from tests.lists.test_filling import data_of
from tests.web.browsing import read, signed_in

INDEX, ORDERS = reverse("lists:index"), reverse("lists:one", args=["orders"])
ELSEWHERE = "柳岸那边的路灯坏了"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def cast(db: None) -> Any:
    with clock_at(START):
        yield build_cast()


def door(name: str, *arguments: object) -> str:
    return reverse(f"lists:{name}", args=["orders", *arguments])


def bytes_in(answer: Any) -> bytes:
    assert answer.status_code == 200, answer
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.getvalue() if hasattr(answer, "getvalue") else b"".join(answer.streaming_content)


def sent(client: Client, rows: Any, **more: Any) -> Any:
    file = SimpleUploadedFile("form.xlsx", data_of(a_sheet(*rows)), XLSX)
    return client.post(door("fill"), {"file": file} | more)


def test_the_index_names_what_a_reader_may_read_there(cast: Cast) -> None:
    lin = read(signed_in(cast.lin).get(INDEX))
    assert "Orders Every order with its state" in lin
    assert "Satisfaction with closed orders" not in lin
    assert "Satisfaction with closed orders" in read(signed_in(cast.secretary).get(INDEX))
    evaluator = signed_in(cast.hire("评估员", Role.EVALUATOR, cast.district))
    page = read(evaluator.get(INDEX))
    assert ("Satisfaction" in page, "Dispatch directory" in page) == (True, False)
    assert evaluator.get(ORDERS).status_code == 403
    for stranger in (cast.zhou, cast.hire("楼长", Role.BUILDING_HEAD, cast.building)):
        assert signed_in(stranger).get(INDEX).status_code == 403
    elsewhere = f"{INDEX}?place={cast.neighbour.code}"
    assert signed_in(cast.lin).get(elsewhere).status_code == 403
    assert "Lists and ledgers" in read(signed_in(cast.lin).get(reverse("desk:list")))
    assert "Lists and ledgers" not in read(signed_in(cast.zhou).get(reverse("partner:list")))


def test_the_index_calls_lists_as_the_practice_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registered(), "care", a_ledger())
    adopt("wujiangbei", place=cast.community, by=cast.secretary.actor, at=START)
    page = signed_in(cast.lin).get(INDEX)
    assert "特困人员 定期走访与救助 独居老人" in read(page)
    assert f"/care/?place={cast.community.code}&amp;class=solitary_elder" in page.content.decode()


def test_a_list_is_narrowed_counted_and_links_to_the_records(cast: Cast) -> None:
    accepted, other = cast.order_in(OrderState.ACCEPTED), cast.place("别的事")
    cast.place(ELSEWHERE, place=cast.neighbour)
    client = signed_in(cast.lin)
    with clock_at(cast.at):
        whole, narrow = client.get(ORDERS), client.get(f"{ORDERS}?state=accepted")
    assert "2 rows · 槐荫里社区 · as of 2026-03-10" in read(whole)
    assert (ELSEWHERE in read(whole), other.number in read(whole)) == (False, True)
    assert "1 row ·" in read(narrow)
    assert other.number not in read(narrow)
    assert reverse("desk:order", args=[accepted.number]) in narrow.content.decode()
    assert "Responsible person" in read(client.get(f"{ORDERS}?all=1"))
    assert "Nothing is in this list" in read(client.get(f"{ORDERS}?q=nichts"))


def test_a_wrong_filter_is_told_on_its_field_and_shows_no_row(cast: Cast) -> None:
    order = cast.place()
    page = signed_in(cast.lin).get(f"{ORDERS}?since=gestern&q={order.number}")
    assert page.status_code == 422
    assert re.findall(r'id="ask_(\w+)_error"', page.content.decode()) == ["since"]
    assert "a date is written as 2026-03-10" in read(page)
    assert reverse("desk:order", args=[order.number]) not in page.content.decode()
    assert signed_in(cast.lin).get(reverse("lists:one", args=["nothing"])).status_code == 404


def test_pages_go_on_to_the_end_and_back_to_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huying.web.lists.page.ROWS", 2)
    numbers = [cast.place().number for _ in range(3)]
    client = signed_in(cast.lin)
    with clock_at(cast.at):
        first = client.get(f"{ORDERS}?sort=placed_at").content.decode()
        following = re.search(r'rel="next" href="([^"]+)"', first)
        assert following
        second = client.get(following[1].replace("&amp;", "&"))
    assert [number in first for number in numbers] == [True, True, False]
    assert [number in read(second) for number in numbers] == [False, False, True]
    assert "To the first page" in read(second)


def test_the_files_hold_what_the_page_shows_and_are_on_record(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    cast.place(ELSEWHERE, place=cast.neighbour)
    cast.place("别的事")
    client = signed_in(cast.lin)
    with clock_at(cast.at):
        for kind in ("xlsx", "csv", "json"):
            data = bytes_in(client.post(door("export"), {"format": kind, "state": "accepted"}))
            text = str(list(load_workbook(BytesIO(data)).worksheets[0].values)) if kind == "xlsx" else data.decode()  # fmt: skip
            assert (order.number in text, "别的事" in text, ELSEWHERE in text) == (
                True,
                False,
                False,
            )
    assert Record.objects.filter(subject_kind="list_export", by_label="小林").count() == 3
    assert client.post(door("export"), {"format": "doc"}).status_code == 422
    assert signed_in(cast.zhou).post(door("export"), {"format": "csv"}).status_code == 403
    theirs = {"format": "csv", "place": cast.neighbour.code}
    assert client.post(door("export"), theirs).status_code == 403
    assert signed_in(None).post(door("export"), {"format": "csv"}).status_code == 302
    assert Record.objects.filter(subject_kind="list_export").count() == 3


def test_versions_are_kept_shown_and_compared(cast: Cast) -> None:
    order = cast.place()
    client = signed_in(cast.lin)
    with clock_at(cast.at):
        before = client.post(door("keep"), {"state": "submitted"}).headers["Location"]
    fresh = cast.place()
    cast.move(order, "accept", cast.lin, category="0101")
    with clock_at(cast.at):
        after = client.post(door("keep")).headers["Location"]
        other = Version.objects.order_by("kept_at")[0].pk
        page = read(client.get(f"{after}?with={other}"))
    assert "From 2026-03-10 09:1" in page
    assert f"added since {fresh.number}" in page
    assert f"{order.number} State Waiting to be accepted Accepted" in page
    assert "2 rows · 槐荫里社区 · kept by 小林" in page
    kept = read(client.get(before))
    assert Version.objects.get(pk=other).digest in kept
    assert "kept by 小林 · State Waiting to be accepted SHA-256" in kept
    for stranger in (cast.gu, cast.zhou):
        assert signed_in(stranger).get(after).status_code == 404
    for wrong in ("99", "x", "9" * 30):
        assert client.get(f"{after}?with={wrong}").status_code == 404


def test_a_form_of_ones_own_is_filled_kept_used_again_and_put_away(cast: Cast) -> None:
    order = cast.place()
    client = signed_in(cast.lin)
    rows = (["{{place}}"], ["{{row.number}}"])
    with clock_at(cast.at):
        data = bytes_in(sent(client, rows, name="月报", state="submitted"))
        assert list(load_workbook(BytesIO(data)).worksheets[0].values) == [("槐荫里社区",), (order.number,)]  # fmt: skip
        kept = Template.objects.get()
        assert "月报 槐荫里社区 Fill it Put away" in read(client.get(ORDERS))
        again = bytes_in(client.post(door("fill-kept", kept.pk), {"state": "accepted"}))
    assert list(load_workbook(BytesIO(again)).worksheets[0].values) == [("槐荫里社区",)]
    worker = signed_in(cast.hire("小孟", Role.GRID_WORKER, cast.community))
    assert "Put away" not in read(worker.get(ORDERS))
    assert worker.post(door("put-away", kept.pk)).status_code == 403
    assert signed_in(cast.gu).post(door("fill-kept", kept.pk)).status_code == 404
    assert client.post(door("put-away", kept.pk)).status_code == 302
    assert "月报" not in read(client.get(ORDERS))
    first = bytes_in(client.get(door("begin")))
    assert "{{row.number}}" in str(list(load_workbook(BytesIO(first)).worksheets[0].values))


def test_a_broken_form_is_told_with_the_cell_and_the_filters_stay(cast: Cast) -> None:
    cast.place()
    client = signed_in(cast.lin)
    page = sent(client, ([None, "{{row.colour}}"],), name="月报", state="submitted")
    assert (page.status_code, Template.objects.count()) == (422, 0)
    assert "Sheet!B1 {{row.colour}}: this list has no such name" in read(page)
    assert '<option value="submitted" selected>' in page.content.decode()
    for file in (SimpleUploadedFile("a.xlsx", b"PK", XLSX), SimpleUploadedFile("a.xlsx", b"", XLSX), None):  # fmt: skip
        assert client.post(door("fill"), {"file": file} if file else {}).status_code == 422
    large = SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"0" * 3_000_000, XLSX)
    assert "the file is too large" in read(client.post(door("fill"), {"file": large}))
    assert Record.objects.filter(subject_kind__startswith="list").count() == 0


def test_a_ledger_says_what_for_hides_what_is_sensitive_and_logs_each_opening(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registered(), "care", a_ledger())
    address = f"{reverse('lists:one', args=['care'])}?all=1"
    lin, chen = read(signed_in(cast.lin).get(address)), read(signed_in(cast.secretary).get(address))
    assert "Kept for: visits. Each opening is on record." in lin
    assert ("高血压" in lin, "高血压" in chen) == (False, True)
    told = Record.objects.filter(subject_kind="list_export", move="open").order_by("at", "id")
    assert [(one.by_label, one.given["sensitive"]) for one in told] == [("小林", []), ("陈书记", ["illness"])]  # fmt: skip
    assert signed_in(cast.zhou).get(address).status_code == 403
