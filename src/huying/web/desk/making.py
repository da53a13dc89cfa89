"""Making a move with what a page sent; when it is refused, everything typed is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.notices.foresight import foresee
from huying.orders.actions import perform
from huying.orders.models import Order
from huying.orders.offers import every_move
from huying.orders.queries import order_by_number
from huying.web.desk.forms import Ground, MoveForm
from huying.web.desk.moves import buttons
from huying.web.desk.noticing import foretold
from huying.web.refusals import ADVICE, PRIVATE, STATUS, TITLES, onto_form, plain

# Refusals that end the visit: there is no page to go back to.
FINAL = frozenset({Code.NOT_YOURS, Code.UNKNOWN})
# The name of the button that asks what people would get.
LOOK = "look"
LOOK_AGAIN = _("You see it as it is now. What you wrote is still here: look again and send it.")


@dataclass(frozen=True, slots=True)
class Try:
    """A move that was tried, or looked at beforehand: its form, and the refusal if there was one."""

    form: MoveForm
    refusal: Refused | None = None

    @property
    def made(self) -> bool:
        """Whether the move was made."""
        return self.refusal is None and not self.form.errors and self.form.foretold is None

    @property
    def status(self) -> int:
        """The HTTP status of the page that tells it."""
        if self.form.foretold is not None:
            return HTTPStatus.OK
        return STATUS[self.refusal.code] if self.refusal else STATUS[Code.INVALID]


def attempt(order: Order, name: str, sent: QueryDict, *, by: Actor, at: datetime) -> Try:
    """Make the move, or tell why not on its form; refused `unknown` or `not-yours` for good.

    Sent by the button that asks what people would get, it is not made: its form says so.
    """
    offer = next((one for one in every_move() if one.name == name), None)
    if offer is None:
        raise Refused(Code.UNKNOWN, "there is no such move")
    form = MoveForm(offer, Ground(order, at, by), sent)
    if not form.is_valid():
        return Try(form)
    version = sent.get("version", "")
    act = partial(
        perform, order, name, by=by, at=at, raw=form.raw(),
        version=int(version) if version.isdecimal() and len(version) < 10 else None,  # noqa: PLR2004 -- digits of a column
    )  # fmt: skip
    try:
        if LOOK in sent:
            form.foretold = foretold(foresee(order, act, at), at)
        else:
            act()
    except Refused as refusal:
        if refusal.code in FINAL:
            raise
        onto_form(form, refusal)
        return Try(form, refusal)
    return Try(form)


def after(order: Order, tried: Try, *, by: Actor, at: datetime) -> tuple[Order, dict[str, Any]]:
    """The order as it is now, and what its page says about a try that failed.

    The sent form takes its place among the buttons; where the move is no longer offered, the
    words that were typed are shown instead.
    """
    fresh = order_by_number(order.number, by)
    offered = buttons(fresh, by=by, at=at, bound=tried.form)
    kept = [] if tried.form.move in offered.names else typed(tried.form.data)
    if tried.form.foretold is not None:
        return fresh, {"buttons": offered}
    code = tried.refusal.code if tried.refusal else Code.INVALID
    return fresh, {"buttons": offered, "trouble": _trouble(code, tried.refusal), "kept": kept}


def _trouble(code: Code, refusal: Refused | None) -> Mapping[str, str | Promise]:
    if code is Code.STALE:
        return {"title": TITLES[code], "advice": LOOK_AGAIN}
    advice = ADVICE[code] if refusal and not refusal.fields else ""
    return {"title": TITLES[code], "advice": advice or plain(refusal.reason if refusal else "")}


def typed(data: Mapping[str, Any]) -> list[str]:
    """The words that were typed, in order; none of it is lost."""
    said = [value for name, value in data.items() if name not in PRIVATE | {"move"}]
    return [value for value in said if isinstance(value, str) and value.strip()]
