"""What was done, by kind and class: counted from orders, imported ones included, never typed."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed
from huying.lists.states import Asks, Type
from huying.orders.labels import KINDS
from huying.people.roles import Grant
from huying.supply.queries.counting import counters

_COLUMNS = (
    Column("kind", _("Kind"), Type.WORD, KINDS, brief=True),
    Column("category", _("Code number")),
    Column("name", _("Class"), main=True, brief=True),
    Column("count", _("Done"), Type.NUMBER, brief=True, summed=True),
)


def _source(viewer: Actor, asked: Asked) -> Listed:
    rows = [
        Row(f"{one.kind}-{one.category}", (one.kind, one.category, one.name, one.count))
        for one in counters(asked.place, asked.filters.get("since"), viewer)
    ]
    return Listed(rows, _COLUMNS, asked.sort)


DONE = ListDef(
    name="done", of="orders", rank=31, icon="tally-5", title=_("What was done, counted"),
    note=_("Closed orders of this place by kind and class, imported ones included."),
    reads=holding(Grant.SEE), columns=_COLUMNS, source=_source,
    filters=(Filter("since", _("Placed from"), Asks.DATE),),
    sorts={"-count": _("Most first"), "category": _("By code")},
)  # fmt: skip

LISTS = (DONE,)
