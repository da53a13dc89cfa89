"""Every list is a live query of the reader's own places, narrowed, counted and read page by page."""

from datetime import timedelta

import pytest

from huying.kernel.refusals import Code, Refused
from huying.lists.queries import lists_at, page
from huying.lists.registry import registered
from huying.orders.models import DirectoryRow
from huying.orders.states import OrderState
from huying.orgs.states import OrgKind
from huying.people.roles import Role
from huying.practices import adopt
from tests.builders import LONG_AGO, START, Cast, Staff
from tests.lists.samples import SECRET, column, next_door, of, told

HERE = "槐荫里的水管漏水"
DESK = {Role.RECEPTION_WORKER, Role.DISPATCHER, Role.COMMUNITY_SECRETARY, Role.STREET_LEADER, Role.DISTRICT_COMMANDER}  # fmt: skip
SEES = DESK | {Role.GRID_WORKER, Role.GRID_ASSISTANT, Role.STREET_ADVISER, Role.DEPARTMENT_ADVISER, Role.SUPERVISOR, Role.AUDITOR}  # fmt: skip
RATES = (DESK | {Role.SUPERVISOR, Role.AUDITOR, Role.EVALUATOR}) - {Role.RECEPTION_WORKER}
TRAIL = DESK | {Role.SUPERVISOR, Role.AUDITOR}
READERS = dict.fromkeys(
    ("orders", "order-ledger", "supervisions", "grid-posts", "units", "directory", "practices", "whistles", "joint-visits", "campaigns",
     "needs", "resources", "services", "landings", "estate-postings", "done"), SEES
) | {"satisfaction": RATES, "handed-out": TRAIL, "care-ledger": set[Role]()}  # fmt: skip


def refused(cast: Cast, name: str, by: Staff, **raw: str) -> Refused:
    with pytest.raises(Refused) as caught:
        of(cast, name, by, **raw)
    return caught.value


def test_there_is_a_reader_for_every_list() -> None:
    assert set(registered()) == set(READERS)


def test_each_role_reads_its_lists_of_its_own_place_and_nobody_elses(cast: Cast) -> None:
    next_door(cast)
    cast.place(HERE)
    for role in Role:
        reader = cast.hire("读者", role, cast.community)
        for name, readers in READERS.items():
            for place in (cast.neighbour, cast.street):
                assert refused(cast, name, reader, place=place.code).code is Code.NOT_YOURS, name
            if role in readers:
                assert_own_rows(cast, name, reader)
            else:
                assert refused(cast, name, reader).code is Code.NOT_YOURS, (name, role)
                here = refused(cast, name, reader, place=cast.community.code)
                assert here.code is Code.NOT_YOURS, (name, role)


def assert_own_rows(cast: Cast, name: str, reader: Staff) -> None:
    found = of(cast, name, reader)
    rows = list(found.rows())
    assert (SECRET in str(rows), "柳岸" in str(rows)) == (False, False), name
    assert (found.asked.place, found.asked.path) == (cast.community, cast.community.path)
    assert len(rows) == found.source.count()


def test_whoever_sees_the_street_reads_what_is_next_door_too(cast: Cast) -> None:
    next_door(cast)
    leader = cast.hire("街道长二", Role.STREET_LEADER, cast.street)
    silent = [
        name
        for name in READERS
        if name
        not in {"satisfaction", "handed-out", "order-ledger", "practices", "care-ledger", "done"}
        and SECRET not in str(list(of(cast, name, leader).rows()))
    ]
    assert silent == []
    assert column(of(cast, "practices", leader), "place") == ["柳岸社区"]
    assert column(of(cast, "handed-out", leader), "place") == [cast.neighbour.code]
    assert sum(map(int, map(str, column(of(cast, "order-ledger", leader), "placed")))) == 1


def test_a_unit_and_a_visitor_read_no_list(cast: Cast) -> None:
    for name in READERS:
        assert refused(cast, name, cast.zhou).code is Code.NOT_YOURS
    assert lists_at(cast.zhou.actor, cast.community, START.date()) == []


