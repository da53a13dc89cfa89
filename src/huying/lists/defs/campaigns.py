"""Campaigns with their totals, counted at the moment of asking."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from huying.campaigns.labels import BASES, STATES
from huying.campaigns.queries import campaigns
from huying.campaigns.states import Basis
from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.places.rules import span

_COLUMNS = (
    Column("name", _("Campaign"), main=True, brief=True),
    Column("held_on", _("Day"), Type.DATE, brief=True),
    Column("place", _("Place"), brief=True),
    Column("state", _("State"), Type.WORD, STATES, brief=True),
    Column("basis", _("What is counted"), Type.WORD, BASES),
    Column("came", _("Came"), Type.NUMBER, brief=True, summed=True),
    Column("listed", _("On the list"), Type.NUMBER, brief=True),
    Column("missed", _("Missed"), Type.NUMBER, brief=True),
)
_STATE = 3


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    found = campaigns(viewer).filter(place__path__range=span(asked.path))
    if since := asked.filters.get("since"):
        found = found.filter(held_on__gte=since)
    if until := asked.filters.get("until"):
        found = found.filter(held_on__lte=until)
    for one in found:
        by_list = one.basis == Basis.TARGETS
        row = Row(str(one.pk), (
            one.name, one.held_on, one.place.name, one.state, one.basis, vars(one)["came"],
            vars(one)["listed"] if by_list else None,
            vars(one)["listed"] - vars(one)["came"] if by_list else None,
        ), ("campaigns:one", (one.pk,), ""))  # fmt: skip
        if in_order(asked.filters, "state", row, _STATE):
            yield row


HELD = ListDef(
    name="campaigns", of="campaigns", rank=70, icon="list-checks", title=_("Campaigns"),
    note=_("One-day activities: how many came, and how many of the list were missed."),
    reads=holding(Grant.SEE), columns=_COLUMNS,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(
        Filter("since", _("From"), Asks.DATE), Filter("until", _("Until"), Asks.DATE),
        Filter("state", _("State"), choices=lambda *_a: list(STATES.items())),
    ),
    sorts={"-held_on": _("Latest first"), "held_on": _("Oldest first")},
)  # fmt: skip

LISTS = (HELD,)
