"""Boards, review sheets and the indicator tree: what is judged, in which steps, by what weight."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from huying.practices.checks import Checked, Wrong, check_code, check_once

# The steps a project can take; a practice names those it has.
STEPS = ("assess", "publish", "claim", "award", "examine")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One step of a project's life, and what the board that shows it is called."""

    step: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is judged, and its share of the whole sheet."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A review sheet: weights sum to 1; below `pass_mark` (0 to 100, 0 = none) it goes no further."""

    code: str
    name: str
    items: tuple[Item, ...]
    pass_mark: int
    sample: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a resident is asked when a matter is done."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator below `parent` ("" at the top); weights below each parent sum to 1."""

    code: str
    name: str
    parent: str
    weight: float
    sample: bool


def boards(pack: Checked) -> tuple[BoardRow, ...]:
    """The boards in the order of the file, each step once."""
    rows = tuple(
        BoardRow(row.one_of("step", STEPS), row.text("name", longest=_LONGEST))
        for row in pack.rows("boards", {"step", "name"})
    )
    check_once([row.step for row in rows], "boards")
    return rows


def questions(pack: Checked) -> tuple[Question, ...]:
    """The questions in the order they are asked."""
    rows = tuple(
        Question(check_code(row), row.text("name", longest=_LONGEST))
        for row in pack.rows("questions", {"code", "name"})
    )
    check_once([row.code for row in rows], "questions")
    return rows


def sheets(pack: Checked, *, sample: bool) -> tuple[Sheet, ...]:
    """Every review sheet."""
    rows = tuple(_sheet(row, sample=sample) for row in pack.rows("sheets", {"code", "name", "items", "pass_mark", "sample"}))  # fmt: skip
    check_once([row.code for row in rows], "sheets")
    return rows


def _sheet(row: Checked, *, sample: bool) -> Sheet:
    items = tuple(
        Item(each.text("name", longest=_LONGEST), each.share("weight"))
        for each in row.rows("items", {"name", "weight"})
    )
    _check_sum([item.weight for item in items], row.at("items"))
    pass_mark = row.whole("pass_mark", least=0, default=0)
    if pass_mark > 100:  # noqa: PLR2004 -- marks are out of a hundred
        raise Wrong(row.at("pass_mark"), "marks are out of 100")
    return Sheet(
        check_code(row), row.text("name", longest=_LONGEST), items, pass_mark,
        row.flag("sample", default=sample),
    )  # fmt: skip


def indicators(pack: Checked, *, sample: bool) -> tuple[IndicatorRow, ...]:
    """The indicator tree, every parent before what is below it."""
    rows = tuple(_below(pack.rows("indicators", _KEYS), "indicators", "", sample=sample))
    check_once([row.code for row in rows], "indicators")
    return rows


_KEYS = {"code", "name", "weight", "sample", "items"}


def _below(
    rows: Sequence[Checked], where: str, parent: str, *, sample: bool
) -> Iterator[IndicatorRow]:
    if rows:
        _check_sum([row.share("weight") for row in rows], where)
    for row in rows:
        said = IndicatorRow(
            check_code(row), row.text("name", longest=_LONGEST), parent, row.share("weight"),
            row.flag("sample", default=sample),
        )  # fmt: skip
        yield said
        below = row.rows("items", _KEYS)
        yield from _below(below, row.at("items"), said.code, sample=said.sample)


def _check_sum(weights: Sequence[float], where: str) -> None:
    whole = sum(weights)
    if not isclose(whole, 1, abs_tol=1e-6):
        raise Wrong(where, f"the weights sum to {whole:g}, not to 1")