def test_orders_tell_everything_a_register_needs(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS, HERE, channel="phone", by=cast.lin.actor)
    order.refresh_from_db()
    assert told(of(cast, "orders", cast.lin)) == [{
        "number": order.number, "title": HERE, "kind": "problem", "channel": "phone",
        "street": "青梧街道", "community": "槐荫里社区", "place": "3号楼", "address": "",
        "class": "公共设施", "category": "公共照明", "grade": "", "level": None,
        "state": "in_progress", "placed_at": order.placed_at, "promised_at": order.next_due_at,
        "overdue": False, "days_open": 0, "lead": "恒安物业", "responsible": "小林", "result": "",
        "completed_at": None, "closed_at": None, "chases": 0, "returns": 0, "reopens": 0,
    }]  # fmt: skip


def test_filters_narrow_and_wrong_ones_are_named(cast: Cast) -> None:
    cast.order_in(OrderState.ACCEPTED, HERE)
    cast.at += timedelta(days=2)
    cast.place("吵得很")
    assert column(of(cast, "orders", cast.lin, state="accepted"), "title") == [HERE]
    assert column(of(cast, "orders", cast.lin, category="01"), "title") == [HERE]
    assert column(of(cast, "orders", cast.lin, since="2026-03-12"), "title") == ["吵得很"]
    assert column(of(cast, "orders", cast.lin, until="2026-03-10"), "title") == [HERE]
    assert column(of(cast, "orders", cast.lin, q="水管"), "title") == [HERE]
    assert column(of(cast, "orders", cast.lin, overdue="1"), "title") == [HERE]
    wrong = refused(
        cast, "orders", cast.lin, state="nowhere", since="gestern", overdue="perhaps", colour="red",
        category="99", q="\x00x", sort="title",
    )  # fmt: skip
    assert (wrong.code, sorted(wrong.fields)) == (
        Code.INVALID, ["category", "colour", "overdue", "q", "since", "sort", "state"],
    )  # fmt: skip
    wrong = refused(cast, "orders", cast.lin, since="2026-03-12", until="2026-03-01")
    assert list(wrong.fields) == ["until"]
    assert refused(cast, "orders", cast.lin, place="999999").code is Code.UNKNOWN
    assert refused(cast, "nothing", cast.lin).code is Code.UNKNOWN


def test_a_number_finds_an_order_only_in_the_place_that_is_asked(cast: Cast) -> None:
    there = cast.place(place=cast.neighbour)
    here = cast.place()
    he = cast.dispatcher
    for code, number, found in (
        (cast.community.code, there.number, []),
        (cast.community.code, here.number, [here.number]),
        (cast.neighbour.code, there.number, [there.number]),
    ):
        assert column(of(cast, "orders", he, place=code, q=number), "number") == found


@pytest.mark.parametrize("sort", ["-placed_at", "placed_at", "next_due_at"])
def test_pages_hold_every_row_once_in_one_order(cast: Cast, sort: str) -> None:
    for _ in range(7):
        cast.place()
    found = of(cast, "orders", cast.lin, sort=sort)
    whole, got, cursor = column(found, "number"), list[object](), ""
    while len(got) < 7:
        part = page(found, cursor=cursor, limit=3)
        got += [row.key for row in part.rows]
        cursor = part.next_cursor
    assert (got, cursor) == (whole, "")
    for wrong in (
        "[",
        "[1,2]",
        '["x","y"]',
        '["2026-03-10T00:00:00","99999999999999999999"]',
        "{}",
    ):
        with pytest.raises(Refused) as caught:
            page(found, cursor=wrong)
        assert caught.value.code is Code.INVALID


def test_lists_in_memory_are_paged_alike(cast: Cast) -> None:
    found = of(cast, "units", cast.lin, sort="kind")
    first = page(found, limit=2)
    second = page(found, cursor=first.next_cursor, limit=2)
    assert [row.key for row in (*first.rows, *second.rows)] == ["huaiyinli", "chengguan", "hengan"]
    assert second.next_cursor == ""


