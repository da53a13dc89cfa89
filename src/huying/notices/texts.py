"""The words of routes: which placeholders they may carry, and how those are filled in; pure."""

import string
from collections.abc import Mapping

from huying.kernel.refusals import Code, Refused

# What a text may carry: never the resident's words, name or number.
PLACEHOLDERS = frozenset({"number", "community", "person", "unit", "when", "clock"})
# Who works on a confidential order tells what it is about; it is not said on the way.
UNSAID_OF_A_SECRET = frozenset({"person", "unit"})
LONGEST_TEXT = 300


def check_text(text: str, *, field: str) -> str:
    """The text as it will be kept; refused `invalid` for an unknown placeholder, naming it."""
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT:
        raise Refused(Code.INVALID, "1 to 300 characters", fields={field: "1 to 300 characters"})
    try:
        holes = [hole for hole in string.Formatter().parse(words) if hole[1] is not None]
    except ValueError as problem:
        raise Refused(
            Code.INVALID, "brackets do not close", fields={field: str(problem)}
        ) from problem
    for _before, name, spec, conversion in holes:
        if name not in PLACEHOLDERS or spec or conversion:
            shown = "".join(
                [name or "", f"!{conversion}" if conversion else "", f":{spec}" if spec else ""]
            )
            why = f"no such placeholder: {{{shown}}}"
            raise Refused(Code.INVALID, why, fields={field: why})
    return words


def filled(text: str, facts: Mapping[str, str], *, instead: Mapping[str, str], secret: bool) -> str:
    """The text with its placeholders filled in; what is not known, or secret, by `instead`."""
    said = {
        name: "" if secret and name in UNSAID_OF_A_SECRET else facts.get(name, "")
        for name in PLACEHOLDERS
    }
    return text.format_map({name: value or instead.get(name, "—") for name, value in said.items()})
