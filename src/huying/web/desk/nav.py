"""The desk's nav: every list with how many wait, and the ways to the other pages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.care import queries as care
from huying.kernel.actor import Actor
from huying.notices.queries import unread
from huying.orders.models import OwnList
from huying.orders.own_lists import own_lists
from huying.orders.queries import counts
from huying.people.roles import Grant
from huying.web.desk.keys import LIST_KEYS
from huying.web.desk.lists import ALL, PARTS, counted, parts_of_day
from huying.web.ui.shapes import Chip, NavGroup


def framed(
    actor: Actor, at: datetime, *, current: str = "", here: Collection[str] = ()
) -> dict[str, Any]:
    """What every page of the desk shows around itself, and how the day stands; three queries.

    `current` names the list or page that is open, `here` the queries of one's own lists that are.
    """
    waiting = counts(counted(actor, at) | parts_of_day(actor, at), actor, at=at)
    own = own_lists(actor) if actor.may_anywhere(Grant.SEE) else []
    opened = "" if any(one.query in here for one in own) else current
    work, ways = _groups(actor, at, waiting, opened)
    groups = [work, NavGroup(_kept(own, here), _("Kept by me")), ways] if own else [work, ways]
    return {"actor": actor, "nav_groups": groups, "waiting": waiting, "own_lists": own}


def _kept(own: Sequence[OwnList], here: Collection[str]) -> list[Chip]:
    base = reverse("desk:list")
    return [Chip(one.name, f"{base}?{one.query}", on=one.query in here) for one in own]


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
        (Grant.SEE, "whistles", _("Whistles"), "whistles:list"),
        (Grant.TRIAGE, "cover", _("Cover"), "desk:cover"),
        (Grant.DUTY, "duty", _("Duty"), "duty:today"),
        (Grant.INTAKE, "field", _("In the field"), "field:home"),
        (Grant.CHECK_IN, "campaigns", _("Campaigns"), "campaigns:list"),
        (Grant.SEE, "supply", _("Needs and supply"), "supply:beside"),
        (Grant.RATES, "rates", _("Rates"), "desk:rates"),
        (Grant.SEE, "records", _("Lists and ledgers"), "lists:index"),
    ]
    chips = [
        Chip(_("Notices"), reverse("desk:notices"), unread(actor, at) or None, current == "notices")
    ]
    chips += [
        Chip(label, reverse(route), on=name == current)
        for grant, name, label, route in ways
        if actor.may_anywhere(grant)
    ]
    if _reads_ledgers(actor, at):
        chips.append(Chip(_("Care ledger"), reverse("care:home"), on=current == "care"))
    if actor.unit_ids:
        chips.append(Chip(_("My unit's orders"), reverse("partner:list")))
        chips.append(Chip(_("Taken on by us"), reverse("supply:mine"), on=current == "taken"))
    return chips


def _reads_ledgers(actor: Actor, at: datetime) -> bool:
    """Whether somebody reads a ledger of people, opens it to others, or looks after its log."""
    watches = actor.may_anywhere(Grant.TRAIL) and not actor.may_anywhere(Grant.INTAKE)
    return (
        watches
        or actor.may_anywhere(Grant.CARE_GRANT)
        or care.any_grant(actor, timezone.localdate(at))
    )
