"""The tabs of a unit's orders."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.orders.queries import Wanted, counts
from huying.orders.states import OrderState as S
from huying.web.ui.shapes import Chip
from huying.whistles.queries import open_count


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: what it holds, and what it says when it holds nothing."""

    name: str
    label: Promise
    wanted: Wanted
    nothing: Promise
    counted: bool = True


TABS = (
    Tab("to-sign", _("To sign for"), Wanted(states=(S.DISPATCHED,)), _("Nothing to sign for")),
    Tab("under-way", _("Under way"), Wanted(states=(S.SIGNED, S.IN_PROGRESS)), _("Nothing is under way")),
    Tab("on-hold", _("On hold"), Wanted(states=(S.SUSPENDED,)), _("Nothing is on hold")),
    Tab("done", _("Done"), Wanted(states=(S.COMPLETED, S.FOLLOW_UP, S.CLOSED), ordering="placed"), _("Nothing is done yet"), counted=False),
)  # fmt: skip
NAMED: Mapping[str, Tab] = {tab.name: tab for tab in TABS}


def as_unit(actor: Actor) -> Actor:
    """The same person, seen only as someone of their units."""
    return replace(actor, standings=())


def tab_named(name: str, state: str = "") -> Tab:
    """The tab with this name, else the one for orders in this state, else the first."""
    fitting = (tab for tab in TABS if state in tab.wanted.states)
    return NAMED.get(name) or next(fitting, TABS[0])


def tab_items(unit: Actor, at: datetime, current: str) -> list[Chip]:
    """The tabs as links with how many wait in each, the open whistles last; two queries."""
    waiting = counts({tab.name: tab.wanted for tab in TABS if tab.counted}, unit, at=at)
    base = reverse("partner:list")
    tabs = [
        Chip(tab.label, f"{base}?tab={tab.name}", waiting.get(tab.name), on=tab.name == current)
        for tab in TABS
    ]
    blown = open_count(unit)
    here = Chip(_("Whistles"), reverse("whistles:list"), blown or None, on=current == "whistles")
    return [*tabs, here]
