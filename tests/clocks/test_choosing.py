"""Which of several limits counts: the nearest and most exact one that is in force."""

from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest

from huying.clocks.models import LimitRule
from huying.clocks.queries import rulebook
from huying.clocks.rules import Facts, Term, chosen
from huying.kernel.limits import Limit, Unit
from tests.builders import LONG_AGO, Cast, build_cast

DAY = date(2026, 3, 10)
DISTRICT, STREET, COMMUNITY = "0001", "00010001", "000100010001"
HERE = Facts(
    place_path=f"{COMMUNITY}0001", kind="problem", categories=("0101", "01"), grade="B", level=2
)


def term(rule_id: int = 1, **facts: Any) -> Term:
    """A limit for everything, everywhere, but for what is said otherwise."""
    said: dict[str, Any] = {
        "clock": "close", "starts_on": "place", "limit": Limit(5, Unit.WORKDAY),
        "warn_shares": (), "extension_cap": 0, "place_path": "", "kind": "", "category": "",
        "grade": "", "level": None, "valid_from": LONG_AGO, "valid_until": None,
    }  # fmt: skip
    return Term(rule_id=rule_id, **said | facts)


def pick(*terms: Term, facts: Facts = HERE, move: str = "place", on: date = DAY) -> int | None:
    """The id of the rule chosen for the closing clock."""
    found = chosen(terms, "close", move, facts, on)
    return found.rule_id if found else None


@pytest.mark.parametrize(
    "condition",
    [
        {"place_path": "0002"},
        {"place_path": f"{COMMUNITY}00010001"},
        {"kind": "consult"},
        {"category": "02"},
        {"category": "010"},
        {"grade": "A"},
        {"level": 3},
        {"clock": "accept"},
        {"valid_from": date(2026, 3, 11)},
        {"valid_until": date(2026, 3, 10)},
    ],
)
def test_a_limit_with_another_condition_does_not_count(condition: dict[str, Any]) -> None:
    assert pick(term(**condition)) is None
    assert pick(term(1), term(2, **condition)) == 1


@pytest.mark.parametrize(
    "condition",
    [
        {"place_path": DISTRICT},
        {"place_path": HERE.place_path},
        {"kind": "problem"},
        {"category": "0101"},
        {"category": "01"},
        {"grade": "B"},
        {"level": 2},
    ],
)
def test_a_limit_with_a_fitting_condition_wins_over_one_without(condition: dict[str, Any]) -> None:
    assert pick(term(1, **condition), term(2)) == 1
    assert pick(term(2), term(1, **condition)) == 1


def test_a_limit_with_a_condition_does_not_count_for_an_order_without_that_fact() -> None:
    bare = Facts(place_path=HERE.place_path)
    for condition in ({"kind": "problem"}, {"category": "01"}, {"grade": "B"}, {"level": 2}):
        assert pick(term(1, **condition), facts=bare) is None, condition


def test_the_most_specific_wins_whatever_the_order_of_the_rows() -> None:
    ranked = [
        term(10, valid_from=date(2026, 1, 1)),
        term(1, valid_from=date(2026, 2, 1)),
        term(2, valid_from=date(2026, 2, 1)),
        term(3, grade="B"),
        term(4, grade="B", level=2),
        term(5, category="01"),
        term(6, category="01", grade="B"),
        term(7, category="0101"),
        term(8, place_path=DISTRICT),
        term(9, place_path=COMMUNITY),
        term(11, place_path=COMMUNITY, category="0101", kind="problem", grade="B", level=2),
    ]
    for weaker, stronger in pairwise(ranked):
        for rows in permutations([weaker, stronger]):
            assert pick(*rows) == stronger.rule_id
    assert pick(*reversed(ranked)) == 11


def test_a_limit_counts_from_its_first_day_and_no_longer_on_its_last() -> None:
    spring = term(1, valid_from=date(2026, 3, 1), valid_until=date(2026, 4, 1))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [pick(spring, on=day) for day in days] == [None, 1, 1, None]


def test_a_newer_limit_replaces_an_older_one_from_its_day_on() -> None:
    old, new = term(1, valid_from=date(2025, 1, 1)), term(2, valid_from=date(2026, 3, 10))
    assert [pick(old, new, on=day) for day in (date(2026, 3, 9), DAY)] == [1, 2]


def test_the_winner_decides_on_which_move_the_clock_starts() -> None:
    general, graded = term(1), term(2, grade="B", starts_on="accept")
    assert [pick(general, graded, move=move) for move in ("place", "accept")] == [None, 2]
    plain = Facts(place_path=HERE.place_path)
    started = [pick(general, graded, move=move, facts=plain) for move in ("place", "accept")]
    assert started == [1, None]


def test_a_restart_asks_for_no_move() -> None:
    assert pick(term(1, starts_on="accept"), move="") == 1


def test_nothing_to_choose_from_is_no_limit() -> None:
    assert pick() is None


def test_a_row_in_the_database_says_the_same_as_the_value_it_becomes(db: None) -> None:
    cast: Cast = build_cast()
    LimitRule.objects.all().delete()
    row = LimitRule.objects.create(
        clock="close", starts_on="accept", amount=3, unit="hour", warn_shares=[0.4],
        extension_cap=2, place=cast.street, kind="help", category="0101", grade="A", level=4,
        valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 1),
    )  # fmt: skip
    assert rulebook().terms == (
        Term(
            rule_id=row.pk, clock="close", starts_on="accept", limit=Limit(3, Unit.HOUR),
            warn_shares=(0.4,), extension_cap=2, place_path=cast.street.path, kind="help",
            category="0101", grade="A", level=4, valid_from=date(2026, 1, 1),
            valid_until=date(2026, 12, 1),
        ),
    )  # fmt: skip
