"""The ways into a community: what a resident can do here, each in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.orders.called import kinds_at
from huying.orders.states import OrderKind
from huying.places.models import Place
from huying.web.ui.shapes import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in: the question at its top, an example, and the tile that leads to it."""

    kind: str
    tile: Promise
    note: Promise
    icon: str
    question: Promise
    hint: Promise
    example: Promise


PROBLEM = Kind(
    OrderKind.PROBLEM, _("Say what is wrong"), _("Broken, dirty, noisy, unsafe"), "message-circle",
    _("Whatever it is, say it here"), _("No registration. Tell us first; sorting it is our work."),
    _("For example: the lamp at the east door of building 3 has been out for two days"),
)  # fmt: skip
OTHERS = (
    Kind(
        OrderKind.BOOKING, _("Ask for a service"), _("Haircut at home, repair, a certificate"), "calendar-check",
        _("What shall we arrange?"), _("Say what you need and when it suits you; we call you back with a time."),
        _("For example: my father cannot walk; could a barber come on a weekday morning?"),
    ),
    Kind(
        OrderKind.WISH, _("Make a wish"), _("Small things neighbours can fulfil"), "star",
        _("What do you wish for?"), _("Small wishes are taken up by neighbours, volunteers and units."),
        _("For example: a second-hand radio for grandmother on the eighth floor"),
    ),
    Kind(
        OrderKind.CLASS_WISH, _("Ask for a class"), _("Enough who want it, and it opens"), "book-open",
        _("What would you like to learn?"), _("When enough neighbours want the same, we look for a teacher and a room."),
        _("For example: guitar for beginners, on Wednesday evenings"),
    ),
    Kind(
        OrderKind.SUGGESTION, _("Have a say"), _("What should change here"), "messages-square",
        _("What should change here?"), _("Suggestions many share become matters to deliberate."),
        _("For example: a second gate to the school, open when lessons end"),
    ),
)  # fmt: skip
# Offered only where the practice of the place says so.
MORE = (
    Kind(
        OrderKind.INTRODUCTION, _("Meet someone"), _("Free of charge; who you are is checked first"), "users",
        _("Whom would you like to meet?"), _("Our matchmakers ring you back. Nothing is shown to anybody before you agree."),
        _("For example: I would like to introduce my daughter, a teacher, 29"),
    ),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {one.kind: one for one in (PROBLEM, *OTHERS, *MORE)}


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile on the front page."""

    title: Words
    note: Words
    icon: str
    href: str


def tiles(community: Place, at: datetime) -> list[Tile]:
    """The other things one can do in this community: what its practice offers, under its names."""
    named = kinds_at(community.path, timezone.localdate(at))
    offered = [KINDS[kind] for kind in named if kind in KINDS] if named else OTHERS
    return [
        Tile(
            named.get(OrderKind(one.kind), one.tile), one.note, one.icon,
            reverse("resident:ask", args=[community.code, one.kind]),
        )
        for one in offered
        if one != PROBLEM
    ]  # fmt: skip
