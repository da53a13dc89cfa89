"""Making a move on a whistle with what a page sent; when it is refused, what was typed is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.choices import units_for
from huying.orders.models import Order
from huying.web.desk.making import FINAL, LOOK_AGAIN, typed
from huying.web.refusals import ADVICE, TITLES, onto_form, plain
from huying.web.whistles.forms import Ground, MoveForm
from huying.web.whistles.framing import Bound
from huying.whistles.actions import begin, perform
from huying.whistles.models import Door, Whistle
from huying.whistles.offers import offer_named

LONGEST_VERSION = 9  # digits of a column


@dataclass(frozen=True, slots=True)
class Try:
    """A move that was tried: its form, the refusal if there was one, and words it would lose."""

    bound: Bound
    refusal: Refused | None = None
    kept: tuple[str, ...] = ()

    @property
    def trouble(self) -> Mapping[str, str | Promise]:
        """What stopped it, for the page."""
        code = self.refusal.code if self.refusal else Code.INVALID
        if code is Code.STALE:
            return {"title": TITLES[code], "advice": LOOK_AGAIN}
        advice = "" if self.refusal and self.refusal.reason else ADVICE[code]
        return {"title": TITLES[code], "advice": advice or plain(self.refusal.reason if self.refusal else "") or ADVICE[code]}  # fmt: skip


def attempt(
    whistle: Whistle, sent: QueryDict, *, by: Actor, at: datetime, door: Door | None = None
) -> Try:
    """Make the move that was sent, at this door if there is one; refused `unknown` or `not-yours` for good."""
    name, unit = sent.get("move", ""), "" if door else sent.get("unit", "")
    part = {"door": str(door.pk)} if door else {"unit": unit} if unit else {}
    offer = offer_named(name, **part)
    ground = Ground(things=door.things) if door else Ground(units_for(whistle.order, timezone.localdate(at)))  # fmt: skip
    ids = f"{unit}_{name}" if unit else name
    form = MoveForm(offer.needs, offer.may, ground, sent, ids=ids)
    bound = Bound(name, unit, form)
    if not form.is_valid():
        return Try(bound)
    version = sent.get("version", "")
    raw = form.raw() | part
    try:
        perform(
            whistle, name, by=by, at=at, raw=raw,
            version=int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else None,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.code in FINAL:
            raise
        return Try(bound, refusal, tuple(typed(sent)))
    return Try(bound)


def blown(order: Order, form: MoveForm, *, by: Actor, at: datetime) -> Whistle | None:
    """The whistle the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    try:
        return begin(order, by=by, at=at, raw=form.raw())
    except Refused as refusal:
        if refusal.code in FINAL:
            raise
        onto_form(form, refusal)
        return None
