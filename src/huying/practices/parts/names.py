"""What a practice calls things: states, roles, grades, response levels."""

from collections.abc import Mapping
from dataclasses import dataclass

from huying.orders.states import Grade, OrderState
from huying.people.roles import Role
from huying.practices.checks import Checked, Wrong, check_once
from huying.practices.parts.limits import level

_LONGEST = 40
_LONGEST_MEANING = 200


@dataclass(frozen=True, slots=True)
class Labels:
    """The practice's own words for states and roles; what it does not name keeps its usual word."""

    states: Mapping[str, str]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One of the grades, what it is called here, and what it asks for."""

    code: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One of the response levels; with `case_leader` a named leader takes the case."""

    level: int
    name: str
    meaning: str
    case_leader: bool


def labels(pack: Checked) -> Labels:
    """The words for states and roles, each of which must exist."""
    table = pack.table_of("labels", {"states", "roles"})
    return Labels(_words(table, "states", set(OrderState)), _words(table, "roles", set(Role)))


def _words(table: Checked, name: str, known: set[str]) -> dict[str, str]:
    words = table.table_of(name, known)
    return {key: words.text(key, longest=_LONGEST) for key in words.table}


def grades(pack: Checked) -> tuple[GradeRow, ...]:
    """The grades the practice uses, each once."""
    rows = tuple(
        GradeRow(
            row.one_of("code", set(Grade)), row.text("name", longest=_LONGEST),
            row.text("meaning", longest=_LONGEST_MEANING),
        )
        for row in pack.rows("grades", {"code", "name", "meaning"})
    )  # fmt: skip
    check_once([row.code for row in rows], "grades")
    return rows


def levels(pack: Checked) -> tuple[LevelRow, ...]:
    """The response levels the practice uses, each once."""
    rows = tuple(_level(row) for row in pack.rows("levels", {"level", "name", "meaning", "case_leader"}))  # fmt: skip
    check_once([str(row.level) for row in rows], "levels")
    return rows


def _level(row: Checked) -> LevelRow:
    found = level(row)
    if found is None:
        raise Wrong(row.at("level"), "a whole number of 1 or more is needed")
    return LevelRow(
        found, row.text("name", longest=_LONGEST), row.text("meaning", longest=_LONGEST_MEANING),
        row.flag("case_leader", default=False),
    )  # fmt: skip
