"""A kept version as a page, and what lies between it and another."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Column, Row
from huying.lists.models import Version
from huying.lists.queries import (
    columns_of,
    difference,
    filters_of,
    other_versions,
    revived_cell,
    rows_of,
    said,
    version,
)
from huying.web.lists.page import heads, lines
from huying.web.ui.shapes import Cell, Chip
from huying.web.ui.shapes import Column as Head

SHOWN = 200


def version_page(pk: int, other: str, actor: Actor) -> dict[str, Any]:
    """The version, its rows, the others of its list; beside `other` what differs."""
    kept = version(pk, actor)
    columns = columns_of(kept)
    brief = tuple(i for i, column in enumerate(columns) if column.brief or column.main)
    chosen = tuple(columns[i] for i in brief) or columns
    rows = [Row(one.key, tuple(one.values[i] for i in brief) or one.values) for one in rows_of(kept)[:SHOWN]]  # fmt: skip
    base = reverse("lists:version", args=[kept.pk])
    others = other_versions(kept, actor)
    context: dict[str, Any] = {
        "kept": kept, "heads": heads(chosen), "lines": lines(chosen, rows), "shown": len(rows),
        "filters": filters_of(kept), "others": [_chip(one, base, other) for one in others],
        "back": f"{reverse('lists:one', args=[kept.list_name])}{f'?place={kept.place.code}' if kept.place else ''}",
    }  # fmt: skip
    if other:
        context |= _compared(kept, _chosen(other, actor), columns)
    return context


def _chosen(other: str, actor: Actor) -> Version:
    if not other.isdecimal() or int(other) >= 2**63:
        raise Refused(Code.UNKNOWN, "there is no such version")
    return version(int(other), actor)


def _chip(one: Version, base: str, other: str) -> Chip:
    label = f"{timezone.localtime(one.kept_at):%Y-%m-%d %H:%M}"
    return Chip(label, f"{base}?with={one.pk}", one.count, on=str(one.pk) == other)


def _compared(kept: Version, other: Version, columns: tuple[Column, ...]) -> dict[str, Any]:
    """The earlier of the two is what it was before, whichever page is open."""
    before, after = sorted((kept, other), key=lambda one: (one.kept_at, one.pk))
    found = difference(before, after)
    known = {column.key: column for column in columns}
    changes = [
        [Cell(one.key), Cell(known[key].label), Cell(_said(known[key], was)), Cell(_said(known[key], now))]
        for one in found.changed[:SHOWN]
        for key, (was, now) in one.cells.items()
        if key in known
    ]  # fmt: skip
    return {
        "before": before, "after": after, "difference": found, "changes": changes,
        "added": found.added[:SHOWN], "gone": found.gone[:SHOWN],
        "change_heads": [Head(_("Row"), main=True), Head(_("Column")), Head(_("Before")), Head(_("After"))],
    }  # fmt: skip


def _said(column: Column, value: object) -> str:
    return said(column, revived_cell(column, value)) or "—"
