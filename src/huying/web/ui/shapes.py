"""The values components are given: what a view fills in, and a template only reads.

A dict with the same keys does as well; these exist so that a type checker can read a view.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.forms import BaseForm
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Move:
    """One button of `mover`; `fields` is the form that opens, or None to send at once.

    A dangerous move without fields opens a question instead. `key` is the letter that leads to it.

    Give each form its own `auto_id` ("hold_%s"), so that no two inputs share an id.
    """

    name: str
    label: Words
    fields: BaseForm | None = None
    main: bool = False
    danger: bool = False
    hint: Words = ""
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One point of `timeline`; `ahead` marks what has not happened yet."""

    title: Words
    note: Words = ""
    text: Words = ""
    ahead: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of `table`; `number` sets figures flush right, `main` heads the card on a phone.

    What is `short`, a day or a number to read out, is never broken over two lines.
    """

    label: Words
    number: bool = False
    main: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of `table`: words, and at will a link, a badge tone and a small second line."""

    text: Words | int
    href: str = ""
    tone: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One saved filter, or one step of a nav: where it leads and how many wait there.

    `tone` marks what presses: late, soon; the word says it too. `go` is the key that leads there.
    """

    label: Words
    href: str
    count: int | None = None
    on: bool = False
    tone: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Links of the desk's nav under one small heading; the first group has none."""

    items: Sequence[Chip]
    label: Words = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture: `src` a thumbnail, `href` the full picture, `label` such as "before"."""

    src: str
    alt: Words
    label: Words = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of `bars` or one stretch of `held`: `share` is 0 to 100, `value` is what is read."""

    label: Words
    value: Words
    share: float
    tone: Literal["celadon", "mist", "amber", "seal", "quiet"] = "celadon"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of `lines_chart`: its name and a value for each label of the axis."""

    label: Words
    values: Sequence[float]
    tone: Literal["celadon", "amber", "seal", "quiet"] = "celadon"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of `heat`: its name and a value for each column."""

    label: Words
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Area:
    """One area of `map_panel`: its outline in degrees, and a value that decides how dark it is.

    `late` draws the edge in vermilion; the table beside the map says the same in words.
    """

    name: str
    ring: Sequence[tuple[float, float]]
    value: int = 0
    late: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of `facts`: what it is, what it says, and at will a small second line."""

    label: Words
    text: Words
    href: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One choice as drawn: the input itself and the words beside it."""

    tag: str
    label: Words
    note: Words = ""


def shares(spans: Iterable[float]) -> list[float]:
    """Lengths as percentages of their sum, one decimal; all zero when there is nothing."""
    lengths = list(spans)
    total = sum(lengths)
    return [round(100 * length / total, 1) if total else 0.0 for length in lengths]