def test_the_ledger_of_classes_counts_each_order_once(cast: Cast) -> None:
    for state in (OrderState.SUBMITTED, OrderState.CLOSED, OrderState.SUSPENDED, OrderState.VOIDED):
        cast.order_in(state)
    cast.draft()
    rows = {row["code"]: row for row in told(of(cast, "order-ledger", cast.lin))}
    counts = ("placed", "open", "on_hold", "done", "not_accepted", "otherwise")
    assert {code: tuple(row[key] for key in counts) for code, row in rows.items()} == {
        "0101": (2, 1, 1, 1, 0, 0), "02": (0, 0, 0, 0, 0, 0), "—": (2, 1, 0, 0, 0, 1),
    }  # fmt: skip
    for row in rows.values():
        parts = [int(str(row[key])) for key in ("open", "done", "not_accepted", "otherwise")]
        assert row["placed"] == sum(parts)
    assert column(of(cast, "order-ledger", cast.lin, category="01"), "code") == ["0101"]


def test_supervisions_wait_until_they_are_replied_to(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    cast.move(order, "supervise", cast.secretary, instruction="今天办完", degree="urgent", reply_by="2026-03-11")  # fmt: skip
    (row,) = told(of(cast, "supervisions", cast.lin))
    assert (row["number"], row["degree"], row["instruction"], row["by"], row["late"]) == (
        order.number, "urgent", "今天办完", "陈书记", False,
    )  # fmt: skip
    cast.at += timedelta(days=3)
    assert column(of(cast, "supervisions", cast.lin), "late") == [True]
    assert column(of(cast, "supervisions", cast.lin, degree="ordinary"), "number") == []
    cast.move(order, "report_back", cast.zhou, words="办好了")
    assert told(of(cast, "supervisions", cast.lin)) == []


def test_grids_name_who_holds_each_post_and_what_is_empty(cast: Cast) -> None:
    cast.hire("小孟", Role.GRID_WORKER, cast.grid)
    assert column(of(cast, "grid-posts", cast.lin), "gaps") == [0]  # nobody asks for posts yet
    adopt("zhifu", place=cast.community, by=cast.secretary.actor, at=START)
    (row,) = told(of(cast, "grid-posts", cast.lin))
    assert (row["grid_worker"], row["grid_assistant"], row["gaps"]) == ("小孟", "", 3)
    assert column(of(cast, "grid-posts", cast.lin, gaps_only="1"), "gaps") == [3]
    for role in (Role.GRID_ASSISTANT, Role.STREET_ADVISER, Role.DEPARTMENT_ADVISER):
        last = cast.hire(f"某{role}", role, cast.grid)
    assert column(of(cast, "grid-posts", cast.lin), "gaps") == [0]
    last.account.is_active = False
    last.account.save()
    assert column(of(cast, "grid-posts", cast.lin), "gaps") == [1]
    last.account.is_active = True
    last.account.save()
    assert told(of(cast, "grid-posts", cast.lin, gaps_only="1")) == []


def test_the_directory_tells_who_leads_here(cast: Cast) -> None:
    DirectoryRow.objects.create(
        category=cast.lighting, lead=cast.hengan, closing="恢复照明", valid_from=LONG_AGO
    )
    (row,) = told(of(cast, "directory", cast.lin))
    assert (row["code"], row["item"], row["lead"], row["closing"]) == (
        "0101", "公共照明", "恒安物业", "恢复照明",
    )  # fmt: skip
    assert told(of(cast, "directory", cast.lin, q="下水")) == []
    assert column(of(cast, "units", cast.lin, kind=OrgKind.DEPARTMENT.value), "code") == [
        "chengguan"
    ]


def test_a_practice_decides_which_lists_a_place_keeps_and_what_they_are_called(cast: Cast) -> None:
    on = START.date()
    plain = [one.definition.name for one in lists_at(cast.lin.actor, cast.community, on)]
    assert plain == [
        "orders", "order-ledger", "supervisions", "done", "whistles", "joint-visits", "needs", "resources",
        "services", "landings", "grid-posts", "estate-postings", "campaigns", "units", "directory",
        "practices", "handed-out",
    ]  # fmt: skip
    adopt("lixia", place=cast.community, by=cast.secretary.actor, at=START)
    rows = told(of(cast, "practices", cast.lin))
    assert [(row["practice"], row["place"], row["in_force"]) for row in rows] == [
        ("lixia", "槐荫里社区", True)
    ]
