"""A fictional district for the tests: square grids on a chessboard, estates, buildings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from django.db import transaction

from huying.places.models import Place
from huying.places.rules import NewPlace, grid_code

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DISTRICT = "990101"
SIDE = 0.01
"""Degrees along one side of a grid."""


SMALL = {"streets": 2, "communities": 2, "grids": 2, "estates": 1, "buildings": 2, "households": 2}
"""A district to look at whole: 1, 2, 4, 8, 8, 16 and 32 places of the seven levels."""


def tree_problems() -> list[int]:
    """Ids of places the tree library itself finds fault with, of whatever kind."""
    return [pk for found in cast("Any", Place.objects).find_problems() for pk in found]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back: one example must not see the last one's."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def square(west: float, south: float, side: float = SIDE) -> dict[str, Any]:
    """A square as a GeoJSON polygon."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def community_code(street: int, community: int) -> str:
    """The statistical code of a community of the district, both counted from 1."""
    return f"{DISTRICT}{street:03d}{community:03d}"


def district_rows(
    *, streets: int, communities: int, grids: int, estates: int, buildings: int, households: int
) -> Iterator[NewPlace]:
    """A whole district, each number counted inside the level above; outer rows first.

    Grids are squares: a street is a row of the map, its communities' grids stand side by
    side. Estates stand in grids and are called 1号花园, 2号花园… through the district.
    """
    yield NewPlace(level="district", code=DISTRICT, name="云川区")
    estate = 0
    for s in range(1, streets + 1):
        street = f"{DISTRICT}{s:03d}"
        yield NewPlace(level="street", code=street, name=f"云{s}街道", parent=DISTRICT)
        for c in range(1, communities + 1):
            community = community_code(s, c)
            name = f"南{s}北{c}社区"
            yield NewPlace(level="community", code=community, name=name, parent=street)
            for g in range(1, grids + 1):
                grid = grid_code(community, g)
                west = 120 + ((c - 1) * grids + g - 1) * SIDE
                yield NewPlace(
                    level="grid",
                    code=grid,
                    name=f"第{g}网格",
                    parent=community,
                    boundary=square(west, 36 + s * SIDE),
                )
                for _each in range(estates):
                    estate += 1
                    yield from _estate_rows(grid, estate, buildings, households)


def _estate_rows(grid: str, number: int, buildings: int, households: int) -> Iterator[NewPlace]:
    code = f"{grid}E{number}"
    yield NewPlace(
        level="estate", code=code, name=f"{number}号花园", parent=grid, estate_kind="closed"
    )
    for b in range(1, buildings + 1):
        building = f"{code}-{b}"
        yield NewPlace(level="building", code=building, name=f"{b}号楼", parent=code)
        for h in range(1, households + 1):
            yield NewPlace(
                level="household", code=f"{building}-{h}", name=f"1单元{h}01", parent=building
            )
