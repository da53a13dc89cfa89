"""The dispatch directory: who leads what, when it is filed and done, what a community may not lead."""

from collections.abc import Collection
from dataclasses import dataclass, fields

from huying.orders.states import Grade
from huying.orgs.states import OrgKind
from huying.practices.checks import Checked, Wrong, check_once
from huying.practices.parts.limits import level

_LONGEST = 300
_LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Answering:
    """One row: units of `lead_kind` that serve the place lead orders of this category."""

    category: str
    lead_kind: str
    co_kinds: tuple[str, ...] = ()
    filing: str = ""
    closing: str = ""
    evidence: str = ""
    grade: str = ""
    level: int | None = None
    community_may_lead: bool = True
    basis: str = ""
    exempt: str = ""

    @property
    def conditions(self) -> str:
        """A category has one row."""
        return self.category

    @property
    def value(self) -> tuple[object, ...]:
        """All it says."""
        return tuple(getattr(self, field.name) for field in fields(self))


def directory(pack: Checked, categories: Collection[str]) -> tuple[Answering, ...]:
    """Every row, one a category."""
    rows = tuple(
        _row(row, categories)
        for row in pack.rows("directory", {field.name for field in fields(Answering)})
    )
    check_once([row.category for row in rows], "directory")
    return rows


def _row(row: Checked, categories: Collection[str]) -> Answering:
    may = row.flag("community_may_lead", default=True)
    if not may and not row.has("basis"):
        raise Wrong(row.at("community_may_lead"), "a legal basis is needed")
    kinds = row.texts("co_kinds")
    for kind in kinds:
        if kind not in set(OrgKind):
            raise Wrong(row.at("co_kinds"), f"there is no kind of unit {kind}")
    return Answering(
        row.one_of("category", categories), row.one_of("lead_kind", set(OrgKind)), kinds,
        filing=_said(row, "filing"), closing=_said(row, "closing"),
        evidence=_said(row, "evidence", _LONGEST_BASIS),
        grade=row.one_of("grade", set(Grade), default=""), level=level(row),
        community_may_lead=may, basis=_said(row, "basis", _LONGEST_BASIS),
        exempt=_said(row, "exempt", _LONGEST_BASIS),
    )  # fmt: skip


def _said(row: Checked, key: str, longest: int = _LONGEST) -> str:
    return row.text(key, longest=longest) if row.has(key) else ""
