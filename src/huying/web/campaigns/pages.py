"""What the campaigns' pages at the desk show, in the shapes the components are drawn from."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.campaigns.labels import HAPPENED, STATES
from huying.campaigns.models import Campaign, Closing, Target
from huying.campaigns.policy import campaign_leader, check_in_helper
from huying.campaigns.queries import (
    Part,
    campaigns,
    closings,
    missed,
    missed_at,
    points_of,
    story,
    totals,
)
from huying.campaigns.states import Basis, CampaignState
from huying.kernel.actor import Actor
from huying.web.ui.shapes import Bar, Event
from huying.web.ui.words import calendar_date, moment

MOST_LISTED = 100
WHOLE = 100
TONES = {
    CampaignState.PREPARED: "quiet", CampaignState.LIVE: "celadon", CampaignState.SYNCING: "soon",
    CampaignState.CLOSED: "done", CampaignState.ARCHIVED: "quiet", CampaignState.CANCELLED: "quiet",
}  # fmt: skip


def list_page(actor: Actor, at: datetime) -> dict[str, Any]:
    """The campaigns one may see, the latest day first."""
    today = timezone.localdate(at)
    rows = campaigns(actor)[:MOST_LISTED]
    return {"lines": [_line(row, today) for row in rows]}


def _line(row: Any, today: Any) -> dict[str, Any]:
    of = row.listed if row.basis == Basis.TARGETS else row.expected
    return {
        "name": row.name, "href": reverse("campaigns:one", args=[row.pk]),
        "meta": f"{calendar_date(row.held_on, today)} · {row.place.name}",
        "state": STATES[row.state], "tone": TONES[row.state], "came": row.came, "of": of,
        "share": share(row.came, of),
    }  # fmt: skip


def share(came: int, of: int | None) -> float:
    """How much of it, 0 to 100; 0 where nothing is expected."""
    return round(min(WHOLE, WHOLE * came / of), 1) if of else 0.0


def campaign_page(campaign: Campaign, actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything about one campaign, counted at this moment."""
    found = totals(campaign)
    return {
        "campaign": campaign,
        "state_label": STATES[campaign.state],
        "state_tone": TONES[CampaignState(campaign.state)],
        "day": calendar_date(campaign.held_on, timezone.localdate(at)),
        "found": found,
        "share": share(found.total, found.of),
        "by_building": bars(found.groups, _("Without a building")),
        "by_point": bars(found.points, _("At no point")),
        "points": points_of(campaign),
        "closings": closings(campaign),
        "events": events(campaign, at),
        "leads": campaign_leader(actor, campaign),
        "checks_in": check_in_helper(actor, campaign),
        "under_way": campaign.state in {CampaignState.LIVE, CampaignState.SYNCING},
        "by_heads": campaign.basis == Basis.HEADS,
    }


def bars(parts: Iterable[Part], nowhere: str) -> list[Bar]:
    """A bar for each part: of its own list, or of the largest where there is none."""
    rows = list(parts)
    most = max((one.came for one in rows), default=0)
    return [
        Bar(
            one.name or nowhere,
            f"{one.came} / {one.of}" if one.of is not None else str(one.came),
            share(one.came, one.of if one.of is not None else most),
        )
        for one in rows
    ]


def events(campaign: Campaign, at: datetime) -> list[Event]:
    """What happened, the newest first, with what each record says in figures and reasons."""
    return [
        Event(
            HAPPENED[record.move], f"{moment(record.at, at)} · {record.by_label}",
            _told(record.move, record.given),
        )
        for record in reversed(story(campaign))
    ]  # fmt: skip


def _told(move: str, given: dict[str, Any]) -> str:
    if "added" in given:
        return _("%(added)s were added, %(known)s were on it already.") % given
    if "struck" in given:
        return _("%(struck)s were taken off: %(reason)s") % given
    if move == "close":
        return _("%(total)s were reached, %(missed)s were not.") % given
    return str(given.get("reason") or given.get("point_name") or "")


def missed_page(campaign: Campaign, actor: Actor, number: int | None) -> dict[str, Any]:
    """Who was missed by now, or as the nth closing fixed it, under their buildings."""
    closing = next((one for one in closings(campaign) if one.number == number), None)
    rows = missed_at(closing, actor) if closing else list(missed(campaign, actor))
    return {
        "campaign": campaign, "closing": closing, "count": len(rows), "groups": _grouped(rows),
        "whole": _whole(campaign, closing),
    }  # fmt: skip


def _whole(campaign: Campaign, closing: Closing | None) -> int:
    return len(closing.missed) if closing else totals(campaign).missed or 0


def _grouped(rows: Iterable[Target]) -> list[tuple[str, list[Target]]]:
    ordered = sorted(rows, key=lambda row: (not row.group, row.group, row.pk))
    return [(name, list(group)) for name, group in groupby(ordered, key=lambda row: row.group)]
