"""Placeholders in the words a resident will read: a closed set, filled in before it is kept. Pure."""

import re
from collections.abc import Callable, Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused

# Which field of a move its resident reads.
LETTERS: Mapping[str, str] = {
    "ask_info": "question",
    "decline": "other_way",
    "dispatch": "reason",
    "reassign": "reason",
    "begin": "words",
    "report": "words",
    "answer": "reply",
    "complete": "reply",
}
# What each placeholder stands for, as it is told to who writes texts.
PLACEHOLDERS: Mapping[str, Promise] = {
    "number": gettext_lazy("the order's number"),
    "title": gettext_lazy("what the order is about, in one line"),
    "category": gettext_lazy("the order's category"),
    "place": gettext_lazy("where it is"),
    "community": gettext_lazy("the community"),
    "unit": gettext_lazy("the unit that leads"),
    "person": gettext_lazy("who answers for it today"),
    "phone": gettext_lazy("the telephone of the community's desk"),
    "when": gettext_lazy("the date by which it is promised"),
    "today": gettext_lazy("today's date"),
}
UNKNOWN = _("a word in curly brackets is no placeholder of ours")
NOTHING = _("a word in curly brackets has no meaning for this order yet")
UNWRITTEN = _("a blank in the standard text still waits to be written")
_BLANK = re.compile("【请写明[^】]*】")
# Only a bare word in brackets is meant as one; other brackets are the writer's own.
_HOLE = re.compile(r"\{\s*(\w+)\s*\}")
Values = Mapping[str, Callable[[], str]]


def holes(text: str) -> list[str]:
    """The words in curly brackets of a text, in order."""
    return _HOLE.findall(text)


def put_in(text: str, said: Mapping[str, str]) -> str:
    """The text with every placeholder that is `said` replaced; others stay."""
    return _HOLE.sub(lambda hole: said.get(hole[1], hole[0]), text)


def check_holes(text: str, *, field: str) -> None:
    """Refused `invalid` where a word in brackets is not a placeholder."""
    if not set(holes(text)) <= set(PLACEHOLDERS):
        raise Refused(Code.INVALID, UNKNOWN, fields={field: UNKNOWN})


def check_written(text: str, *, field: str) -> None:
    """Refused `invalid` while a blank of a standard text, 【请写明…】, was left as it is."""
    if _BLANK.search(text):
        raise Refused(Code.INVALID, UNWRITTEN, fields={field: UNWRITTEN})


def filled(text: str, values: Values, *, field: str, later: Collection[str] = ()) -> str:
    """The text with every placeholder replaced, but for those that are known `later`.

    Refused `invalid` for a word in brackets that is none, or that says nothing here.
    """
    check_holes(text, field=field)
    said = {name: values[name]() for name in set(holes(text)) - set(later) if name in values}
    if not all(said.get(name) for name in set(holes(text)) - set(later)):
        raise Refused(Code.INVALID, NOTHING, fields={field: NOTHING})
    return put_in(text, said)
