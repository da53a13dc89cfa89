"""Births from another system: their past, their promises, their place in the trail."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from huying.clocks.models import Clock, LimitRule
from huying.clocks.queries import forget
from huying.clocks.verify import check_clocks
from huying.kernel.calendar import SHANGHAI
from huying.kernel.hashing import GENESIS, salted
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import arrivals
from huying.orders.actions.arrivals import Ended, ImportedRow, Known, check_row, imported_before
from huying.orders.actions.importing import free_numbers, import_orders
from huying.orders.actions.inserting import insert_all
from huying.orders.actions.placing import Wish
from huying.orders.models import NEVER, Category, Contact, Order
from huying.orders.queries import floating
from huying.orders.verify import check_floating, check_orders, check_promises, check_words
from huying.people.models import Post
from huying.trail.models import Message, Record
from huying.trail.queries import chain
from huying.trail.rules import first_break
from huying.trail.verify import check_chains
from tests.builders import Cast, build_cast

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=SHANGHAI)
PLACED = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)  # a Monday
LONG_AGO = datetime(2018, 6, 4, 11, 1, 22, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def row(cast: Cast, number: str = "7", /, **changes: Any) -> ImportedRow:
    wish = {"text": "路灯不亮", "place": cast.community, "channel": "hotline"}
    facts = {key: changes.pop(key) for key in list(changes) if key in Wish.__dataclass_fields__}
    usual: dict[str, Any] = {"source": "old", "source_number": number, "placed_at": PLACED}
    return ImportedRow(wish=Wish(**wish | facts), **usual | changes)


def born(cast: Cast, number: str = "7", /, **changes: Any) -> Order:
    assert import_orders([row(cast, number, **changes)], at=NOW) == 1
    return Order.objects.get(source_number=number)


def clocks(order: Order) -> list[tuple[Any, ...]]:
    found = Clock.objects.filter(subject_kind="order", subject_id=order.pk).order_by("name")
    return [(c.name, c.started_at, c.due_at, c.stopped_at, c.outcome, c.imported) for c in found]


def everything_holds() -> bool:
    checks = [
        check_chains(), check_orders(), check_words(), check_promises(), check_clocks(),
        check_floating(NOW),
    ]  # fmt: skip
    return sum(check.differences for check in checks) == 0


def test_an_open_order_stands_at_the_desk_with_someone_who_answers(cast: Cast) -> None:
    order = born(cast, place=cast.building, category=cast.lighting)
    assert (order.state, order.is_open, order.version) == ("submitted", True, 1)
    assert (order.place, order.community, order.street, order.district) == (
        cast.building, cast.community, cast.street, cast.district,
    )  # fmt: skip
    assert (order.desk, order.responsible_person) == (cast.community, cast.lin.person)
    assert (order.placed_at, order.closed_at, order.category) == (PLACED, None, cast.lighting)
    assert floating(NOW).count() == 0


def test_the_promises_of_an_open_order_count_from_when_it_was_placed(cast: Cast) -> None:
    order = born(cast)
    accept = datetime(2026, 3, 3, 17, 30, tzinfo=SHANGHAI)
    close = datetime(2026, 3, 9, 17, 30, tzinfo=SHANGHAI)
    assert clocks(order) == [
        ("accept", PLACED, accept, None, "", False),
        ("close", PLACED, close, None, "", False),
    ]
    assert order.next_due_at == accept
    assert everything_holds()


def test_without_limits_an_open_order_has_no_promise(cast: Cast) -> None:
    LimitRule.objects.all().delete()
    forget()
    order = born(cast)
    assert (clocks(order), order.next_due_at) == ([], NEVER)


@pytest.mark.parametrize(("in_time", "outcome"), [(True, "met"), (False, "breached")])
def test_the_sources_word_on_time_is_kept_as_its_word(
    cast: Cast, in_time: bool, outcome: str
) -> None:
    order = born(cast, placed_at=LONG_AGO, ended=Ended(in_time=in_time))
    assert clocks(order) == [("close", LONG_AGO, None, LONG_AGO, outcome, True)]
    clock = Clock.objects.get()
    assert (clock.rule, clock.amount, clock.unit, clock.next_mark_at) == (None, None, "", None)
    assert (order.state, order.is_open, order.next_due_at) == ("closed", False, NEVER)
    assert (order.closed_at, order.result) == (None, "")
    assert everything_holds()


@pytest.mark.parametrize(("hour", "outcome"), [(17, "met"), (18, "breached")])
def test_without_its_word_our_limit_judges_the_closing_time(
    cast: Cast, hour: int, outcome: str
) -> None:
    closed_at = datetime(2026, 3, 9, hour, 0, tzinfo=SHANGHAI)
    order = born(cast, ended=Ended(closed_at=closed_at))
    due = datetime(2026, 3, 9, 17, 30, tzinfo=SHANGHAI)
    assert clocks(order) == [("close", PLACED, due, closed_at, outcome, False)]
    assert Clock.objects.get().rule == LimitRule.objects.get(clock="close")
    assert everything_holds()


def test_its_word_weighs_more_than_our_limit(cast: Cast) -> None:
    began = PLACED - timedelta(days=99)
    order = born(cast, placed_at=began, ended=Ended(closed_at=PLACED, in_time=True))
    assert clocks(order) == [("close", began, None, PLACED, "met", True)]


@pytest.mark.parametrize(
    "ended",
    [Ended(), Ended(reply="已修好"), Ended(closed_at=LONG_AGO + timedelta(days=1))],
    ids=["nothing known", "no closing time", "no limit then"],
)
def test_where_nothing_can_be_judged_there_is_no_clock(cast: Cast, ended: Ended) -> None:
    assert clocks(born(cast, placed_at=LONG_AGO, ended=ended)) == []


def test_a_limit_that_counts_from_another_move_judges_nothing(cast: Cast) -> None:
    LimitRule.objects.filter(clock="close").update(starts_on="accept")
    forget()
    assert clocks(born(cast, ended=Ended(closed_at=PLACED + timedelta(days=7)))) == []


def test_the_official_reply_stays_with_the_order(cast: Cast) -> None:
    closed_at = PLACED + timedelta(days=1)
    order = born(cast, unit=cast.hengan, ended=Ended(closed_at=closed_at, reply="灯管已换新"))
    assert (order.reply, order.result, order.lead_unit) == ("灯管已换新", "explained", cast.hengan)
    assert (order.closed_at, order.completed_at) == (closed_at, closed_at)


def test_one_record_tells_what_happened_then_and_when_it_was_written(cast: Cast) -> None:
    order = born(
        cast, placed_at=LONG_AGO, unit=cast.hengan, category=cast.noise, summary="路灯",
        address="槐荫路12号", kept={"likes": "12"},
        ended=Ended(reply="好", in_time=True, closed_at=LONG_AGO + timedelta(hours=1)),
    )  # fmt: skip
    (entry,) = chain("order", order.pk)
    code = order.query_code
    assert entry.given == {
        "state": "closed", "source": "old", "source_number": "7",
        "text": {"sealed": salted("路灯不亮", code)},
        "facts": {
            "place": "990101001001", "kind": "problem", "channel": "hotline", "category": "02",
            "unit": "hengan", "summary": {"sealed": salted("路灯", code)},
            "address": {"sealed": salted("槐荫路12号", code)},
            "reply": {"sealed": salted("好", code)},
            "closed_at": "2018-06-04T04:01:22.000000+00:00", "in_time": True,
            "kept": {"likes": "12"},
        },
    }  # fmt: skip
    assert (entry.move, entry.source, entry.target) == ("import", "", "closed")
    assert (entry.at, entry.recorded_at, entry.by_label) == (LONG_AGO, NOW, "system")
    assert (entry.seq, entry.prev_hash, entry.hash) == (1, GENESIS, order.chain_head)
    assert entry.holder == "nobody"
    assert first_break([entry]) is None
    assert not Message.objects.exists()


def test_an_imported_order_lives_on_like_any_other(cast: Cast) -> None:
    cast.at = NOW
    order = cast.move(born(cast), "accept", cast.lin, category="0101")
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="楼内照明归物业")
    assert [(e.seq, e.move, e.holder) for e in chain("order", order.pk)] == [
        (1, "import", "desk"), (2, "accept", "desk"), (3, "dispatch", "unit"),
    ]  # fmt: skip
    assert everything_holds()


def test_what_ended_lately_can_be_judged_and_goes_to_someone(cast: Cast) -> None:
    cast.at = NOW
    order = born(cast, unit=cast.hengan, ended=Ended(closed_at=PLACED, reply="好"))
    assert (order.desk, order.responsible_person) == (cast.community, cast.lin.person)
    judged = cast.move(order, "judge", solved="no", satisfied="no")
    assert (judged.state, judged.lead_unit) == ("in_progress", cast.hengan)
    assert everything_holds()


def test_what_ended_long_ago_is_nobodys_any_more(cast: Cast) -> None:
    order = born(cast, placed_at=LONG_AGO, ended=Ended(closed_at=LONG_AGO))
    assert (order.desk, order.responsible_person) == (None, None)


def test_contacts_are_kept_in_their_own_place(cast: Cast) -> None:
    order = born(cast, contact_name=" 高阿姨 ", contact_phone="138-0000-1234")
    contact = Contact.objects.get()
    assert (contact.order, contact.name, contact.phone) == (order, "高阿姨", "13800001234")
    assert "13800001234" not in str(Record.objects.get().given)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"text": " "}, "text"),
    ({"text": "灯" * 5001}, "text"),
    ({"text": "灯\u202e"}, "text"),
    ({"summary": "灯" * 121}, "summary"),
    ({"address": "灯" * 201}, "address"),
    ({"kind": "quarrel"}, "kind"),
    ({"channel": "pigeon"}, "channel"),
    ({"contact_phone": "call me"}, "contact_phone"),
    ({"contact_name": "高" * 61}, "contact_name"),
    ({"source": ""}, "source"),
    ({"source": "x" * 33}, "source"),
    ({"source_number": " "}, "source_number"),
    ({"source_number": "x" * 65}, "source_number"),
    ({"placed_at": NOW + timedelta(seconds=1)}, "placed_at"),
    ({"placed_at": datetime(1999, 12, 31, 15, 59, tzinfo=UTC)}, "placed_at"),
    ({"ended": Ended(closed_at=NOW + timedelta(seconds=1))}, "closed_at"),
    ({"ended": Ended(closed_at=PLACED - timedelta(seconds=1))}, "closed_at"),
    ({"ended": Ended(reply="灯" * 20_001)}, "reply"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG, ids=[field for _, field in WRONG])
def test_a_wrong_row_is_refused_by_its_field_and_nothing_is_born(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    wrong = row(cast, **changes)
    with pytest.raises(Refused) as caught:
        check_row(wrong, at=NOW, answering={})
    assert list(caught.value.fields) == [field]
    with pytest.raises(Refused):
        import_orders([row(cast, "8"), wrong], at=NOW)
    assert (Order.objects.count(), Record.objects.count()) == (0, 0)


def test_the_first_moment_of_2000_is_late_enough(cast: Cast) -> None:
    first = datetime(2000, 1, 1, tzinfo=SHANGHAI)
    assert born(cast, placed_at=first, ended=Ended()).placed_at == first


def test_a_retired_place_takes_no_orders(cast: Cast) -> None:
    cast.community.retired_on = NOW.date()
    with pytest.raises(Refused) as caught:
        check_row(row(cast, ended=Ended()), at=NOW, answering={})
    assert list(caught.value.fields) == ["place"]


def test_an_open_order_that_nobody_would_answer_is_refused(cast: Cast) -> None:
    Post.objects.all().delete()
    with pytest.raises(Refused) as caught:
        check_row(row(cast), at=NOW, answering={})
    assert caught.value.code is Code.NOT_OPEN
    assert check_row(row(cast, ended=Ended()), at=NOW, answering={})["text"] == "路灯不亮"


def test_who_answers_is_asked_once_for_each_place(cast: Cast) -> None:
    answering: arrivals.Answering = {}
    with CaptureQueriesContext(connection) as queries:
        for number in "123":
            check_row(row(cast, number), at=NOW, answering=answering)
    assert len(queries) == 2  # who works there, and who of them is away


def test_a_number_comes_once(cast: Cast) -> None:
    twice = [row(cast, "1"), row(cast, "2"), row(cast, "1", text="别的")]
    assert import_orders(twice, at=NOW) == 2
    assert import_orders([*twice, row(cast, "3")], at=NOW) == 1
    assert import_orders([replace(row(cast, "1"), source="other")], at=NOW) == 1
    assert import_orders([], at=NOW) == 0
    assert imported_before("old", ["1", "3", "4"]) == {
        number: Known("路灯不亮", PLACED) for number in ("1", "3")
    }


def test_a_number_that_is_taken_is_drawn_again(cast: Cast) -> None:
    taken = born(cast, "1").number
    drawn = iter([taken, "K7M-3Q9X", "K7M-3Q9X", taken, "ACE-4679"])
    assert free_numbers(2, draw=lambda: next(drawn)) == ["K7M-3Q9X", "ACE-4679"]


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_bring_each_order_once() -> None:
    first = row(build_cast())
    rows = [replace(first, source_number=str(number)) for number in range(300)]
    ready, new = threading.Barrier(2), []

    def bring() -> None:
        ready.wait()
        new.append(import_orders(rows, at=NOW))
        connections.close_all()

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(new), Order.objects.count(), Record.objects.count()) == (300, 300, 300)
    assert everything_holds()


def test_what_is_written_at_once_is_what_the_orm_would_write(cast: Cast) -> None:
    order = born(cast, category=cast.noise, ended=Ended(in_time=True, reply="好"))
    entry = Record.objects.get()
    kept = {name: getattr(entry, name) for name in ("given", "at", "recorded_at", "hash")}
    insert_all([Category(code="x", name="x", words=["灯"], parent=cast.noise)])
    made = Category.objects.get(code="x")
    assert (made.words, made.parent, made.sample, made.retired_on) == (
        ["灯"], cast.noise, False, None,
    )  # fmt: skip
    entry.pk, entry.seq = entry.pk + 1, 2
    Record.objects.bulk_create([entry])
    again = Record.objects.get(seq=2)
    assert {name: getattr(again, name) for name in kept} == kept
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([Order(**{f.attname: getattr(order, f.attname) for f in Order._meta.fields})])
    insert_all([])
