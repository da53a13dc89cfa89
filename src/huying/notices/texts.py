"""The words of routes: which placeholders they may carry, and how those are filled in; pure."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.orders.wording import UNKNOWN, holes, put_in

# What a text may carry: never the resident's words, name or number.
PLACEHOLDERS = frozenset({"number", "community", "person", "unit", "when", "clock"})
# Who works on a confidential order tells what it is about; it is not said on the way.
UNSAID_OF_A_SECRET = frozenset({"person", "unit"})
LONGEST_TEXT = 300
LENGTH = _("1 to 300 characters")
NOTHING = "—"


def check_text(text: str, *, field: str) -> str:
    """The text as it will be kept; refused `invalid` for what stands in brackets and is no placeholder."""
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT:
        raise Refused(Code.INVALID, LENGTH, fields={field: LENGTH})
    bare = put_in(words, dict.fromkeys(PLACEHOLDERS, ""))
    if not set(holes(words)) <= PLACEHOLDERS or "{" in bare or "}" in bare:
        raise Refused(Code.INVALID, UNKNOWN, fields={field: UNKNOWN})
    return words


def filled(text: str, facts: Mapping[str, str], *, instead: Mapping[str, str], secret: bool) -> str:
    """The text with its placeholders filled in; what is not known, or secret, by `instead`."""
    known = {
        name: "" if secret and name in UNSAID_OF_A_SECRET else facts.get(name, "")
        for name in PLACEHOLDERS
    }
    return put_in(text, {name: said or instead.get(name, NOTHING) for name, said in known.items()})
