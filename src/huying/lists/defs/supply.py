"""Needs, shared resources, service items and landings: the lists a practice gives its own names."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.supply.labels import LANDING_STATES, MODES, NEED_STATES, SORTS
from huying.supply.labels import RESOURCE_KINDS as KINDS
from huying.supply.models import Landing, Need, Resource, ServiceItem
from huying.supply.queries.lists import items, landings, needs, resources
from huying.supply.queries.supporters import sources_of

READS = holding(Grant.SEE)
_NEEDS = (
    Column("title", _("Need"), main=True, brief=True),
    Column("place", _("Place"), brief=True),
    Column("category", _("Category")),
    Column("supporters", _("Supporters"), Type.NUMBER, brief=True, summed=True),
    Column("found_by", _("Where it was counted")),
    Column("state", _("State"), Type.WORD, NEED_STATES, brief=True),
    Column("raised_at", _("Raised"), Type.MOMENT, brief=True),
    Column("closed_at", _("Closed"), Type.MOMENT),
    Column("result", _("What came of it")),
)
_RESOURCES = (
    Column("name", _("Resource"), main=True, brief=True),
    Column("kind", _("Kind"), Type.WORD, KINDS, brief=True),
    Column("owner", _("Whose"), brief=True),
    Column("place", _("Place"), brief=True),
    Column("address", _("Address"), brief=True),
    Column("hours", _("Hours")),
    Column("phone", _("Phone")),
    Column("specialities", _("Good for")),
    Column("capacity", _("Room for"), Type.NUMBER),
    Column("since", _("From"), Type.DATE),
)
_ITEMS = (
    Column("name", _("Service item"), main=True, brief=True),
    Column("group", _("Class"), brief=True),
    Column("sort", _("Sort"), Type.WORD, SORTS, brief=True),
    Column("mode", _("Where it is given"), Type.WORD, MODES, brief=True),
    Column("free", _("Free"), Type.YES_NO, brief=True),
    Column("offered", _("Offered here"), Type.YES_NO, brief=True),
    Column("office", _("Where to go instead")),
    Column("eligible", _("For whom")),
    Column("papers", _("Papers needed")),
    Column("minutes", _("Minutes"), Type.NUMBER),
    Column("providers", _("Given by")),
    Column("place", _("Place")),
)
_LANDINGS = (
    Column("need", _("Need"), main=True, brief=True),
    Column("measure", _("Measure"), brief=True),
    Column("owner", _("Taken on by"), brief=True),
    Column("things", _("With what"), brief=True),
    Column("state", _("State"), Type.WORD, LANDING_STATES, brief=True),
    Column("due_on", _("Due on"), Type.DATE, brief=True),
    Column("landed_on", _("Landed on"), Type.DATE, brief=True),
    Column("outcome", _("What came of it")),
    Column("place", _("Place")),
)


def _joined(words: Iterable[Any]) -> str:
    return "、".join(str(word) for word in words if word)


def _narrowed(asked: Asked, rows: Iterable[Row], **columns: int) -> Iterator[Row]:
    """Only the rows that have what is asked for in each of these columns."""
    for row in rows:
        if all(in_order(asked.filters, key, row, column) for key, column in columns.items()):
            yield row


def _need(one: Need, sources: Iterable[str]) -> Row:
    return Row(str(one.pk), (
        one.title, one.place.name, one.category.name if one.category else "",
        vars(one)["supporters"], _joined(sources), one.state, one.raised_at, one.closed_at, one.result,
    ), ("supply:need", (one.pk,), ""))  # fmt: skip


def _resource(one: Resource) -> Row:
    return Row(str(one.pk), (
        one.name, one.kind, one.owner_unit.name if one.owner_unit else one.owner_name,
        one.place.name, one.address, one.hours, one.phone, _joined(one.specialities), one.capacity,
        one.since,
    ), ("supply:resource", (one.pk,), ""))  # fmt: skip


def _item(one: ServiceItem) -> Row:
    return Row(str(one.pk), (
        one.name, one.group, one.sort, one.mode, one.free, one.offered, one.office, one.eligible,
        _joined(one.papers), one.minutes or None, _joined(unit.name for unit in one.providers.all()),
        one.place.name,
    ), ("supply:item", (one.pk,), ""))  # fmt: skip


def _landing(one: Landing) -> Row:
    owner = [one.owner_unit and one.owner_unit.name, one.owner_person and one.owner_person.name]
    things = (thing.name for thing in (*one.resources.all(), *one.items.all()))
    return Row(str(one.pk), (
        one.need.title, one.measure, _joined(owner), _joined(things), one.state, one.due_on,
        one.landed_on, one.outcome, one.place.name,
    ), ("supply:landing", (one.pk,), ""))  # fmt: skip


def _needs(viewer: Actor, asked: Asked) -> Listed:
    found = list(needs(viewer, asked.place))
    sources = sources_of(one.pk for one in found)
    rows = (_need(one, sources.get(one.pk, ())) for one in found)
    return Listed(list(_narrowed(asked, rows, state=5)), _NEEDS, asked.sort)


def _resources(viewer: Actor, asked: Asked) -> Listed:
    found = resources(viewer, asked.place, on=timezone.localdate(asked.at))
    rows = (_resource(one) for one in found)
    return Listed(list(_narrowed(asked, rows, kind=1)), _RESOURCES, asked.sort)


def _items(viewer: Actor, asked: Asked) -> Listed:
    found = items(viewer, asked.place, on=timezone.localdate(asked.at))
    rows = (_item(one) for one in found)
    return Listed(list(_narrowed(asked, rows, sort=2, offered=5)), _ITEMS, asked.sort)


def _landings(viewer: Actor, asked: Asked) -> Listed:
    rows = (_landing(one) for one in landings(viewer, asked.place))
    return Listed(list(_narrowed(asked, rows, state=4)), _LANDINGS, asked.sort)


LISTS = (
    ListDef(
        name="needs", of="needs", rank=40, icon="hand-heart", title=_("Needs"),
        note=_("What residents need, with how many stand behind each."),
        reads=READS, columns=_NEEDS, source=_needs,
        filters=(Filter("state", _("State"), choices=lambda *_a: list(NEED_STATES.items())),),
        sorts={"-supporters": _("Most wanted first"), "-raised_at": _("Latest first")},
    ),
    ListDef(
        name="resources", of="resources", rank=41, icon="warehouse", title=_("Shared resources"),
        note=_("Rooms, skills, tools, services, money and ground that somebody shares."),
        reads=READS, columns=_RESOURCES, source=_resources,
        filters=(Filter("kind", _("Kind"), choices=lambda *_a: list(KINDS.items())),),
        sorts={"": _("By kind"), "name": _("By name")},
    ),
    ListDef(
        name="services", of="services", rank=42, icon="concierge-bell", title=_("Service items"),
        note=_("What is offered here, and what is not with the office to go to."),
        reads=READS, columns=_ITEMS, source=_items,
        filters=(
            Filter("sort", _("Sort"), choices=lambda *_a: list(SORTS.items())),
            Filter("offered", _("Offered here"), Asks.YES_NO),
        ),
        sorts={"": _("By class"), "name": _("By name")},
    ),
    ListDef(
        name="landings", of="landings", rank=43, icon="package-check", title=_("Landings"),
        note=_("How each need is met: with what, by whom, by which measure and day."),
        reads=READS, columns=_LANDINGS, source=_landings,
        filters=(Filter("state", _("State"), choices=lambda *_a: list(LANDING_STATES.items())),),
        sorts={"": _("By day"), "due_on": _("Due soonest first")},
    ),
)  # fmt: skip
