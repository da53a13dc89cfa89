"""The keys of the desk: one letter for a move, one sequence for a list, the same everywhere.

A letter may serve several moves as long as no order ever offers two of them to one person at
once; a test holds that for every state and role. Page and help sheet are drawn from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.orders.labels import MOVES, Label

MOVE_KEYS: Mapping[str, str] = {
    "submit": "s", "supply": "s", "accept": "a", "ask_info": "i", "decline": "c", "merge": "m",
    "dispatch": "d", "take": "t", "answer": "r", "split": "p", "reassign": "r", "add_helper": "q",
    "sign": "s", "begin": "b", "complete": "c", "report": "w", "resume": "s", "check": "c",
    "rework": "b", "judge": "a", "close": "l", "reopen": "y", "unmerge": "y",
    "grant_return": "y", "refuse_return": "z", "arbitrate": "d", "grant_extension": "f", "grant_hold": "l",
    "chase": "h", "correct": "e", "escalate": "u", "supervise": "v", "hand_over": "o",
}  # fmt: skip
# After g, for "go".
LIST_KEYS: Mapping[str, str] = {
    "mine": "m", "waiting": "w", "to-dispatch": "d", "requests": "r", "resident": "i",
    "under-way": "u", "to-check": "c", "follow-up": "f", "on-hold": "h", "overdue": "o",
    "to-reply": "s", "all": "a",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the help sheet: what is pressed, and what it does."""

    keys: tuple[str, ...]
    does: Label


MOVING = (
    Key(("j",), _("next order of the list")),
    Key(("k",), _("order before")),
    Key(("Enter",), _("open it")),
    Key(("n",), _("from an opened order to the next")),
    Key(("Ctrl", "Enter"), _("send the form you are writing in")),
    Key(("Esc",), _("close a form; back to the list")),
    Key(("/",), _("search by number or words")),
    Key(("x",), _("tick the order, or take the tick away")),
    Key(("?",), _("this sheet")),
)


def sections(lists: Mapping[str, Promise]) -> list[tuple[Label, list[Key]]]:
    """The help sheet: moving about, the lists by `lists`' labels, the moves."""
    going = [Key(("g", key), lists[name]) for name, key in LIST_KEYS.items()]
    moves = [Key((key.upper(),), MOVES[name]) for name, key in MOVE_KEYS.items()]
    return [
        (_("Moving about"), list(MOVING)),
        (_("To a list"), going),
        (_("On an opened order, where it is offered"), sorted(moves, key=lambda one: one.keys)),
    ]
