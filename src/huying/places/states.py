"""The levels of the tree, which may stand under which, and the kinds of grid and estate."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """Seven levels, declared from the outermost to the innermost."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    ESTATE = "estate"
    BUILDING = "building"
    HOUSEHOLD = "household"


class GridKind(StrEnum):
    """A basic grid covers where people live; a dedicated one a market, a park, a hospital."""

    BASIC = "basic"
    DEDICATED = "dedicated"


class EstateKind(StrEnum):
    """A closed estate has a gate and a keeper; an open one is a cluster of old buildings."""

    CLOSED = "closed"
    OPEN = "open"


PARENTS: dict[Level, frozenset[Level]] = {
    Level.DISTRICT: frozenset(),
    Level.STREET: frozenset({Level.DISTRICT}),
    Level.COMMUNITY: frozenset({Level.STREET}),
    Level.GRID: frozenset({Level.COMMUNITY}),
    Level.ESTATE: frozenset({Level.COMMUNITY, Level.GRID}),
    Level.BUILDING: frozenset({Level.COMMUNITY, Level.GRID, Level.ESTATE}),
    Level.HOUSEHOLD: frozenset({Level.BUILDING}),
}

LEVEL_LABELS: dict[Level, str | Promise] = {
    Level.DISTRICT: _("District"),
    Level.STREET: _("Street"),
    Level.COMMUNITY: _("Community"),
    Level.GRID: _("Grid"),
    Level.ESTATE: _("Housing estate"),
    Level.BUILDING: _("Building"),
    Level.HOUSEHOLD: _("Household"),
}
GRID_KIND_LABELS: dict[GridKind, str | Promise] = {
    GridKind.BASIC: _("Basic grid"),
    GridKind.DEDICATED: _("Dedicated grid"),
}
ESTATE_KIND_LABELS: dict[EstateKind, str | Promise] = {
    EstateKind.CLOSED: _("Closed estate"),
    EstateKind.OPEN: _("Open estate"),
}


def rank(level: str) -> int:
    """How far inside a level lies: 0 for a district, 6 for a household."""
    return list(Level).index(Level(level))
