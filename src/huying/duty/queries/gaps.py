"""Posts that are empty: estates with too few or too many workers, grids without one of their roles."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from huying.duty.policy import below, posted
from huying.duty.queries.spots import rules_at
from huying.duty.rules import is_gap, missing_roles
from huying.kernel.actor import Actor
from huying.people.models import Post
from huying.people.queries import current
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.states import GridKind, Level


@dataclass(frozen=True, slots=True)
class EstateGap:
    """An estate with `posted` workers where its practice asks for `least` to `most`."""

    estate: Place
    posted: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class GridGap:
    """A grid, and the roles nobody holds in it."""

    grid: Place
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing, of how many that were looked at: places with a rule, and posts it asks for."""

    estates: Sequence[EstateGap]
    estates_checked: int
    grids: Sequence[GridGap]
    grids_checked: int
    posts: int

    @property
    def posts_missing(self) -> int:
        """How many posts of grids are empty."""
        return sum(len(gap.missing) for gap in self.grids)


def gaps(viewer: Actor, on: date) -> Gaps:
    """Every gap at the places where the viewer is on duty; four statements, however many there are.

    Where a practice says nothing there is no gap; a dedicated grid has no roles to fill.
    """
    estates = _places(viewer, Level.ESTATE)
    grids = _places(viewer, Level.GRID, grid_kind=GridKind.BASIC)
    short, checked = _estates(estates, viewer, on)
    lacking, looked_at, posts = _grids(grids, viewer, on)
    return Gaps(short, checked, lacking, looked_at, posts)


def _places(viewer: Actor, level: Level, **more: str) -> list[Place]:
    rows = Place.objects.filter(
        below(viewer, Grant.DUTY, "path"), level=level, retired_on=None, **more
    )
    shown = rows.select_related("community").only(
        "code", "name", "path", "level", "community__name"
    )
    return list(shown.order_by("path"))


def _estates(estates: Sequence[Place], viewer: Actor, on: date) -> tuple[list[EstateGap], int]:
    there = posted(on).filter(below(viewer, Grant.DUTY, "estate__path"))
    counted = there.exclude(person__account__is_active=False).values_list("estate_id").order_by()
    counts = dict(counted.annotate(n=Count("person_id", distinct=True)))
    found, checked = [], 0
    for estate in estates:
        rules = rules_at(estate.path, on)
        checked += bool(rules.least or rules.most)
        number = counts.get(estate.pk, 0)
        if is_gap(number, rules):
            found.append(EstateGap(estate, number, rules.least, rules.most))
    return found, checked


def _grids(grids: Sequence[Place], viewer: Actor, on: date) -> tuple[list[GridGap], int, int]:
    held: dict[int, set[str]] = defaultdict(set)
    posts = current(Post.objects.filter(below(viewer, Grant.DUTY, "place__path")), on)
    active = posts.filter(place__level=Level.GRID).exclude(person__account__is_active=False)
    for place_id, role in active.values_list("place_id", "role").order_by():
        held[place_id].add(role)
    found, checked, wanted = [], 0, 0
    for grid in grids:
        rules = rules_at(grid.path, on)
        checked += bool(rules.grid_roles)
        wanted += len(rules.grid_roles)
        if missing := missing_roles(held[grid.pk], rules):
            found.append(GridGap(grid, missing))
    return found, checked, wanted
