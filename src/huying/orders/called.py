"""What a place's way of working calls grades, response levels and kinds of orders.

A practice speaks the language of the house; what it does not name keeps its usual name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from huying.adoptions.queries import way_at
from huying.orders.labels import GRADES, LEVELS, Label
from huying.orders.models import Order
from huying.orders.states import OrderKind


def grades_at(path: str, on: date) -> dict[str, Label]:
    """The grades of a place: those its practice uses, under its names, else all."""
    rows = _rows("grades", path, on)
    return {row["code"]: f"{row['code']} {row['name']} · {row['meaning']}" for row in rows} or dict(GRADES)  # fmt: skip


def levels_at(path: str, on: date) -> dict[int, Label]:
    """The response levels of a place: those its practice uses, under its names, else all."""
    rows = _rows("levels", path, on)
    return {row["level"]: f"{row['level']} {row['name']} · {row['meaning']}" for row in rows} or dict(LEVELS)  # fmt: skip


def kinds_at(path: str, on: date) -> dict[OrderKind, str]:
    """The kinds of orders a practice offers its residents, by its own names; none where it says nothing."""
    return {OrderKind(row["kind"]): row["name"] for row in _rows("kinds", path, on)}


def ladder_at(path: str, on: date) -> list[str]:
    """By which rungs a matter is raised, from the estate up, in the practice's own words."""
    return [row["name"] for row in _rows("ladder", path, on)]


def questions_at(path: str, on: date) -> dict[str, str]:
    """What a place asks beside whether it is solved, by code: its practice's own questions."""
    return {row["code"]: row["name"] for row in _rows("questions", path, on)}


def asked_of(order: Order, on: date) -> dict[str, str]:
    """Those questions that are not among the product's own, which every judgement answers."""
    found = questions_at(order.place_path, on)
    return {code: name for code, name in found.items() if code not in {"solved", "satisfied"}}


def grade_and_level(order: Order) -> list[Label]:
    """How the order is graded, in the words of the way it was placed under."""
    path, on = order.place_path, timezone.localdate(order.placed_at)
    found = [grades_at(path, on).get(order.grade) or GRADES.get(order.grade, "")]
    level = order.level or 0
    return [*found, levels_at(path, on).get(level) or LEVELS.get(level, "")]


def asks_for_leader(order: Order) -> bool:
    """Whether the practice wants a case leader for its level, and nobody was named yet."""
    if order.level is None or order.case_leader_id is not None or not order.is_open:
        return False
    rows = _rows("levels", order.place_path, timezone.localdate(order.placed_at))
    return any(row["level"] == order.level and row["case_leader"] for row in rows)


def _rows(part: str, path: str, on: date) -> list[Mapping[str, Any]]:
    way = way_at(path, on)
    return list(way.parts.get(part, ())) if way else []
