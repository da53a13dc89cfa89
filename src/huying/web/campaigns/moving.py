"""The moves on a campaign as buttons and forms, and one of them made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huying.campaigns.actions import perform
from huying.campaigns.labels import Label
from huying.campaigns.models import Campaign
from huying.campaigns.offers import every_move, offers
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.trail.offers import Offer
from huying.web.campaigns.forms import Ground, MoveForm
from huying.web.refusals import STATUS, TITLES, onto_form, plain
from huying.web.ui.shapes import Move

# What carries the campaign on; everything else changes its plan.
ONWARD = ("start", "end", "close", "archive")
DANGER = frozenset({"archive", "cancel", "drop_point", "strike"})
# At the desk nobody has the key of a check-in in hand: it is taken back where it was made.
ELSEWHERE = frozenset({"take_back"})
ICONS: Mapping[str, str] = {
    "start": "play", "end": "hourglass", "close": "check", "archive": "archive",
    "reopen": "rotate-ccw", "enlist": "list-plus", "enlist_homes": "house-plus",
    "add_point": "map-pin-plus", "name_leaders": "users", "correct": "pen-line",
}  # fmt: skip
HINTS: Mapping[str, Label] = {
    "start": _("From now on check-ins are taken."),
    "end": _("Phones that had no signal can still bring what they hold."),
    "close": _("The figures and the list of the missed are fixed. What comes later is taken and marked late."),
    "reopen": _("What the last closing said stays as it is; another one follows it."),
    "archive": _("Nothing is taken any more."),
}  # fmt: skip
LONGEST_VERSION = 9
FINAL = frozenset({Code.NOT_YOURS, Code.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Buttons:
    """The move that comes next, and those that change the plan."""

    onward: list[Move]
    plan: list[Move]


@dataclass(frozen=True, slots=True)
class Try:
    """A move that was tried: its form, and the refusal if there was one."""

    form: MoveForm
    refusal: Refused | None = None

    @property
    def made(self) -> bool:
        """Whether it was made."""
        return self.refusal is None and not self.form.errors

    @property
    def status(self) -> int:
        """The HTTP status of the page that tells it."""
        return STATUS[self.refusal.code if self.refusal else Code.INVALID]

    @property
    def trouble(self) -> str:
        """Why not, for the top of the page."""
        if self.refusal is None:
            return ""
        return plain(self.refusal.reason) or str(TITLES[self.refusal.code])


def buttons(
    campaign: Campaign, *, by: Actor, at: datetime, bound: MoveForm | None = None
) -> Buttons:
    """A button and a form for every move this actor may make now; `bound` was sent and not made."""
    ground = Ground(campaign, at)
    made = {
        offer.name: _button(offer, ground, bound)
        for offer in offers(campaign, by=by, at=at)
        if offer.name not in ELSEWHERE and not _lacks_points(offer, ground)
    }
    near = [name for name in (*ONWARD, "reopen") if name in made]
    return Buttons([made[name] for name in near], [m for n, m in made.items() if n not in near])


def _lacks_points(offer: Offer, ground: Ground) -> bool:
    return "point" in offer.needs and not ground.points


def _button(offer: Offer, ground: Ground, bound: MoveForm | None) -> Move:
    name = offer.name
    form = bound if bound is not None and bound.move == name else MoveForm(offer, ground)
    return Move(
        name, offer.label, form if form.fields else None, main=name in ONWARD and name not in DANGER,
        danger=name in DANGER, hint=HINTS.get(name, ""), icon=ICONS.get(name, ""),
    )  # fmt: skip


def attempt(campaign: Campaign, sent: QueryDict, *, by: Actor, at: datetime) -> Try:
    """Make the move, or tell why not on its form; refused `unknown` or `not-yours` for good."""
    name = sent.get("move", "")
    offer = next((one for one in every_move() if one.name == name), None)
    if offer is None:
        raise Refused(Code.UNKNOWN, "there is no such move")
    form = MoveForm(offer, Ground(campaign, at), sent)
    if not form.is_valid():
        return Try(form)
    version = sent.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else None
    try:
        perform(campaign, name, by=by, at=at, raw=form.raw(), version=seen)
    except Refused as refusal:
        if refusal.code in FINAL:
            raise
        onto_form(form, refusal)
        return Try(form, refusal)
    return Try(form)
