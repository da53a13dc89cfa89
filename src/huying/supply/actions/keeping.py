"""Resources and service items of a place: added, changed, ended; each change is on record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.places.models import Place
from huying.supply.actions.checking import item_columns, resource_columns
from huying.supply.models import ITEM, RESOURCE, Resource, ServiceItem
from huying.supply.policy import keeper
from huying.supply.rules import LONGEST_LINE
from huying.trail.actions import append
from huying.trail.moving import recorded

T = TypeVar("T", Resource, ServiceItem)
# Names of people stay in the row; the record says only that they were set.
PRIVATE = frozenset({"owner_name", "contact"})
TIES = ("providers", "resources")
KINDS: Mapping[type, str] = {Resource: RESOURCE, ServiceItem: ITEM}


def add_resource(*, place: Place, by: Actor, at: datetime, **said: Any) -> Resource:
    """Write down what someone shares; refused `incomplete` without a name, a kind or an owner."""
    resource = Resource(place=place, since=timezone.localdate(at))
    return _added(resource, said, by=by, at=at)


def add_item(*, place: Place, by: Actor, at: datetime, **said: Any) -> ServiceItem:
    """Write down what is offered; refused `incomplete` without a name, or, where it is declined,
    without the office to go to.
    """
    code = said.pop("code", "") or f"own.{uuid4().hex[:12]}"
    item = ServiceItem(place=place, code=code, since=timezone.localdate(at))
    return _added(item, said, by=by, at=at)


def change(row: T, *, by: Actor, at: datetime, **said: Any) -> T:
    """Say something else of a resource or an item; nothing is written when it is the same.

    Kept inside, it is public no longer, at once. Refused `wrong-state` for one that has ended.
    """
    _check_keeper(row, by)
    columns = _checked(row, said)
    ties = {name: said[name] for name in TIES if name in said}
    with transaction.atomic():
        held = type(row)._default_manager.select_for_update().get(pk=row.pk)
        _check_running(held, at)
        new = {name: value for name, value in columns.items() if getattr(held, name) != value}
        tied = {
            name: rows for name, rows in ties.items() if _ids(getattr(held, name)) != _keys(rows)
        }
        if not new and not tied:
            return row
        if new.get("inside"):
            new["published_at"] = None
        type(row)._default_manager.filter(pk=row.pk).update(**new)
        for name, rows in tied.items():
            getattr(held, name).set(rows)
        _record(row, "change", columns=new, ties=tied, by=by, at=at)
    for name, value in new.items():
        setattr(row, name, value)
    return row


def end(row: T, *, reason: str, by: Actor, at: datetime) -> T:
    """End it today: it is offered no longer, and stays readable where it was used."""
    _check_keeper(row, by)
    said = clean_words(reason, field="reason", longest=LONGEST_LINE)
    until = max(row.since, timezone.localdate(at))
    with transaction.atomic():
        held = type(row)._default_manager.select_for_update().get(pk=row.pk)
        _check_running(held, at)
        type(row)._default_manager.filter(pk=row.pk).update(until=until)
        given = {"until": until.isoformat(), "reason": said}
        append(KINDS[type(row)], row.pk, "end", by=by, at=at, given=given)
    row.until = until
    return row


def _added(row: T, said: Mapping[str, Any], *, by: Actor, at: datetime) -> T:
    _check_keeper(row, by)
    columns = _checked(row, said, new=True)
    for name, value in columns.items():
        setattr(row, name, value)
    ties = {name: said[name] for name in TIES if said.get(name)}
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            for name, rows in ties.items():
                getattr(row, name).set(rows)
            _record(row, "add", columns=columns, ties=ties, by=by, at=at)
    except IntegrityError as taken:
        raise Refused(
            Code.CONFLICT, "this item is there already", fields={"code": "is there already"}
        ) from taken
    return row


def _checked(row: T, said: Mapping[str, Any], *, new: bool = False) -> dict[str, Any]:
    plain = {name: value for name, value in said.items() if name not in TIES}
    if isinstance(row, Resource):
        return resource_columns(plain, None if new else row)
    return item_columns(plain, None if new else row)


def _record(
    row: T,
    move: str,
    *,
    columns: Mapping[str, Any],
    ties: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    told = {
        name: ("set" if value else "") if name in PRIVATE else _plain(value)
        for name, value in columns.items()
        if name != "published_at"
    }
    place = {"place": row.place} if move == "add" else {}
    given = recorded(place | told | {name: list(rows) for name, rows in ties.items()}, salt="-")
    append(KINDS[type(row)], row.pk, move, by=by, at=at, given=given)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _ids(related: Any) -> set[int]:
    return set(related.values_list("pk", flat=True))


def _keys(rows: Any) -> set[int]:
    return {row.pk for row in rows}


def _check_keeper(row: T, by: Actor) -> None:
    if not keeper(by, row):
        raise Refused(Code.NOT_YOURS, "this is not yours to keep")


def _check_running(row: T, at: datetime) -> None:
    if row.until is not None and row.until <= timezone.localdate(at):
        raise Refused(Code.WRONG_STATE, "this has ended already")
