"""The desk's nav: every list with how many wait, and the ways to the other pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.orders.queries import counts
from huying.people.roles import Grant
from huying.web.desk.lists import ALL, counted
from huying.web.ui.shapes import Chip, NavGroup


def framed(actor: Actor, at: datetime, *, current: str = "") -> dict[str, Any]:
    """What every page of the desk shows around itself; one query."""
    waiting = counts(counted(actor, at), actor, at=at)
    return {"actor": actor, "nav_groups": _groups(actor, waiting, current)}


def _groups(actor: Actor, waiting: Mapping[str, int], current: str) -> list[NavGroup]:
    base = reverse("desk:list")
    links = [
        (one.aside, Chip(one.label, f"{base}?list={one.name}", waiting.get(one.name), one.name == current))
        for one in ALL
    ]  # fmt: skip
    work = [chip for aside, chip in links if not aside]
    kept = [chip for aside, chip in links if aside]
    return [
        NavGroup(work if actor.may_anywhere(Grant.SEE) else []),
        NavGroup([*kept, *_ways(actor, current)], _("More")),
    ]


def _ways(actor: Actor, current: str) -> list[Chip]:
    ways = [
        (Grant.INTAKE, "new", _("Take a request"), "desk:new"),
        (Grant.INTAKE, "field", _("In the field"), "field:home"),
        (Grant.RATES, "rates", _("Rates"), "desk:rates"),
    ]
    chips = [
        Chip(label, reverse(route), on=name == current)
        for grant, name, label, route in ways
        if actor.may_anywhere(grant)
    ]
    if actor.unit_ids:
        chips.append(Chip(_("My unit's orders"), reverse("partner:list")))
    return chips
