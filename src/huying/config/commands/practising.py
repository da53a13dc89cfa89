"""`practice`: which packs there are, what is in force where, what one would change, and adopting it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from huying.adoptions.queries import adoptions
from huying.config.commands.serving import prepare_database
from huying.kernel.actor import SYSTEM
from huying.kernel.now import now
from huying.orders.models import Order
from huying.places.models import Place
from huying.places.queries import place as place_of
from huying.practices import adopt, names, text
from huying.practices.parts.limits import LimitRow
from huying.practices.trying import LAST, Trial, try_out

SHOWN = 20
_place = click.option("--place", "code", default="", help="only there and below [default: everywhere]")  # fmt: skip
_since = click.option("--from", "day", default="", help="the first day it holds [default: today]")


@click.group(epilog="Example: huying practice adopt zhifu --place 990101")
def practice() -> None:
    """Practice packs: ways of working as data."""


@practice.command("list", epilog="Example: huying practice list --in-force")
@click.option("--in-force", is_flag=True, help="what was adopted where, and since when")
@click.option("--json", "as_json", is_flag=True, help="one line of JSON")
def list_practices(*, in_force: bool, as_json: bool) -> None:
    """Names of the packs there are, or what is in force."""
    rows = _adopted() if in_force else [{"practice": name} for name in names()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values() if value))


def _adopted() -> list[dict[str, str]]:
    return [
        {
            "practice": row.practice, "version": row.version,
            "place": row.place.code if row.place else "everywhere", "since": str(row.since),
            "until": str(row.until or ""),
        }
        for row in adoptions()
    ]  # fmt: skip


@practice.command("show", epilog="Example: huying practice show zhifu")
@click.argument("name")
def show_practice(name: str) -> None:
    """The text of a pack."""
    click.echo(text(name))


@practice.command("try", epilog="Example: huying practice try lixia --place 990101 --last 500")
@click.argument("name")
@_place
@_since
@click.option("--last", default=LAST, show_default=True, type=click.IntRange(1), help="orders run once more")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="one line of JSON")
def try_practice(*, name: str, code: str, day: str, last: int, as_json: bool) -> None:
    """What a pack would have promised the last orders, and what it changes; nothing is written."""
    prepare_database()
    place = place_of(code) if code else None
    trial = try_out(name, place=place, since=_day(day, now()), last=last)
    if as_json:
        click.echo(json.dumps(_told(trial), cls=DjangoJSONEncoder, ensure_ascii=False))
        return
    for line in _lines(trial, name):
        click.echo(line)


@practice.command("adopt", epilog="Example: huying practice adopt zhifu --place 990101 --yes")
@click.argument("name")
@_place
@_since
@click.option("--yes", is_flag=True, help="do not ask")
def adopt_practice(*, name: str, code: str, day: str, yes: bool) -> None:
    """Make a pack the way of working of a place, from a day on.

    Where orders are open it shows first what would change, and asks where somebody can answer.
    """
    prepare_database()
    at = now()
    place, since = place_of(code) if code else None, _day(day, at)
    if not yes and _lives(place):
        for line in _lines(try_out(name, place=place, since=since), name):
            click.echo(line)
        if sys.stdin.isatty():
            click.confirm("Adopt it?", abort=True)
    changed = adopt(name, place=place, by=SYSTEM, at=at, since=since)
    where = f" in {code}" if code else ""
    click.echo(f"{name} is in force{where}" + (f" from {since}" if changed else " already"))


def _day(said: str, at: datetime) -> date:
    try:
        return date.fromisoformat(said) if said else timezone.localdate(at)
    except ValueError as problem:
        raise click.BadParameter("not a day such as 2026-12-01", param_hint="--from") from problem


def _lives(place: Place | None) -> bool:
    """Whether there are open orders to which a pack would matter."""
    orders = Order.objects.filter(is_open=True)
    return (orders.filter(place__path__startswith=place.path) if place else orders).exists()


def _told(trial: Trial | None) -> dict[str, object]:
    if trial is None:
        return {"changes": False}
    limits, texts = trial.change.limits, trial.change.texts
    return {
        "changes": True, "practice": trial.change.practice.name,
        "version": trial.change.practice.version, "since": trial.change.since,
        "limits": {"new": len(limits.add), "ended": len(limits.end), "by_hand": len(limits.by_hand)},
        "texts": {"new": len(texts.add), "ended": len(texts.end), "by_hand": len(texts.by_hand)},
        "directory": {"new": len(trial.change.directory.add), "ended": len(trial.change.directory.end), "by_hand": len(trial.change.directory.by_hand)},
        "classes": {"new": len(trial.change.categories)}, "orders": trial.orders,
        "moved": [asdict(one) for one in trial.moved], "sorted": [asdict(one) for one in trial.sorted],
        "routed": [asdict(one) for one in trial.routed],
        "shadowed": [[_said(one.row), _said(one.by)] for one in trial.shadowed],
        "dead": [_said(row) for row in trial.dead], "idle": [_said(row) for row in trial.idle],
    }  # fmt: skip


def _lines(trial: Trial | None, name: str) -> Iterator[str]:
    if trial is None:
        yield f"{name} is in force there already: nothing changes"
        return
    found = trial.change
    yield f"{name} {found.practice.version} from {found.since}"
    parts = (("limits", found.limits), ("texts", found.texts), ("directory", found.directory))
    for what, one in parts:
        yield f"  {what}: {len(one.add)} new, {len(one.end)} end, {len(one.by_hand)} kept as changed by hand"  # fmt: skip
    yield f"  classes: {len(found.categories)} new"
    yield f"  of the last {trial.orders} orders {len({one.number for one in trial.moved})} would have had other dates"  # fmt: skip
    for moved in trial.moved[:SHOWN]:
        yield f"    {moved.number} {moved.clock}: {_moment(moved.was)} -> {_moment(moved.becomes)}"
    yield f"  and {len(trial.sorted)} would have been sorted otherwise by their words"
    for order in trial.sorted[:SHOWN]:
        yield f"    {order.number}: {order.was or 'nothing'} -> {order.becomes or 'nothing'}"
    yield f"  and {len(trial.routed)} would have been sent or graded otherwise by the directory"
    for route in trial.routed[:SHOWN]:
        yield f"    {route.number}: {' '.join(route.was).strip() or 'nothing'} -> {' '.join(route.becomes).strip() or 'nothing'}"  # fmt: skip
    for shadow in trial.shadowed:
        yield f"  shadowed: {_said(shadow.row)}, by what was set by hand: {_said(shadow.by)}"
    for row in trial.dead:
        yield f"  over before it begins: {_said(row)}"
    for row in trial.idle:
        yield f"  held for none of these orders: {_said(row)}"


def _said(row: LimitRow) -> str:
    conditions = [str(part) for part in row.conditions if part not in ("", None)]
    return f"{' '.join(conditions)} {row.limit.amount} {row.limit.unit}"


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "no date"
