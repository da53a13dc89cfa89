"""What a row says, by its map: values only, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit
from huying.intake.maps import Bound
from huying.intake.maps.loading import WORDS
from huying.intake.maps.schema import CREATE, Named
from huying.orders.rules import without_hidden
from huying.orders.states import Channel, OrderKind


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing named by a code of the other system, by a name, or by both; "" is unsaid."""

    code: str = ""
    name: str = ""


def names_count(ref: Ref, unknown: str) -> bool:
    """Whether a thing may be known by its name alone: not where its own code can be made ours."""
    return not ref.code or unknown != CREATE


@dataclass(frozen=True, slots=True)
class Where:
    """How a row says where: our code of a place, street and community."""

    code: str = ""
    street: Ref = Ref()
    community: Ref = Ref()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row read: what is said, not yet which of our rows are meant."""

    number: str
    text: str
    placed_at: datetime
    title: str = ""
    kind: str = OrderKind.PROBLEM.value
    channel: str = Channel.OTHER_SYSTEM.value
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    where: Where = Where()
    category: tuple[Ref, ...] = ()
    unit: Ref = Ref()
    closed: bool = False
    closed_at: datetime | None = None
    reply: str = ""
    in_time: bool | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


def read(bound: Bound, cells: Sequence[str]) -> Reading:
    """The row as its map understands it; `Unfit` when a value has no meaning.

    Control and text-direction characters, which come along with pasted text, are left out.
    """
    cells = [_clean(cell) for cell in cells]
    said = bound.map
    closed_at = _instant(bound, cells, "closed_at")
    reply = bound.field(cells, "reply")
    in_time = _in_time(bound, cells)
    return Reading(
        number=_needed(bound, cells, "number"),
        text=_words(bound, cells),
        placed_at=_placed_at(bound, cells),
        title=_title(bound, cells),
        kind=_word(bound, cells, "kind", OrderKind.PROBLEM),
        channel=_word(bound, cells, "channel", Channel.OTHER_SYSTEM),
        address=bound.field(cells, "address"),
        contact_name=bound.field(cells, "contact_name"),
        contact_phone=bound.field(cells, "contact_phone"),
        where=_where(bound, cells),
        category=tuple(_ref(bound, cells, level) for level in said.categories.levels),
        unit=_ref(bound, cells, said.units.unit),
        closed=_closed(bound, cells, ended=bool(closed_at or reply or in_time is not None)),
        closed_at=closed_at,
        reply=reply,
        in_time=in_time,
        kept=_kept(bound, cells),
    )


def _clean(cell: str) -> str:
    if cell.isprintable():  # most are, and this is quick to know
        return cell.strip()
    # A single carriage return ends a line; as a hidden character it would glue two together.
    return without_hidden(cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _needed(bound: Bound, cells: Sequence[str], name: str) -> str:
    found = bound.field(cells, name)
    if not found:
        raise Unfit(_("a needed cell is empty"), bound.map.columns[name].names[0])
    return found


def _words(bound: Bound, cells: Sequence[str]) -> str:
    """The resident's words; where the system keeps none, what its template says."""
    found = bound.field(cells, "text")
    if not found and "text" in bound.map.templates:
        found = bound.filled(cells, bound.map.templates["text"])
    if not found:
        raise Unfit(_("there are no words"))
    return found


def _title(bound: Bound, cells: Sequence[str]) -> str:
    found = bound.field(cells, "title")
    if not found and "title" in bound.map.templates:
        found = bound.filled(cells, bound.map.templates["title"])
    return " ".join(found.split())


def _placed_at(bound: Bound, cells: Sequence[str]) -> datetime:
    _needed(bound, cells, "placed_at")
    found = _instant(bound, cells, "placed_at")
    assert found is not None  # noqa: S101 -- the cell is not empty
    return found


def _instant(bound: Bound, cells: Sequence[str], name: str) -> datetime | None:
    """The time in a cell, in local time unless it says otherwise; None for an empty cell."""
    text = bound.field(cells, name)
    if not text:
        return None
    for form in bound.map.times:
        try:
            return _aware(datetime.strptime(text, form))  # noqa: DTZ007 -- made aware at once
        except (ValueError, OverflowError):
            continue
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as problem:
        raise Unfit(_("unknown time"), text[:40]) from problem


def _aware(moment: datetime) -> datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _word(bound: Bound, cells: Sequence[str], name: str, usual: str) -> str:
    """One of our words for a value of theirs."""
    found = bound.field(cells, name)
    if not found:
        return bound.map.defaults.get(name, str(usual))
    word = bound.map.values.get(name, {}).get(found, found)
    if word not in WORDS[name]:
        raise Unfit(_("unknown kind") if name == "kind" else _("unknown channel"), found[:40])
    return word


def _ref(bound: Bound, cells: Sequence[str], named: Named) -> Ref:
    return Ref(bound.cell(cells, named.code), bound.cell(cells, named.name))


def _where(bound: Bound, cells: Sequence[str]) -> Where:
    said = bound.map.places
    return Where(
        bound.cell(cells, said.code),
        _ref(bound, cells, said.street),
        _ref(bound, cells, said.community),
    )


def _in_time(bound: Bound, cells: Sequence[str]) -> bool | None:
    """The source's own word on whether it was done in time; None where it says nothing."""
    in_time, late = _flag(bound, cells, "in_time"), _flag(bound, cells, "late")
    if in_time and late:
        raise Unfit(_("both in time and late"))
    return True if in_time else False if late else None


def _closed(bound: Bound, cells: Sequence[str], *, ended: bool) -> bool:
    """Whether it is over: as the state column says, else when anything says how it ended."""
    flag = bound.map.flags.get("closed")
    if flag is not None and bound.cell(cells, flag.column):
        return _flag(bound, cells, "closed")
    return ended


def _flag(bound: Bound, cells: Sequence[str], name: str) -> bool:
    flag = bound.map.flags.get(name)
    return flag is not None and bound.cell(cells, flag.column) in flag.yes


def _kept(bound: Bound, cells: Sequence[str]) -> dict[str, str]:
    found = {column.names[0]: bound.cell(cells, column) for column in bound.map.keep}
    return {name: value for name, value in found.items() if value}
