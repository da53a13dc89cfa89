"""Whatever anyone does in whatever order, an order stays whole."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.clocks.models import Clock
from huying.clocks.queries import rulebook
from huying.kernel.refusals import Refused
from huying.orders.actions import perform
from huying.orders.lifecycle import BIRTHS, ORDER
from huying.orders.models import Order
from huying.orders.policy import asker_of
from huying.orders.queries import floating
from huying.orders.replaying import Replay
from huying.orders.states import OrderState
from huying.orders.verify import check_orders, check_promises
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.builders import A_MOVE, Cast, build_cast

GIVEN: dict[str, dict[str, Any]] = {
    "supply": {"words": "三单元"}, "add_word": {"words": "又坏了一盏"},
    "judge": {"solved": "no", "satisfied": "no"}, "submit": {"text": "灯坏了"},
    "ask_info": {"question": "哪个单元？"}, "accept": {"category": "0101"},
    "decline": {"why": "repeated", "other_way": "请看上次答复"},
    "correct": {"reason": "分类有误", "category": "02"},
    "dispatch": {"lead": "hengan", "reason": "归物业"}, "answer": {"result": "explained", "reply": "已说明"},
    "reassign": {"lead": "chengguan", "reason": "归城管"}, "add_helper": {"helper": "chengguan"},
    "unmerge": {"reason": "不是同一盏"}, "split": {"parts": ["修灯", "修台阶"], "reason": "两件事"},
    "escalate": {"reason": "有风险", "level": "3"}, "supervise": {"instruction": "三天内办"},
    "void": {"reason": "误录"}, "rework": {"reason": "没修好"}, "close": {"reason": "无人评价"},
    "reopen": {"reason": "又坏了"}, "report": {"words": "正在修"},
    "visit": {"outcome": "met", "words": "去看过了", "minutes": "10"},
    "complete": {"result": "solved", "reply": "修好了"},
    "request_return": {"reason": "不归我们", "basis": "职责清单"}, "refuse_return": {"answer": "归你们"},
    "refuse_extension": {"answer": "不行"}, "refuse_hold": {"answer": "不行"},
}  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            sorted(set(ORDER.moves) - set(BIRTHS) - {"merge", "hand_over", "appoint", "retime"})
        ),
        st.sampled_from(["asker", "lin", "secretary", "zhou", "wu", "ma"]),
    ),
    min_size=5,
    max_size=40,
)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, data=st.data())
def test_an_order_never_leaves_its_table_and_never_floats(
    cast: Cast, steps: list[tuple[str, str]], data: st.DataObject
) -> None:
    order = cast.place()
    for name, who in steps:
        actor = asker_of(order) if who == "asker" else getattr(cast, who).actor
        cast.at += A_MOVE
        later = (cast.at + 200 * A_MOVE).isoformat()
        raw = GIVEN.get(name, {}) | (
            {"reason": "缺料", "until": later} if name == "request_extension" else {}
        )
        raw |= {"reason": "缺料", "review_on": later} if name == "request_hold" else {}
        before = (order.state, order.version)
        try:
            perform(order, name, by=actor, at=cast.at, raw=raw)
        except Refused:
            order = Order.objects.get(pk=order.pk)
            assert (order.state, order.version) == before
            continue
        assert order.state in ORDER.moves[name].targets(OrderState(before[0]))
        assert order.version == before[1] + 1
    assert first_break(chain("order", order.pk)) is None
    made = Clock.objects.filter(subject_id=order.pk).exclude(name="review").order_by("id")
    told = [one for one in Replay(None, 20).under(rulebook()) if one.number == order.number]
    assert [(one.clock, one.started_at, one.due_at) for one in told] == list(
        made.values_list("name", "started_at", "first_due_at")
    )
    assert not floating(cast.at).exists()
    assert (check_orders().differences, check_promises().differences) == (0, 0)
