"""Supervisions that wait for a reply, the one due soonest first."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Type
from huying.orders.labels import DEGREES
from huying.orders.models import Order, Supervision
from huying.orders.named import with_names
from huying.orders.queries import Wanted, matching
from huying.people.roles import Grant

_COLUMNS = (
    Column("number", _("Number"), main=True, brief=True),
    Column("title", _("What it is about"), brief=True),
    Column("community", _("Community"), brief=True),
    Column("degree", _("How pressing"), Type.WORD, DEGREES, brief=True),
    Column("instruction", _("Instruction"), brief=True),
    Column("by", _("Supervised by")),
    Column("at", _("Supervised at"), Type.MOMENT),
    Column("reply_by", _("Reply by"), Type.MOMENT, brief=True),
    Column("late", _("Late"), Type.YES_NO, brief=True),
    Column("lead", _("Lead handler"), brief=True),
    Column("responsible", _("Responsible person")),
)


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    wanted = Wanted(place=asked.place, awaits_reply=True, open_only=True)
    orders = matching(wanted, viewer, at=asked.at).prefetch_related("supervisions")
    for order in with_names(orders):
        latest = next(iter(order.supervisions.all()), None)
        if latest is not None and latest.replied_at is None:
            row = _row(order, latest, asked.at)
            if in_order(asked.filters, "degree", row, 3):
                yield row


def _row(order: Order, latest: Supervision, at: datetime) -> Row:
    return Row(order.number, (
        order.number, order.title, order.community.name if order.community else "",
        latest.degree, latest.instruction, latest.by_label, latest.at, latest.reply_by,
        latest.reply_by is not None and latest.reply_by < at,
        order.lead_unit.name if order.lead_unit else "",
        order.responsible_person.name if order.responsible_person else "",
    ), ("desk:order", (order.number,), ""))  # fmt: skip


SUPERVISIONS = ListDef(
    name="supervisions", of="supervisions", rank=30, icon="bell-ring", title=_("Supervisions to reply to"),
    note=_("Instructions from above that nobody has answered yet."),
    reads=holding(Grant.SEE), columns=_COLUMNS, personal=True,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(Filter("degree", _("How pressing"), choices=lambda *_a: list(DEGREES.items())),),
    sorts={"reply_by": _("Nearest reply first"), "at": _("Oldest first")},
)  # fmt: skip

LISTS = (SUPERVISIONS,)
