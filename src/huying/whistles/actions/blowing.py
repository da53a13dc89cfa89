"""Blowing a whistle and calling units to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huying.clocks.actions import plan
from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.kernel.ids import new_id
from huying.kernel.refusals import Code, Refused
from huying.orders.facts import facts_of
from huying.orders.models import Order
from huying.orders.rules import clean_words
from huying.orgs.models import Organisation
from huying.trail.moving import give_birth, recorded, write_move
from huying.whistles.lifecycle import RESPONSE, WHISTLE
from huying.whistles.models import Response, Whistle

MOST_UNITS = 20


def blow(
    order: Order,
    *,
    matter: str,
    units: Sequence[Organisation],
    by: Actor,
    at: datetime,
    meet_at: str = "",
    urgent: bool = False,
) -> Whistle:
    """Call units to report in about this order; each has its own time to answer and to be there.

    Refused `conflict` where a whistle on it is open already.
    """
    given = {"order": order, "matter": matter, "units": units, "meet_at": meet_at, "urgent": urgent}
    step = WHISTLE.check("blow", None, by=by, at=at, given=given, facts=order)
    if Whistle.objects.filter(order=order, is_open=True).exists():
        raise Refused(Code.CONFLICT, "a whistle was blown on this order already")
    whistle = Whistle(
        id=new_id(), order=order, by_label=by.name, blown_at=at, urgent=urgent,
        matter=clean_words(matter, field="matter", longest=500),
        meet_at=clean_words(meet_at, field="meet_at", longest=200, required=False),
    )  # fmt: skip
    called = _new(whistle, units)
    with transaction.atomic():
        give_birth(whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt))
        _called(whistle, called, by=by, at=at)
    return whistle


def call(
    whistle: Whistle,
    *,
    units: Sequence[Organisation],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Whistle:
    """Call more units to a whistle that is open; those called already are left alone."""
    words = clean_words(reason, field="reason", longest=500, required=False)
    given = {"units": units} | ({"reason": words} if words else {})
    step = WHISTLE.check("call", whistle, by=by, at=at, given=given, version=version)
    there = {each.unit_id for each in whistle.responses.all()}
    called = _new(whistle, [unit for unit in units if unit.pk not in there], known=len(there))
    with transaction.atomic():
        write_move(whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt))
        _called(whistle, called, by=by, at=at)
    return whistle


def _new(whistle: Whistle, units: Iterable[Organisation], *, known: int = 0) -> list[Response]:
    """A response for each unit, once; refused when there are none, too many, or closed ones."""
    wanted = list({unit.pk: unit for unit in units}.values())
    if not wanted or known + len(wanted) > MOST_UNITS:
        why = _("call between one and twenty units")
        raise Refused(Code.INVALID, why, fields={"units": why})
    if any(unit.closed_on is not None for unit in wanted):
        why = _("a unit is closed")
        raise Refused(Code.INVALID, why, fields={"units": why})
    return [Response(id=new_id(), whistle=whistle, unit=unit) for unit in wanted]


def _called(whistle: Whistle, called: Iterable[Response], *, by: Actor, at: datetime) -> None:
    book, facts = rulebook(), facts_of(whistle.order)
    for response in called:
        given = {"unit": response.unit}
        step = RESPONSE.check("call", None, by=by, at=at, given=given, facts=response)
        clocks = plan(
            Response.KIND, response.pk, step.clock, move="call", facts=facts, at=at, book=book,
            born=True,
        )  # fmt: skip
        response.called_at = at
        give_birth(
            response, step, by=by, at=at, given=recorded(given, salt=response.salt),
            beside=clocks.beside,
        )  # fmt: skip
