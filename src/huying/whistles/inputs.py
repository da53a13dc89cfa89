"""What forms and clients send, read into what the verbs take."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.inputs import READERS as OF_ORDERS
from huying.orders.inputs import Reader, parsed

MOST_YUAN = Decimal(10_000_000)
CENT = Decimal("0.01")
AMOUNT = _("must be an amount in yuan")


def _yuan(field: str, value: Any, by: Actor) -> Decimal:
    """An amount in yuan with at most two decimals."""
    try:
        amount = Decimal(str(value).strip())
        exact = amount.is_finite() and amount == amount.quantize(CENT)
    except InvalidOperation as problem:
        raise _bad(field, AMOUNT) from problem
    if not exact:
        raise _bad(field, AMOUNT)
    if not 0 < amount <= MOST_YUAN:
        raise _bad(field, _("must be more than nothing and at most ten million"))
    return amount.quantize(CENT)


def _bad(field: str, why: str) -> Refused:
    return Refused(Code.INVALID, why, fields={field: why})


READERS: Mapping[str, Reader] = {
    "amount": _yuan,
    "helped": OF_ORDERS["public"],
    "promised_at": OF_ORDERS["until"],
    "units": OF_ORDERS["helpers"],
    "urgent": OF_ORDERS["public"],
}


def read(raw: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """Each field read by its reader; refused `invalid` with every wrong field named."""
    return parsed(raw, by=by, readers=READERS)
