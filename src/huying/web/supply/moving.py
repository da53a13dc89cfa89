"""The moves of a need or a landing as buttons, and one of them made with what a page sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.supply.actions import move_landing, move_need
from huying.supply.models import Landing, Need
from huying.supply.offers import every_move, offers
from huying.web.refusals import STATUS, onto_form
from huying.web.supply.forms import Ground, MoveForm
from huying.web.ui.shapes import Move

# What usually comes next: the first of these that is offered is the main one.
NEXT = ("confirm", "close", "begin", "land")
DANGER = frozenset({"drop"})
ICONS: Mapping[str, str] = {
    "confirm": "check", "close": "check", "begin": "play", "land": "check", "merge": "merge",
    "add_order": "plus", "add_survey": "users", "add_representative": "user-plus",
    "take_out": "minus", "decline": "x", "correct": "pen-line",
}  # fmt: skip
# Chosen on a page of its own, with what fits and why.
ON_ITS_PAGE = frozenset({"pair"})
# Refusals a reader can mend on the form; the others end the visit.
MENDED = frozenset({Code.INCOMPLETE, Code.INVALID, Code.NOT_YET, Code.CONFLICT, Code.TOO_LATE})
# The table asks for one thing where a form has two fields.
FIELD_OF: Mapping[str, str] = {"owner": "unit", "things": "items"}
LONGEST_VERSION = 9


@dataclass(frozen=True, slots=True)
class Buttons:
    """The moves offered: what usually comes next, and the rest."""

    near: list[Move]
    more: list[Move]
    may_pair: bool

    @property
    def more_open(self) -> bool:
        """Whether a form that was sent stands among the rest."""
        return any(move.fields is not None and move.fields.is_bound for move in self.more)


def buttons(
    row: Need | Landing, *, by: Actor, at: datetime, bound: MoveForm | None = None
) -> Buttons:
    """A button and a form for every move this actor may make now; `bound` is one that was sent."""
    ground, offered = Ground(row, at, by), {offer.name: offer for offer in offers(row, by=by)}
    main = next((name for name in NEXT if name in offered), "")
    made = []
    for name, offer in offered.items():
        if name in ON_ITS_PAGE:
            continue
        form = bound if bound is not None and bound.move == name else MoveForm(offer, ground)
        made.append(
            Move(
                name, offer.label, form if form.fields else None, main=name == main,
                danger=name in DANGER, icon=ICONS.get(name, ""),
            )
        )  # fmt: skip
    near = [move for move in made if move.main or move.name.startswith("add_")]
    return Buttons(near, [move for move in made if move not in near], "pair" in offered)


def tried(
    row: Need | Landing, name: str, sent: QueryDict, *, by: Actor, at: datetime
) -> tuple[MoveForm, int]:
    """The form of the move, and the status: 200 when it was made, else why not is on the form."""
    of = Need.KIND if isinstance(row, Need) else Landing.KIND
    offer = next((one for one in every_move()[of] if one.name == name), None)
    if offer is None or name in ON_ITS_PAGE:
        raise Refused(Code.UNKNOWN, "there is no such move")
    form = MoveForm(offer, Ground(row, at, by), sent)
    if not form.is_valid():
        return form, STATUS[Code.INVALID]
    return form, made_with(form, row, name, form.raw(), sent, by=by, at=at)


def made_with(
    form: Any, row: Need | Landing, name: str, raw: Mapping[str, Any], sent: QueryDict, *,
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Make the move; 200, or the status of a refusal that now stands on the form."""
    version = sent.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else None
    try:
        if isinstance(row, Need):
            move_need(row, name, by=by, at=at, raw=raw, version=seen)
        else:
            move_landing(row, name, by=by, at=at, raw=raw, version=seen)
    except Refused as refusal:
        if refusal.code not in MENDED:
            raise
        onto_form(form, refusal, FIELD_OF)
        return STATUS[refusal.code]
    return 200
