"""Units called by whistles: when each answered and came, what it missed, how it helped."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.asking import period
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.places.rules import span
from huying.whistles.labels import RESPONSES, STATES
from huying.whistles.models import Whistle
from huying.whistles.queries import Answering, answering_all, whistles

_COLUMNS = (
    Column("number", _("Order"), brief=True),
    Column("matter", _("What is wrong there"), main=True, brief=True),
    Column("community", _("Community")),
    Column("state", _("Whistle"), Type.WORD, STATES, brief=True),
    Column("unit", _("Unit"), brief=True),
    Column("response", _("Answer"), Type.WORD, RESPONSES, brief=True),
    Column("called_at", _("Called"), Type.MOMENT),
    Column("acknowledged_at", _("Answered"), Type.MOMENT),
    Column("arrived_at", _("Reported in"), Type.MOMENT, brief=True),
    Column("left_at", _("Left"), Type.MOMENT),
    Column("missed", _("Missed"), Type.YES_NO, brief=True),
    Column("helped", _("Did it help?"), Type.YES_NO, brief=True),
    Column("action", _("What it did")),
)
_STATE, _MISSED = 3, 10


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    since, until = period(asked.filters)
    found = whistles(viewer).filter(order__place__path__range=span(asked.path))
    if since:
        found = found.filter(blown_at__gte=since)
    if until:
        found = found.filter(blown_at__lt=until)
    for whistle, units in answering_all(found):
        for one in units:
            row = _row(whistle, one)
            if in_order(asked.filters, "state", row, _STATE) and in_order(
                asked.filters, "missed", row, _MISSED
            ):
                yield row


def _row(whistle: Whistle, one: Answering) -> Row:
    order, response = whistle.order, one.response
    return Row(str(response.pk), (
        order.number, whistle.matter, order.community.name if order.community else "",
        whistle.state, response.unit.name, response.state, response.called_at,
        response.acknowledged_at, response.arrived_at, response.left_at, bool(one.missed),
        response.helped, response.action,
    ), ("whistles:whistle", (whistle.pk,), ""))  # fmt: skip


CALLED = ListDef(
    name="whistles", of="whistles", rank=32, icon="megaphone", title=_("Whistles and who reported in"),
    note=_("One line for each unit that was called: when it answered and came, and how it helped."),
    reads=holding(Grant.SEE), columns=_COLUMNS,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(
        Filter("since", _("From"), Asks.DATE), Filter("until", _("Until"), Asks.DATE),
        Filter("state", _("Whistle"), choices=lambda *_a: list(STATES.items())),
        Filter("missed", _("Somebody was missed"), Asks.YES_NO),
    ),
    sorts={"-called_at": _("Latest first"), "called_at": _("Oldest first")},
)  # fmt: skip

LISTS = (CALLED,)
