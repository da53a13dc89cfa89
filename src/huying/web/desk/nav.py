"""The desk's nav: every list with how many wait, and the ways to the other pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.notices.queries import unread
from huying.orders.queries import counts
from huying.people.roles import Grant
from huying.web.desk.keys import LIST_KEYS
from huying.web.desk.lists import ALL, PARTS, counted, parts_of_day
from huying.web.ui.shapes import Chip, NavGroup


def framed(actor: Actor, at: datetime, *, current: str = "") -> dict[str, Any]:
    """What every page of the desk shows around itself, and how the day stands; two queries."""
    waiting = counts(counted(actor, at) | parts_of_day(actor, at), actor, at=at)
    return {"actor": actor, "nav_groups": _groups(actor, at, waiting, current), "waiting": waiting}


def day_chips(waiting: Mapping[str, int], part: str) -> list[Chip]:
    """The parts of one's day that hold something, as links; the one shown leads back to all."""
    base = f"{reverse('desk:list')}?list=mine"
    return [
        Chip(
            one.label, base if one.name == part else f"{base}&part={one.name}",
            waiting[f"day-{one.name}"], on=one.name == part, tone=one.tone,
        )
        for one in PARTS
        if waiting.get(f"day-{one.name}") or one.name == part
    ]  # fmt: skip


def _groups(actor: Actor, at: datetime, waiting: Mapping[str, int], current: str) -> list[NavGroup]:
    base = reverse("desk:list")
    links = [
        (one.aside, Chip(one.label, f"{base}?list={one.name}", waiting.get(one.name), one.name == current, go=LIST_KEYS.get(one.name, "")))
        for one in ALL
    ]  # fmt: skip
    work = [chip for aside, chip in links if not aside]
    kept = [chip for aside, chip in links if aside]
    return [
        NavGroup(work if actor.may_anywhere(Grant.SEE) else []),
        NavGroup([*kept, *_ways(actor, at, current)], _("More")),
    ]


def _ways(actor: Actor, at: datetime, current: str) -> list[Chip]:
    ways = [
        (Grant.INTAKE, "new", _("Take a request"), "desk:new"),
        (Grant.INTAKE, "paste", _("Paste messages"), "desk:paste"),
        (Grant.TRIAGE, "cover", _("Cover"), "desk:cover"),
        (Grant.INTAKE, "field", _("In the field"), "field:home"),
        (Grant.RATES, "rates", _("Rates"), "desk:rates"),
    ]
    chips = [
        Chip(_("Notices"), reverse("desk:notices"), unread(actor, at) or None, current == "notices")
    ]
    chips += [
        Chip(label, reverse(route), on=name == current)
        for grant, name, label, route in ways
        if actor.may_anywhere(grant)
    ]
    if actor.unit_ids:
        chips.append(Chip(_("My unit's orders"), reverse("partner:list")))
    return chips
