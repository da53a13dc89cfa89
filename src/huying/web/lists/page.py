"""What the pages of lists show."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Column, Row
from huying.lists.policy import keeper_of_templates
from huying.lists.queries import (
    Entry,
    Opened,
    lists_at,
    own_place,
    page,
    places_of_lists,
    said,
    sums,
    templates_of,
    versions_of,
)
from huying.lists.registry import definition
from huying.lists.states import Format, Type
from huying.places.models import Place
from huying.places.queries import known_place
from huying.web.lists.asking import AskForm, raw_of, way_back
from huying.web.lists.workbooks import TemplateForm
from huying.web.ui.shapes import Cell
from huying.web.ui.shapes import Column as Head

ROWS, SHOWN_VERSIONS = 50, 20
SHORT = frozenset({"number", "code", "phone"})
KINDS = (
    (Format.XLSX, "file-spreadsheet", "Excel"),
    (Format.CSV, "file-text", "CSV"),
    (Format.JSON, "braces", "JSON"),
)


def index_page(actor: Actor, code: str, on: date) -> dict[str, Any]:
    """The lists of a place in their groups; refused `not-yours` for whoever may read none."""
    place = known_place(code) if code else own_place(actor)
    entries = lists_at(actor, place, on) if place else []
    if place is None or not entries:
        raise Refused(Code.NOT_YOURS, "lists of this place are not yours to read")
    groups = groupby(entries, key=lambda entry: entry.named)
    return {
        "place": place, "places": places_of_lists(actor),
        "groups": [(named, [_tile(entry, place) for entry in group]) for named, group in groups],
    }  # fmt: skip


def _tile(entry: Entry, place: Place) -> dict[str, Any]:
    address = reverse("lists:one", args=[entry.definition.name])
    more = f"&{entry.query}" if entry.query else ""
    icon = "lock" if entry.definition.ledger else entry.definition.icon
    return {"title": entry.title, "note": entry.note, "href": f"{address}?place={place.code}{more}", "icon": icon}  # fmt: skip


def list_page(
    found: Opened,
    form: AskForm,
    query: Mapping[str, str],
    actor: Actor,
    *,
    fill: TemplateForm | None = None,
) -> dict[str, Any]:
    """One list: its filters, a page of rows, what was kept of it and what it is filled into."""
    name, cursor = found.definition.name, query.get("cursor", "")
    shown = page(found, cursor=cursor, limit=ROWS)
    whole = query.get("all") == "1"
    columns = [i for i, column in enumerate(found.columns) if whole or column.brief]
    return {
        "found": found, "form": form, "count": found.source.count(), "whole": whole,
        "heads": [_head(found.columns[i]) for i in columns],
        "lines": [_line(found.columns, columns, row) for row in shown.rows] + _total(found.columns, columns, shown.rows, alone=not (cursor or shown.next_cursor)),
        "following": way_back(name, query, cursor=shown.next_cursor, all=query.get("all", "")) if shown.next_cursor else "",
        "first": way_back(name, query, all=query.get("all", "")) if cursor else "",
        "wider": way_back(name, query, all="" if whole else "1"),
        "clear": way_back(name, {}) if raw_of(query).keys() - {"place", "sort"} else "",
        "carried": list(raw_of(query).items()), "kinds": KINDS,
        "versions": list(versions_of(found, actor)[:SHOWN_VERSIONS]),
        "templates": list(templates_of(found)),
        "keeps": bool(found.asked.place and keeper_of_templates(actor, found.asked.path)),
        "fill": fill or TemplateForm(auto_id="fill_%s"), "action": reverse("lists:one", args=[name]),
    }  # fmt: skip


def refused_page(name: str, form: AskForm) -> dict[str, Any]:
    """A list that was asked for wrongly: its filters with what is wrong, and no rows."""
    one = definition(name)
    return {"form": form, "title": one.title, "action": reverse("lists:one", args=[name])}


def heads(columns: tuple[Column, ...]) -> list[Head]:
    """The header of a table with all of these columns."""
    return [_head(column) for column in columns]


def lines(columns: tuple[Column, ...], rows: list[Row]) -> list[list[Cell]]:
    """The rows of a table with all of these columns."""
    every = list(range(len(columns)))
    return [_line(columns, every, row) for row in rows]


def _head(column: Column) -> Head:
    figures = column.type in {Type.NUMBER, Type.SHARE}
    short = figures or column.type in {Type.DATE, Type.MOMENT} or column.key in SHORT
    return Head(column.label, number=figures, main=column.main, short=short)


def _line(columns: tuple[Column, ...], chosen: list[int], row: Row) -> list[Cell]:
    return [_cell(columns[i], row.values[i], row if columns[i].main else None) for i in chosen]


def _total(
    columns: tuple[Column, ...], chosen: list[int], rows: tuple[Row, ...], *, alone: bool
) -> list[list[Cell]]:
    """The line of totals, where the page holds all the rows that are summed."""
    if not alone or len(rows) < 2 or not any(columns[i].summed for i in chosen):  # noqa: PLR2004 -- one row is its own total
        return []
    found = sums(columns, list(rows))
    line = [Cell(str(found.get(columns[i].key, ""))) for i in chosen]
    main = next((n for n, i in enumerate(chosen) if columns[i].main), 0)
    line[main] = Cell(_("Total"))
    return [line]


def _cell(column: Column, value: object, opens: Row | None) -> Cell:
    text = said(column, value) or "—"
    if opens is None or opens.href is None:
        return Cell(text)
    view, arguments, query = opens.href
    address = reverse(view, args=arguments)
    return Cell(text, href=f"{address}?{query}" if query else address)
