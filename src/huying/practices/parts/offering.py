"""What is offered and kept: kinds of orders, ways needs are found, lists, and ledgers of people."""

from dataclasses import dataclass

from huying.care.rules import KEEP_FOR_DAYS
from huying.orders.states import OrderKind
from huying.practices.checks import Checked, check_code, check_once

# What a list is a list of.
THINGS = ("needs", "resources", "services", "projects", "landings")
_LONGEST = 80
_LONGEST_PURPOSE = 200


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of order the practice offers its residents, and what it calls it."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One of the practice's lists: what it lists, and its name."""

    of: str
    name: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A category of people who are known by name, what for, and how many days after it ended or
    consent was withdrawn an entry is kept.
    """

    code: str
    name: str
    purpose: str
    keep_days: int


@dataclass(frozen=True, slots=True)
class FinderRow:
    """A line by which needs are found, whoever walks it: what a count from door to door names."""

    code: str
    name: str


def discovery(pack: Checked) -> tuple[FinderRow, ...]:
    """The lines by which needs are found, in the order of the file."""
    rows = tuple(
        FinderRow(check_code(row), row.text("name", longest=_LONGEST))
        for row in pack.rows("discovery", {"code", "name"})
    )
    check_once([row.code for row in rows], "discovery")
    return rows


def kinds(pack: Checked) -> tuple[KindRow, ...]:
    """The kinds of orders in the order they are offered."""
    rows = tuple(
        KindRow(row.one_of("kind", set(OrderKind)), row.text("name", longest=_LONGEST))
        for row in pack.rows("kinds", {"kind", "name"})
    )
    check_once([row.kind for row in rows], "kinds")
    return rows


def lists(pack: Checked) -> tuple[ListRow, ...]:
    """The practice's lists, one for each thing."""
    rows = tuple(
        ListRow(row.one_of("of", THINGS), row.text("name", longest=_LONGEST))
        for row in pack.rows("lists", {"of", "name"})
    )
    check_once([row.of for row in rows], "lists")
    return rows


def ledgers(pack: Checked) -> tuple[LedgerRow, ...]:
    """The categories of the ledger; each says what it is kept for."""
    rows = tuple(
        LedgerRow(
            check_code(row), row.text("name", longest=_LONGEST),
            row.text("purpose", longest=_LONGEST_PURPOSE),
            row.whole("keep_days", least=1, default=KEEP_FOR_DAYS),
        )
        for row in pack.rows("ledgers", {"code", "name", "purpose", "keep_days"})
    )  # fmt: skip
    check_once([row.code for row in rows], "ledgers")
    return rows
