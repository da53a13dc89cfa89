"""Units called by whistles and doors visited together: who came when, what was handed over."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.asking import period
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.places.rules import span
from huying.whistles.labels import DOORS, RESPONSES, STATES
from huying.whistles.models import Door, Whistle
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


def _blown(viewer: Actor, asked: Asked) -> QuerySet[Whistle]:
    since, until = period(asked.filters)
    found = whistles(viewer).filter(order__place__path__range=span(asked.path))
    if since:
        found = found.filter(blown_at__gte=since)
    return found.filter(blown_at__lt=until) if until else found


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    for whistle, units in answering_all(_blown(viewer, asked)):
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

_AT_DOORS = (
    Column("number", _("Order"), brief=True),
    Column("matter", _("What is wrong there"), brief=True),
    Column("community", _("Community")),
    Column("door", _("Door"), main=True, brief=True),
    Column("state", _("State"), Type.WORD, DOORS, brief=True),
    Column("things", _("What is handed out")),
    Column("given", _("Handed over"), brief=True),
    Column("tries", _("Nobody was in"), Type.NUMBER, summed=True),
    Column("note", _("Why not, or a note"), brief=True),
    Column("ended_at", _("Ended"), Type.MOMENT),
)


def _doors(viewer: Actor, asked: Asked) -> Iterator[Row]:
    for whistle in _blown(viewer, asked).prefetch_related("doors"):
        for door in whistle.doors.all():
            if asked.filters.get("state") in (None, "", door.state):
                yield _door(whistle, door)


def _door(whistle: Whistle, door: Door) -> Row:
    order = whistle.order
    return Row(str(door.pk), (
        order.number, whistle.matter, order.community.name if order.community else "", door.label,
        door.state, "、".join(door.things), "、".join(door.given), door.tries, door.note,
        door.ended_at,
    ), ("whistles:door", (whistle.pk, door.pk), ""))  # fmt: skip


VISITED = ListDef(
    name="joint-visits", of="whistles", rank=33, icon="door-open", title=_("Doors visited together"),
    note=_("One line for each household: what was handed over there, or why not."),
    reads=holding(Grant.SEE), columns=_AT_DOORS,
    source=lambda viewer, asked: Listed(list(_doors(viewer, asked)), _AT_DOORS, asked.sort),
    filters=(
        Filter("since", _("From"), Asks.DATE), Filter("until", _("Until"), Asks.DATE),
        Filter("state", _("State"), choices=lambda *_a: list(DOORS.items())),
    ),
    sorts={"-ended_at": _("Latest first"), "ended_at": _("Oldest first")},
)  # fmt: skip

LISTS = (CALLED, VISITED)
