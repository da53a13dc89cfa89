"""The moves on an order as buttons and forms, and one of them made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.orders.called import ladder_at
from huying.orders.directory import row_for
from huying.orders.labels import Label
from huying.orders.models import Order
from huying.orders.offers import offers
from huying.trail.offers import Offer
from huying.web.desk.forms import Ground, MoveForm
from huying.web.desk.keys import MOVE_KEYS
from huying.web.desk.telling import joined
from huying.web.ui.shapes import Move

# What usually comes next, most pressing first: the first of these that is offered is the main one.
NEXT = (
    "grant_return", "arbitrate", "grant_extension", "grant_hold", "submit", "supply", "accept", "dispatch",
    "sign", "begin", "complete", "check", "judge", "resume", "close",
)  # fmt: skip
# What is wanted often enough to stand beside it; the rest is one step further.
NEAR = (
    "refuse_return", "refuse_extension", "refuse_hold", "report_back", "ask_info", "answer", "take", "report",
    "merge", "reassign", "decline", "rework", "request_return", "request_extension",
    "request_hold",
)  # fmt: skip
ENDING = frozenset({"complete", "answer", "check", "close"})
DANGER = frozenset({"decline", "void"})
ICONS: Mapping[str, str] = {
    "arbitrate": "gavel", "accept": "check", "dispatch": "send", "ask_info": "message-circle-question-mark", "merge": "merge",
    "sign": "pen-line", "begin": "play", "complete": "check", "check": "check", "resume": "play",
    "judge": "star", "visit": "footprints", "report": "message-square-text", "request_hold": "circle-pause",
}  # fmt: skip
# What the desk writes down for a resident is said in the desk's words.
AT_DESK: Mapping[str, Label] = {
    "supply": _("Write down the resident's answer"),
    "add_word": _("Write down what the resident adds"),
    "judge": _("Write down the resident's rating"),
}


@dataclass(frozen=True, slots=True)
class Buttons:
    """The moves offered: those near at hand, and the rest."""

    near: Sequence[Move]
    more: Sequence[Move]
    names: frozenset[str]

    @property
    def more_open(self) -> bool:
        """Whether a form that was sent stands among the rest."""
        return any(move.fields is not None and move.fields.is_bound for move in self.more)


def buttons(order: Order, *, by: Actor, at: datetime, bound: MoveForm | None = None) -> Buttons:
    """A button and a form for every move this actor may make now.

    `bound` is a form that was sent and not made: it takes the place of its move's empty one.
    """
    ground = Ground(order, at, by)
    offered = {offer.name: offer for offer in offers(order, by=by, at=at)}
    main = next((name for name in NEXT if name in offered), "")
    near = [name for name in (main, *NEXT, *NEAR) if name in offered]
    made = {
        name: _button(offer, ground, main=name == main, bound=bound)
        for name, offer in offered.items()
    }
    return Buttons(
        near=[made[name] for name in dict.fromkeys(near)],
        more=[move for name, move in made.items() if name not in near],
        names=frozenset(offered),
    )


def _button(offer: Offer, ground: Ground, *, main: bool, bound: MoveForm | None) -> Move:
    form = bound if bound is not None and bound.move == offer.name else MoveForm(offer, ground)
    return Move(
        name=offer.name,
        label=AT_DESK.get(offer.name, offer.label),
        fields=form if form.fields else None,
        main=main,
        danger=offer.name in DANGER,
        hint=_hint(offer.name, ground),
        icon=ICONS.get(offer.name, ""),
        key=MOVE_KEYS.get(offer.name, ""),
    )


def _hint(move: str, ground: Ground) -> str:
    """What is good to know before a move: the practice's ladder, when such a matter is done."""
    if move == "escalate":
        rungs = ladder_at(ground.order.place_path, ground.today)
        return gettext("The ladder here: %(rungs)s") % {"rungs": " → ".join(rungs)} if rungs else ""
    row = row_for(ground.order, ground.today) if move in ENDING else None
    if row is None:
        return ""
    told = [
        gettext("Done when: %(closing)s") % {"closing": row.closing} if row.closing else "",
        gettext("Asked for: %(evidence)s") % {"evidence": row.evidence} if row.evidence else "",
    ]
    return joined(told)
