from datetime import datetime, timedelta

from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.rules import first_break
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import Cast, clock_at

S = OrderState


class Read:
    """A record put together again from what the API told, to check its chain elsewhere."""

    def __init__(self, told: dict[str, object]) -> None:
        self.__dict__.update(told)
        self.by_label = told["by"]
        self.subject_id = int(str(told["subject_id"]))
        self.at = datetime.fromisoformat(str(told["at"]))
        self.recorded_at = datetime.fromisoformat(str(told["recorded_at"]))


def test_the_trail_can_be_checked_by_whoever_reads_it(lin: Caller, cast: Cast) -> None:
    order = cast.order_in(S.CLOSED)
    records = content(lin.get(f"/orders/{order.number}/trail"))
    assert [record["seq"] for record in records] == list(range(1, order.version + 1))
    assert [record["move"] for record in records][:3] == ["place", "accept", "dispatch"]
    assert records[-1]["hash"] == order.chain_head
    assert first_break(Read(record) for record in records) is None  # type: ignore[misc]
    records[2]["given"]["reason"] = "someone else"
    broken = first_break(Read(record) for record in records)  # type: ignore[misc]
    assert broken is not None
    assert broken.seq == 3


def test_the_trail_shows_no_personal_words(lin: Caller, cast: Cast) -> None:
    order = cast.order_in(S.CLOSED)
    text = lin.get(f"/orders/{order.number}/trail").content.decode()
    assert all(private not in text for private in ("高阿姨", "13800001234", order.text))


def test_the_trail_is_read_by_those_with_the_grant_at_the_place(
    visitor: Caller, zhou: Caller, gu: Caller, cast: Cast
) -> None:
    order = cast.order_in(S.SIGNED)
    auditor = caller_of(cast.hire("审计员", Role.AUDITOR, cast.street))
    worker = caller_of(cast.hire("网格员", Role.GRID_WORKER, cast.grid))
    path = f"/orders/{order.number}/trail"
    assert auditor.get(path).status_code == 200
    assert refusal(worker.get(path)) == (403, "not-yours", [])
    assert refusal(zhou.get(path)) == (403, "not-yours", [])
    assert refusal(visitor.get(path, code=order.query_code)) == (403, "not-yours", [])
    assert refusal(visitor.get(path)) == (404, "unknown", [])
    assert refusal(gu.get(path)) == (404, "unknown", [])


def test_each_clock_tells_limit_pauses_and_who_held_the_time(lin: Caller, cast: Cast) -> None:
    order = cast.order_in(S.SUSPENDED)
    clocks = {c["clock"]: c for c in content(lin.get(f"/orders/{order.number}/clocks"))}
    close = clocks["close"]
    held_for = cast.at  # the hold was granted by the last move
    assert set(clocks) == {"accept", "close", "transfer", "sign", "review"}
    assert close["limit"] == {"amount": 5, "unit": "workday"}
    assert (close["due_at"], close["outcome"], close["late"]) == (None, "", False)
    assert datetime.fromisoformat(close["paused_at"]) == held_for
    assert [(p["reason"], p["ended_at"]) for p in close["pauses"]] == [("等配件", None)]
    assert (clocks["accept"]["outcome"], clocks["review"]["limit"]) == ("met", None)
    started = datetime.fromisoformat(close["started_at"])
    held = close["held_by"]
    assert set(held) == {"desk", "unit", "hold"}
    assert (held["desk"], held["unit"]) == (1200, 2400)
    with clock_at(held_for + timedelta(hours=5)):
        later = content(lin.get(f"/orders/{order.number}/clocks"))
    total = sum(next(c for c in later if c["clock"] == "close")["held_by"].values())
    assert abs(total - (held_for + timedelta(hours=5) - started).total_seconds()) < 60


def test_the_resident_sees_the_promises_and_not_the_reasons_kept_inside(
    visitor: Caller, cast: Cast
) -> None:
    order = cast.order_in(S.MERGED)
    path = f"/orders/{order.number}/clocks"
    clocks = content(visitor.get(path, code=order.query_code))
    assert [pause["reason"] for clock in clocks for pause in clock["pauses"]] == ["", ""]
    assert refusal(visitor.get(path)) == (404, "unknown", [])


def test_a_promise_that_has_passed_is_late_before_the_sweep_has_seen_it(
    lin: Caller, cast: Cast
) -> None:
    order = cast.place()
    with clock_at(cast.at + timedelta(days=3)):
        told = content(lin.get(f"/orders/{order.number}/clocks"))
    assert [(clock["clock"], clock["late"], clock["outcome"]) for clock in told] == [
        ("accept", True, ""),
        ("close", False, ""),
    ]
