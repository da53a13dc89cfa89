"""Lists drawn from organisations: the units that serve a place."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Choices, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, holds_words, in_order
from huying.lists.states import Asks, Type
from huying.orgs.labels import ORG_KINDS
from huying.orgs.models import Organisation
from huying.people.roles import Grant
from huying.places.rules import lineage, span

_COLUMNS = (
    Column("code", _("Code number")),
    Column("name", _("Name"), main=True, brief=True),
    Column("kind", _("Kind"), Type.WORD, ORG_KINDS, brief=True),
    Column("place", _("Place"), brief=True),
    Column("phone", _("Phone"), brief=True),
    Column("address", _("Address"), brief=True),
    Column("specialities", _("Specialities"), brief=True),
    Column("qualifications", _("Qualifications")),
    Column("registration", _("Registration number")),
    Column("brand", _("Brand")),
)


def serving(path: str, on: date) -> QuerySet[Organisation]:
    """Units that serve a place or a part of it and are not closed; every one without a place."""
    there = Q(place=None) | Q(place__path__range=span(path))
    if path:
        there |= Q(place__path__in=lineage(path))
    open_ones = Organisation.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return open_ones.filter(there).select_related("place").defer("place__boundary")


def units_of_place(viewer: Actor, path: str, on: date) -> Choices:
    """The units of a place, to be chosen from."""
    return list(serving(path, on).order_by("name", "id").values_list("code", "name"))


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    units = serving(asked.path, timezone.localdate(asked.at)).prefetch_related("qualifications")
    for unit in units.order_by("name", "id"):
        held = "、".join(one.name for one in unit.qualifications.all())
        row = Row(unit.code, (
            unit.code, unit.name, unit.kind, unit.place.name if unit.place else "", unit.phone,
            unit.address, "、".join(map(str, unit.specialities)), held, unit.registration, unit.brand,
        ))  # fmt: skip
        if in_order(asked.filters, "kind", row, 2) and holds_words(row, asked.filters.get("q", "")):
            yield row


UNITS = ListDef(
    name="units", of="units", rank=70, icon="building-2", title=_("Units"),
    note=_("Who can take an order here: departments, companies, organisations, teams."),
    reads=holding(Grant.SEE), columns=_COLUMNS,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(
        Filter("q", _("Words"), Asks.TEXT),
        Filter("kind", _("Kind"), choices=lambda *_a: list(ORG_KINDS.items())),
    ),
    sorts={"name": _("By name"), "kind": _("By kind")},
)  # fmt: skip

LISTS = (UNITS,)
