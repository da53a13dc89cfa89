"""What forms and clients send, read into what the verbs take."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.inputs import READERS as OF_ORDERS
from huying.orders.inputs import Reader, parsed
from huying.orders.rules import clean_words

LONGEST_LIST = 80_000
_BETWEEN = re.compile(r"[\n,，、;；]")
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


def _names(field: str, value: Any, by: Actor) -> list[str]:
    """Names one a line or behind commas, or a list of them; each without idle blanks."""
    rows = value if isinstance(value, list) else _BETWEEN.split(str(value))
    if not all(isinstance(row, str) for row in rows):
        raise _bad(field, _("must be text"))
    return [name for row in rows if (name := " ".join(row.split()))]


def _lines(field: str, value: Any, by: Actor) -> str:
    """A long list, one a line."""
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(row, str) for row in rows):
        raise _bad(field, _("must be text"))
    # A tab parts a door from a name where a table was pasted.
    text = "\n".join(rows).replace("\t", ",")
    return clean_words(text, field=field, longest=LONGEST_LIST, required=False)


READERS: Mapping[str, Reader] = {
    "amount": _yuan,
    "given": _names,
    "helped": OF_ORDERS["public"],
    "lines": _lines,
    "promised_at": OF_ORDERS["until"],
    "things": _names,
    "units": OF_ORDERS["helpers"],
    "urgent": OF_ORDERS["public"],
}


def read(raw: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """Each field read by its reader; refused `invalid` with every wrong field named."""
    return parsed(raw, by=by, readers=READERS)
