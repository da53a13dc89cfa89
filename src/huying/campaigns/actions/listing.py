"""Rows for the list: from pasted lines or from the tree, each once."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from huying.campaigns.models import Campaign, Target
from huying.campaigns.rules import MOST_LINES
from huying.kernel.refusals import Code, Refused
from huying.places.doors import LONGEST_LABEL, Line, building_of
from huying.places.models import Place
from huying.places.rules import span
from huying.places.states import Level


def placed_lines(campaign: Campaign, lines: Sequence[Line]) -> list[Target]:
    """A target for each line, its building looked up in the campaign's place by name."""
    for line in lines:
        if line.is_too_long:
            why = _("a line is too long")
            raise Refused(Code.INVALID, why, fields={"lines": why})
    buildings = _buildings(campaign)
    rows = []
    for line in lines:
        group = building_of(line.label)
        place = buildings.get(group)
        rows.append(_target(campaign, line.label, line.name, group, place))
    return rows


def rows_of_homes(campaign: Campaign, homes_of: Place) -> list[Target]:
    """A target for every household there, listed under its building."""
    if not homes_of.path.startswith(campaign.place_path):
        why = _("lies outside the place of the campaign")
        raise Refused(Code.INVALID, why, fields={"homes_of": why})
    inside = Place.objects.filter(path__range=span(homes_of.path), retired_on=None)
    homes = inside.filter(level=Level.HOUSEHOLD).defer("boundary").order_by("path")
    rows = list(homes[: MOST_LINES + 1])
    if not rows:
        why = _("no home is known there")
        raise Refused(Code.INVALID, why, fields={"homes_of": why})
    step = Place.steplen
    above = Place.objects.filter(path__in={home.path[:-step] for home in rows})
    names = dict(above.values_list("path", "name"))
    return [
        _target(campaign, _door(names[home.path[:-step]], home.name), "", names[home.path[:-step]], home)
        for home in rows
    ]  # fmt: skip


def listed(campaign: Campaign, rows: Sequence[Target]) -> list[Target]:
    """Those that are not on the list yet; refused `too-many` above the longest list."""
    known = set(
        Target.objects.filter(campaign=campaign, struck_at=None).values_list("label", "name")
    )
    fresh = [row for row in rows if (row.label, row.name) not in known]
    if len(known) + len(fresh) > MOST_LINES:
        why = _("a list has 20,000 lines at most")
        raise Refused(Code.TOO_MANY, why, fields={"lines": why})
    return fresh


def _buildings(campaign: Campaign) -> dict[str, Place]:
    """Buildings of the campaign's place by name; a name that several have means none of them."""
    inside = Place.objects.filter(
        path__range=span(campaign.place_path), level=Level.BUILDING, retired_on=None
    )
    found: dict[str, list[Place]] = {}
    for place in inside.defer("boundary"):
        found.setdefault(place.name, []).append(place)
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _door(building: str, home: str) -> str:
    return (home if home.startswith(building) else f"{building}{home}")[:LONGEST_LABEL]


def _target(campaign: Campaign, label: str, name: str, group: str, place: Place | None) -> Target:
    return Target(campaign=campaign, label=label, name=name, group=group[:80], place=place)
