"""How a whistle ends: settled, looked back at, or called off; and the money laid out for it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.trail.models import Record
from huying.trail.moving import recorded, write_move
from huying.whistles.actions.responding import excuse
from huying.whistles.lifecycle import WHISTLE
from huying.whistles.models import Advance, Whistle
from huying.whistles.states import AWAITED, DoorState

LONGEST = 2000


def settle(
    whistle: Whistle, *, outcome: str, by: Actor, at: datetime, version: int | None = None
) -> Whistle:
    """Say what came of it; every unit has left or was excused before."""
    words = clean_words(outcome, field="outcome", longest=LONGEST)
    given = {"outcome": words}
    step = WHISTLE.check("settle", whistle, by=by, at=at, given=given, version=version)
    columns = {"is_open": False, "settled_at": at, "outcome": words}

    def nobody_went_back(_entry: Record) -> None:
        if whistle.doors.filter(state=DoorState.TO_VISIT).exists():
            raise Refused(Code.STALE, "someone else changed this in the meantime")

    write_move(
        whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt), columns=columns,
        beside=nobody_went_back,
    )  # fmt: skip
    return whistle


def call_off(
    whistle: Whistle, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Whistle:
    """Call it off; whoever is still awaited is excused by the same reason."""
    words = clean_words(reason, field="reason", longest=500)
    given = {"reason": words}
    step = WHISTLE.check("call_off", whistle, by=by, at=at, given=given, version=version)
    with transaction.atomic():
        write_move(
            whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt),
            columns={"is_open": False},
        )  # fmt: skip
        for response in whistle.responses.select_related("unit").filter(state__in=AWAITED):
            response.whistle = whistle
            excuse(response, reason=words, by=by, at=at)
    return whistle


def review(
    whistle: Whistle, *, lessons: str, by: Actor, at: datetime, version: int | None = None
) -> Whistle:
    """Write down what was learned, once it is said of each unit whether it helped."""
    words = clean_words(lessons, field="lessons", longest=LONGEST)
    given = {"lessons": words}
    step = WHISTLE.check("review", whistle, by=by, at=at, given=given, version=version)
    write_move(
        whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt),
        columns={"lessons": words},
    )  # fmt: skip
    return whistle


def advance(
    whistle: Whistle,
    *,
    amount: Decimal,
    purpose: str,
    payee: str,
    fund: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Whistle:
    """Put on record that money was laid out, in yuan, for what, to whom and from which money."""
    said = {
        "purpose": clean_words(purpose, field="purpose", longest=200),
        "payee": clean_words(payee, field="payee", longest=120),
        "fund": clean_words(fund, field="fund", longest=120),
    }
    given = {"amount": str(amount), **said}
    step = WHISTLE.check("advance", whistle, by=by, at=at, given=given, version=version)

    def beside(entry: Record) -> None:
        Advance.objects.create(whistle=whistle, amount=amount, at=at, by_label=by.name, **said)

    write_move(whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt), beside=beside)
    return whistle


def settle_advance(
    whistle: Whistle,
    *,
    settlement: str,
    by: Actor,
    at: datetime,
    payee: str = "",
    version: int | None = None,
) -> Whistle:
    """Say how an advance was settled; where several wait, `payee` says which."""
    words = clean_words(settlement, field="settlement", longest=500)
    given = {"settlement": words} | ({"payee": payee} if payee else {})
    step = WHISTLE.check("settle_advance", whistle, by=by, at=at, given=given, version=version)
    waiting = [
        each
        for each in whistle.advances.filter(settled_at=None)
        if payee in {"", each.payee}
    ]  # fmt: skip
    if len(waiting) != 1:
        why = _("say to whom the money was paid")
        raise Refused(Code.INVALID, why, fields={"payee": why})

    def beside(entry: Record) -> None:
        Advance.objects.filter(pk=waiting[0].pk, settled_at=None).update(
            settled_at=at, settlement=words
        )

    write_move(whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt), beside=beside)
    return whistle
