"""Rates over HTTP: numerator, denominator, exclusions, and who may read them."""

from huying.orders.states import OrderState
from tests.api.calling import Caller, content
from tests.builders import Cast, clock_at

PERIOD = {"from": "2026-03-01", "to": "2026-03-31"}


def test_each_rate_comes_with_what_it_was_counted_from(cast: Cast, secretary: Caller) -> None:
    cast.order_in(OrderState.CLOSED)
    cast.order_in(OrderState.ACCEPTED)
    cast.order_in(OrderState.WITHDRAWN)
    with clock_at(cast.at):
        told = content(secretary.get("/rates", place=cast.community.code, **PERIOD))
    assert (told["place"], told["orders"], told["rule_version"]) == (
        cast.community.code,
        3,
        "2026-11-2",
    )
    assert (told["from"], told["to"]) == ("2026-03-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00")
    left = {"withdrawn": 1}
    assert told["rates"] == {
        "response": {"numerator": 2, "denominator": 2, "value": 1.0, "enough_to_publish": False, "exclusions": left},
        "on_time": {"numerator": 1, "denominator": 1, "value": 1.0, "enough_to_publish": False, "exclusions": left | {"not_due_yet": 1}},
        "resolution": {"numerator": 1, "denominator": 1, "value": 1.0, "enough_to_publish": False, "exclusions": left | {"still_under_way": 1}},
        "satisfaction": {"numerator": 1, "denominator": 1, "value": 1.0, "enough_to_publish": False, "exclusions": left | {"still_under_way": 1}},
    }  # fmt: skip


def test_rates_are_for_those_who_hold_the_grant_there(
    cast: Cast, lin: Caller, secretary: Caller, visitor: Caller
) -> None:
    place = cast.community.code
    assert visitor.get("/rates", place=place).status_code == 401
    assert lin.get("/rates", place=place).status_code == 403
    assert secretary.get("/rates", place=cast.neighbour.code).status_code == 403


def test_a_period_that_is_none_is_refused_with_its_field(cast: Cast, secretary: Caller) -> None:
    place = cast.community.code
    for wrong in ({"from": "yesterday"}, {"from": "2026-03-02", "to": "2026-02-01"}):
        answer = secretary.get("/rates", place=place, **wrong)
        assert (answer.status_code, content(answer)["code"]) == (422, "invalid")
    assert secretary.get("/rates").status_code == 422
