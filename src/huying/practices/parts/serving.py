"""Duty on the spot, the deliberation calendar, the service catalogue, and what is printed."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from huying.people.roles import Role
from huying.places.states import Level
from huying.practices.checks import Checked, Wrong, check_code, check_once

_LONGEST = 80
_LATEST_DAY = 28  # every month has it
_DAY_MINUTES = 24 * 60
_UPWARDS = tuple(reversed(Level))


class Mode(StrEnum):
    """Where a service is given."""

    ON_SITE = "on_site"
    AT_HOME = "at_home"
    ERRAND = "errand"


class Paper(StrEnum):
    """What a print set is laid out for."""

    A3 = "A3"
    A4 = "A4"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Rung:
    """How far up a matter may go before it is settled; the lowest comes first."""

    at: str
    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody must be visited; an order of one of `categories` is such a reason."""

    code: str
    name: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Workers posted to an estate, minutes there a day, reasons that call for a visit, roles of a grid.

    Zero and empty where the practice says nothing.
    """

    least: int
    most: int
    minutes: int
    must_visit: tuple[Reason, ...]
    grid_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deliberation:
    """The monthly day of deliberation; None where there is none."""

    day: int | None
    name: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One item of the catalogue; one that is not `offered` is declined, with the `office` to go to."""

    code: str
    name: str
    mode: str
    free: bool
    offered: bool
    office: str
    papers: tuple[str, ...]
    minutes: int
    sample: bool


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One thing that is printed from the same data: its name and its paper."""

    code: str
    name: str
    paper: str


def ladder(pack: Checked) -> tuple[Rung, ...]:
    """The ladder of escalation; each rung is a level of place above the one before."""
    rows = pack.rows("ladder", {"at", "name"})
    rungs = [Rung(row.one_of("at", set(Level)), row.text("name", longest=_LONGEST)) for row in rows]
    heights = [_UPWARDS.index(Level(rung.at)) for rung in rungs]
    for row, height, below in zip(rows[1:], heights[1:], heights, strict=False):
        if height <= below:
            raise Wrong(row.at("at"), "a rung is higher than the one before it")
    return tuple(rungs)


def duty(pack: Checked, categories: Collection[str]) -> Duty:
    """The duty rules; what names a category names one of the pack's."""
    table = pack.table_of("duty", {"least", "most", "minutes", "must_visit", "grid_roles"})
    least = table.whole("least", least=0, default=0)
    most = table.whole("most", least=0, default=least)
    if most < least:
        raise Wrong(table.at("most"), f"{most} is fewer than the least, {least}")
    minutes = table.whole("minutes", least=0, default=0)
    if minutes > _DAY_MINUTES:
        raise Wrong(table.at("minutes"), f"a day has {_DAY_MINUTES} minutes")
    reasons = tuple(
        Reason(check_code(row), row.text("name", longest=_LONGEST), _called_for(row, categories))
        for row in table.rows("must_visit", {"code", "name", "categories"})
    )
    check_once([reason.code for reason in reasons], table.at("must_visit"))
    return Duty(least, most, minutes, reasons, _roles(table))


def _called_for(row: Checked, categories: Collection[str]) -> tuple[str, ...]:
    codes = row.texts("categories")
    for code in codes:
        if code not in categories:
            raise Wrong(row.at("categories"), f"there is no category {code}")
    check_once(list(codes), row.at("categories"))
    return codes


def _roles(table: Checked) -> tuple[str, ...]:
    roles = table.texts("grid_roles")
    for role in roles:
        if role not in set(Role):
            raise Wrong(table.at("grid_roles"), f"nobody can be {role}: there is no such role")
    check_once(list(roles), table.at("grid_roles"))
    return roles


def deliberation(pack: Checked) -> Deliberation:
    """The deliberation calendar."""
    table = pack.table_of("deliberation", {"day", "name"})
    if not table.table:
        return Deliberation(None, "")
    day = table.whole("day", least=1)
    if day > _LATEST_DAY:
        raise Wrong(table.at("day"), f"not every month has a day {day}")
    return Deliberation(day, table.text("name", longest=_LONGEST))


def services(pack: Checked, *, sample: bool) -> tuple[ServiceRow, ...]:
    """The service catalogue."""
    rows = tuple(_service(row, sample=sample) for row in pack.rows("services", _SERVICE))
    check_once([row.code for row in rows], "services")
    return rows


_SERVICE = {"code", "name", "mode", "free", "offered", "office", "papers", "minutes", "sample"}


def _service(row: Checked, *, sample: bool) -> ServiceRow:
    offered = row.flag("offered", default=True)
    return ServiceRow(
        check_code(row), row.text("name", longest=_LONGEST),
        row.one_of("mode", set(Mode), default=Mode.ON_SITE), row.flag("free", default=True),
        offered, "" if offered else row.text("office", longest=_LONGEST), row.texts("papers"),
        row.whole("minutes", least=0, default=0), row.flag("sample", default=sample),
    )  # fmt: skip


def prints(pack: Checked) -> tuple[PrintRow, ...]:
    """What is printed."""
    rows = tuple(
        PrintRow(check_code(row), row.text("name", longest=_LONGEST), row.one_of("paper", set(Paper)))
        for row in pack.rows("prints", {"code", "name", "paper"})
    )  # fmt: skip
    check_once([row.code for row in rows], "prints")
    return rows
