"""`/lists`: which lists there are at a place, and one of them, a page or a whole file."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from huying.api.answers import NOT_KEPT, answer
from huying.api.callers import STAFF, staff
from huying.api.reading import check_texts
from huying.api.refusable import refusals
from huying.api.replies.lists import ListPage, ListsOut
from huying.api.schemas import ListAsked, ListsAsked
from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.lists.actions import about, export_list, open_ledger
from huying.lists.definitions import Column, ListDef, Row
from huying.lists.queries import Entry, Opened, lists_at, opened, own_place, page
from huying.lists.registry import registered
from huying.lists.states import Format
from huying.lists.writing import MEDIA_TYPES
from huying.places.queries import known_place

router = Router(tags=["lists"])
# What every list takes; everything else in the query is a filter of its own.
ASKED_OF_ALL = frozenset(ListAsked.model_fields)
FILES = {kind: MEDIA_TYPES[kind].partition(";")[0] for kind in (Format.CSV, Format.XLSX)}


def _filters() -> list[dict[str, Any]]:
    """Every filter of every list, for the contract."""
    found: dict[str, list[str]] = {"place": ["all"], "sort": ["all"]}
    for one in registered().values():
        for each in one.filters:
            if each.key not in ASKED_OF_ALL:
                found.setdefault(each.key, []).append(one.name)
    return [
        {"in": "query", "name": key, "required": False, "schema": {"type": "string"},
         "description": f"a filter of {', '.join(names)}"}
        for key, names in found.items()
    ]  # fmt: skip


CONTRACT: dict[str, Any] = STAFF | {
    "parameters": _filters(),
    "responses": {200: {"content": {kind: {"schema": {"type": "string"}} for kind in FILES.values()}}},
}  # fmt: skip


@router.get(
    "/lists",
    operation_id="list_lists",
    response={200: ListsOut, **refusals(400, 401, 403, 404, 422)},
    openapi_extra=STAFF,
)
def list_lists(request: HttpRequest, asked: Query[ListsAsked]) -> HttpResponse:
    """List the lists of a place; those its practice names first, under its names."""
    actor, at = staff(request), now()
    place = known_place(asked.place) if asked.place else own_place(actor)
    entries = lists_at(actor, place, timezone.localdate(at)) if place else []
    items = [_entry(entry) for entry in entries]
    return answer({"place": place.code if place else None, "items": items})


@router.get(
    "/lists/{name}",
    operation_id="show_list",
    response={200: ListPage, **refusals(400, 401, 403, 404, 422, 429)},
    openapi_extra=CONTRACT,
)
def show_list(request: HttpRequest, name: str, asked: Query[ListAsked]) -> HttpResponseBase:
    """Show a list; a page of it as JSON, or all of it as a CSV or Excel file."""
    actor, at = staff(request), now()
    raw = {key: text for key, text in request.GET.items() if key not in ASKED_OF_ALL}
    check_texts(raw)
    found = opened(name, {key: str(text) for key, text in raw.items()}, actor, at=at)
    if asked.format is not Format.JSON:
        made = export_list(found, asked.format, by=actor, at=at)
        response = FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.media_type)  # fmt: skip
        response.headers["Cache-Control"] = NOT_KEPT
        return response
    open_ledger(found, by=actor, at=at)
    return answer(_page(found, asked, actor))


def _page(found: Opened, asked: ListAsked, actor: Actor) -> dict[str, Any]:
    shown = page(found, cursor=asked.cursor, limit=asked.limit)
    said = about(found, by=actor, at=found.asked.at)
    whole = {
        "about": {
            "name": said.name, "version": said.version, "title": said.title,
            "place": found.asked.place.code if found.asked.place else None,
            "at": said.at, "left_out": list(said.left_out),
        },
        "columns": [_column(column) for column in found.columns],
        "items": [_row(found.columns, row) for row in shown.rows],
        "next_cursor": shown.next_cursor or None,
    }  # fmt: skip
    return whole | ({"total": found.source.count()} if asked.total else {})


def _entry(entry: Entry) -> dict[str, Any]:
    one: ListDef = entry.definition
    return {
        "name": one.name, "of": one.of, "title": str(entry.title), "note": str(entry.note),
        "query": entry.query, "ledger": one.ledger, "personal": one.personal, "version": one.version,
        "columns": [_column(column) for column in one.columns],
        "filters": [{"key": e.key, "label": str(e.label), "asks": e.asks} for e in one.filters],
        "sorts": [key for key in one.sorts if key],
    }  # fmt: skip


def _column(column: Column) -> dict[str, Any]:
    return {
        "key": column.key, "label": str(column.label), "type": column.type,
        "sensitive": column.sensitive,
    }  # fmt: skip


def _row(columns: tuple[Column, ...], row: Row) -> dict[str, Any]:
    return {column.key: value for column, value in zip(columns, row.values, strict=True)}
