"""One order as one line of a list: what it is about, how it stands, what is left of its time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huying.orders.labels import CHANNELS, STATES, Label
from huying.orders.models import NEVER, Order
from huying.orders.states import OVER, OrderState
from huying.web.ui.clockface import ClockState, Face, face
from huying.web.ui.shapes import Words
from huying.web.ui.words import calendar_date

STANDS_STILL = frozenset({OrderState.INFO_NEEDED})


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one `row` component."""

    title: str
    href: str
    meta: str
    state: Words
    pill: str
    tone: str
    on: bool = False
    group: Words = ""
    tick: str = ""
    ticked: bool = False


def row_of(order: Order, href: str, now: datetime, *, on: bool = False, for_whom: str = "") -> Row:
    """The line of one order; `now` aware; `for_whom` is an absent colleague it waits for."""
    clock = clock_of(order, now)
    return Row(
        title=order.title,
        href=href,
        meta=" · ".join(
            [*_covered(for_whom), *_flags(order), *(str(part) for part in _meta(order) if part)]
        ),
        state=STATES[order.state],
        pill=clock.left if clock else _ended(order, now),
        tone=clock.tone if clock else "quiet",
        on=on,
        group=group_of(order, now),
        tick=f"{order.number}:{order.version}",
    )


def group_of(order: Order, now: datetime) -> Words:
    """Which part of the work ahead an open order belongs to, by its nearest promise."""
    if not order.is_open:
        return _("over")
    if order.next_due_at == NEVER:
        return _("no time running")
    if order.next_due_at < now:
        return _("overdue")
    days = (timezone.localdate(order.next_due_at) - timezone.localdate(now)).days
    return {0: _("due today"), 1: _("due tomorrow")}.get(days, _("due later"))


def clock_of(order: Order, now: datetime) -> Face | None:
    """The face of the nearest promise; None when the order is over or not sent yet."""
    if order.state in OVER or order.state == OrderState.DRAFT:
        return None
    due = None if order.next_due_at == NEVER else timezone.localtime(order.next_due_at)
    here = timezone.localtime(now)
    if due is None and order.state in STANDS_STILL:
        return face(None, here, state=ClockState.PAUSED)
    return face(due, here, warned=due is not None and due.date() == here.date())


def _ended(order: Order, now: datetime) -> str:
    if order.closed_at is None:
        return ""
    today = timezone.localtime(now).date()
    return calendar_date(timezone.localtime(order.closed_at).date(), today)


def _meta(order: Order) -> list[Label]:
    community = order.community.name if order.community else ""
    place = order.place.name if order.place_id != order.community_id else ""
    category = order.category.name if order.category else ""
    unit = order.lead_unit.name if order.lead_unit else ""
    return [order.number, community, place, category, unit or CHANNELS[order.channel]]


def _covered(name: str) -> list[str]:
    return [_("for %(name)s") % {"name": name}] if name else []


def _flags(order: Order) -> list[str]:
    """What makes an order stand out, in a word each."""
    flags = {
        _("danger"): order.safety,
        _("supervised"): order.supervised and not order.awaits_reply,
        _("supervised, to be replied to"): order.awaits_reply,
        _("chased"): order.chases,
        _("returned"): order.returns and order.state == OrderState.ACCEPTED,
        _("once more"): order.reopens,
    }
    return [word for word, holds in flags.items() if holds]
