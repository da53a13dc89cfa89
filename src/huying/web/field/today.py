"""What a device may keep of today: only what the way there needs, and not for long.

No telephone number, no name, no address, no words beyond the title; of a confidential order
not even that. The time until which it may be kept is said with it.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.orders.choices import OUTDOORS, places_of
from huying.orders.labels import STATES
from huying.orders.models import NEVER, Order
from huying.orders.queries import Wanted, page
from huying.people.roles import Grant
from huying.web.desk.lists import my_day
from huying.web.desk.rows import clock_of
from huying.web.ui.words import calendar_date

KEPT_FOR = timedelta(hours=12)
MOST_ORDERS = 60
# Residents write their numbers into their words; a title on a lost tablet must not tell them.
_FIGURES = re.compile(r"\d(?:[ \-]?\d){6,}")


def who(actor: Actor) -> dict[str, Any]:
    """Whose records these are: a record goes out under the account it was made with, or not at all."""
    return {"id": str(actor.person_id), "name": actor.name}


def kept_today(actor: Actor, at: datetime) -> dict[str, Any]:
    """Today's list for the page, and beside it what the device keeps with it."""
    found = page(_wanted(actor, at), actor, at=at, limit=MOST_ORDERS)
    return {
        "orders": [_line(order, at) for order in found.rows],
        "kept": {
            "who": who(actor),
            "fetched_at": at.isoformat(),
            "keep_until": (at + KEPT_FOR).isoformat(),
            "places": places_of(actor, Grant.INTAKE, OUTDOORS),
        },
    }


def _wanted(actor: Actor, at: datetime) -> Wanted:
    """The day of someone who sorts orders; for everyone else what is open in their places."""
    if actor.may_anywhere(Grant.TRIAGE):
        return my_day(actor, at)
    return Wanted(open_only=True)


def _line(order: Order, at: datetime) -> Mapping[str, Any]:
    clock = clock_of(order, at)
    due = None if order.next_due_at == NEVER else timezone.localtime(order.next_due_at)
    return {
        "number": order.number,
        "title": title_kept(order),
        "place": order.place.name,
        "state": str(STATES[order.state]),
        "with": order.lead_unit.name if order.lead_unit else _("with the community"),
        "left": clock.left if clock else "",
        "tone": str(clock.tone) if clock else "quiet",
        "promise": clock.promise if clock else "",
        "due_on": _due_on(due, at) if due else "",
        "safety": order.safety,
        "href": reverse("desk:order", args=[order.number]),
    }


def title_kept(order: Order) -> str:
    """The title without figures that could be somebody's number; nothing of a confidential order."""
    if order.confidential:
        return _("Confidential: open it to read it")
    return _FIGURES.sub("•••", order.title)


def _due_on(due: datetime, at: datetime) -> str:
    day = calendar_date(due.date(), timezone.localdate(at))
    return _("%(day)s before %(time)s") % {"day": day, "time": f"{due:%H:%M}"}
