"""The three beats: decide, write by compare-and-set, announce."""

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from huying.clocks.queries import rulebook
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import perform
from huying.orders.models import NEVER, Note, Order
from huying.orders.queries import order_by_number
from huying.orders.states import OrderState
from huying.orders.verify import check_floating, check_orders, check_promises, check_words
from huying.trail.models import Message, Record
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.builders import Cast, build_cast

RACERS = 32


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def statements(captured: CaptureQueriesContext) -> list[str]:
    """What was asked of the database, the edges of transactions left out."""
    edges = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(edges)]


def test_a_move_writes_state_record_and_message_together(cast: Cast) -> None:
    order = cast.order_in(OrderState.SUBMITTED)
    cast.move(order, "accept", cast.lin, category="0101", grade="B")
    stored = Order.objects.get(pk=order.pk)
    records = list(chain("order", order.pk))
    assert (stored.state, stored.grade, stored.category) == ("accepted", "B", cast.lighting)
    assert [(r.seq, r.move, r.source, r.target) for r in records] == [
        (1, "place", "", "submitted"),
        (2, "accept", "submitted", "accepted"),
    ]
    assert (stored.version, stored.chain_head) == (2, records[-1].hash)
    assert records[-1].given == {"category": "0101", "grade": "B"}
    assert (records[-1].by_label, records[-1].by_person) == ("小林", cast.lin.person.pk)
    assert first_break(records) is None
    events = Message.objects.filter(subject_id=order.pk).order_by("id")
    assert list(events.values_list("event", flat=True)) == ["order.place", "order.accept"]


def test_the_order_in_hand_is_as_new_as_the_stored_one(cast: Cast) -> None:
    order = cast.order_in(OrderState.FOLLOW_UP)
    stored = Order.objects.get(pk=order.pk)
    for column in (
        "state",
        "version",
        "chain_head",
        "next_due_at",
        "reply",
        "lead_person_id",
        "is_open",
    ):
        assert getattr(order, column) == getattr(stored, column), column


def test_an_old_version_is_refused_as_stale_and_changes_nothing(cast: Cast) -> None:
    order = cast.order_in(OrderState.SUBMITTED)
    cast.move(order, "add_word", words="还有一盏也坏了")
    with pytest.raises(Refused) as refused:
        perform(order, "accept", by=cast.lin.actor, at=cast.at, raw={"category": "0101"}, version=1)
    assert refused.value.code == Code.STALE
    assert Order.objects.get(pk=order.pk).state == "submitted"


def test_an_order_moved_behind_ones_back_is_refused_as_stale(cast: Cast) -> None:
    order = cast.order_in(OrderState.SUBMITTED)
    mine = Order.objects.get(pk=order.pk)
    cast.move(order, "accept", cast.lin, category="0101")
    records = Record.objects.count()
    with pytest.raises(Refused) as refused:
        perform(mine, "accept", by=cast.lin.actor, at=cast.at, raw={"category": "0101"})
    assert refused.value.code == Code.STALE
    assert Record.objects.count() == records


def test_the_resident_s_words_are_sealed_in_the_record_and_kept_in_the_order(cast: Cast) -> None:
    order = cast.place("请帮我看看门口的积水", contact_phone="13900005678")
    given = chain("order", order.pk).get().given
    assert set(given["text"]) == {"sealed"}
    assert set(given["contact_phone"]) == {"sealed"}
    assert "积水" not in str(given)
    assert "13900005678" not in str(given)
    assert check_words().differences == 0
    Order.objects.filter(pk=order.pk).update(text="请帮我看看门口的积雪")
    assert check_words().examples == [f"{order.number}: the words were altered"]


def test_a_state_changed_without_a_move_is_found(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    assert check_orders().differences == 0
    Order.objects.filter(pk=order.pk).update(state="closed", is_open=False)
    assert check_orders().differences == 1


def test_a_promise_changed_by_hand_is_found(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    assert check_promises().differences == 0
    Order.objects.filter(pk=order.pk).update(next_due_at=NEVER)
    assert check_promises().differences == 1


def test_an_order_whose_responsible_person_left_is_floating(cast: Cast) -> None:
    order = cast.order_in(OrderState.SUBMITTED)
    assert check_floating(cast.at).differences == 0
    order.responsible_person.posts.update(until=cast.at.date())  # type: ignore[union-attr]
    assert check_floating(cast.at).examples == [order.number]


@pytest.mark.parametrize(
    ("state", "move", "who", "raw"),
    [
        ("submitted", "accept", "lin", {"category": "0101"}),
        ("accepted", "dispatch", "lin", {"lead": "hengan", "reason": "楼内照明归物业"}),
        ("dispatched", "sign", "zhou", {}),
        ("in_progress", "complete", "zhou", {"result": "solved", "reply": "好了"}),
        ("completed", "check", "lin", {}),
    ],
)
def test_a_move_costs_at_most_ten_statements(
    cast: Cast, kept_reference_data: None, state: str, move: str, who: str, raw: dict[str, Any]
) -> None:
    order = cast.order_in(OrderState(state))
    actor = getattr(cast, who).actor
    rulebook()
    order_by_number(cast.order_in(OrderState.SUSPENDED).number, actor)  # names at hand, as in use
    with CaptureQueriesContext(connection) as captured:
        mine = order_by_number(order.number, actor)
        perform(mine, move, by=actor, at=cast.at, raw=raw)
    assert len(statements(captured)) <= 10, statements(captured)


@pytest.mark.django_db(transaction=True)
def test_of_many_racing_for_one_order_exactly_one_wins() -> None:
    cast = build_cast()
    order = cast.order_in(OrderState.SUBMITTED)
    outcomes: list[str] = []
    barrier = threading.Barrier(RACERS)
    actor, at = cast.lin.actor, cast.at

    def race() -> None:
        mine = Order.objects.get(pk=order.pk)
        barrier.wait()
        try:
            perform(mine, "accept", by=actor, at=at, raw={"category": "0101"})
            outcomes.append("won")
        except Refused as refused:
            outcomes.append(refused.code.value)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race) for _ in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("won") == 1
    assert set(outcomes) <= {"won", "stale", "wrong-state"}
    assert len(outcomes) == RACERS
    assert chain("order", order.pk).count() == 2
    assert first_break(chain("order", order.pk)) is None


def test_public_and_inner_words_are_kept_apart(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    cast.move(order, "report", cast.zhou, words="线路老化，要申请材料", public="no")
    cast.move(order, "report", cast.zhou, words="今晚先装临时灯")
    kept = Note.objects.filter(order=order, kind="report").order_by("seq")
    said = [(note.text, note.public) for note in kept]
    assert said == [
        ("下午带灯管上门", True),
        ("线路老化，要申请材料", False),
        ("今晚先装临时灯", True),
    ]


def test_times_in_records_are_those_of_the_moves(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    at: datetime = cast.at
    assert chain("order", order.pk).last().at == at  # type: ignore[union-attr]
