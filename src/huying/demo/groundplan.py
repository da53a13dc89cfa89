"""The plan of the city: boxes on a lattice, bent into a map whose neighbours share every corner.

A box is (west, south, east, north) in lattice steps. Every outline passes through all lattice
points on its edge, so that bending leaves neither gap nor overlap between two places.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from math import sin
from typing import Any, NamedTuple

from huying.places.rules import NewPlace, check_boundary, grid_code, numbered
from huying.places.states import EstateKind, GridKind, Level

BUILDINGS = 300
# Open sea, some forty kilometres off any coast: no street of this map can be anyone's.
WEST, SOUTH = 120.02, 35.36
STEP_LNG, STEP_LAT = 0.0007, 0.0006
_DECIMALS = 6  # a tenth of a metre
_COLUMNS = 2


class Rect(NamedTuple):
    """A box on the lattice; fractions are allowed inside a grid."""

    west: float
    south: float
    east: float
    north: float

    @property
    def wide(self) -> float:
        """Lattice steps from west to east."""
        return self.east - self.west

    @property
    def high(self) -> float:
        """Lattice steps from south to north."""
        return self.north - self.south


def rows(city: Mapping[str, Any]) -> list[NewPlace]:
    """The whole district as rows for `bulk_add`, outer places first."""
    communities = [each for street in city["streets"] for each in street["communities"]]
    whole = Rect(
        min(each["box"][0] for each in communities), min(each["box"][1] for each in communities),
        max(each["box"][2] for each in communities), max(each["box"][3] for each in communities),
    )  # fmt: skip
    district = city["district"]
    made = [_row(Level.DISTRICT, district["code"], district["name"], "", whole)]
    estates = sum(len(_estates(each)) for each in communities)
    shares = iter(_shares(BUILDINGS, estates))
    for street in city["streets"]:
        made += _street(street, district["code"], shares)
    return made


def _street(street: Mapping[str, Any], district: str, shares: Iterator[int]) -> Iterator[NewPlace]:
    boxes = [Rect(*each["box"]) for each in street["communities"]]
    around = [min(b.west for b in boxes), min(b.south for b in boxes)]
    around += [max(b.east for b in boxes), max(b.north for b in boxes)]
    yield _row(Level.STREET, street["code"], street["name"], district, Rect(*around))
    for community in street["communities"]:
        yield _row(
            Level.COMMUNITY, community["code"], community["name"], street["code"],
            Rect(*community["box"]),
        )  # fmt: skip
        yield from _grids(community, shares)


def _grids(community: Mapping[str, Any], shares: Iterator[int]) -> Iterator[NewPlace]:
    """The grids in numbering order: first those with an estate each, then the dedicated ones."""
    parts = {
        str(n): part for n, part in enumerate(_parted(Rect(*community["box"]), community["grids"]))
    }
    order = numbered({key: check_boundary(outline(part)).box for key, part in parts.items()})
    estates, dedicated = _estates(community), list(community["dedicated"])
    base = community["name"].removesuffix("社区")
    for number, key in enumerate(order, 1):
        code = grid_code(community["code"], number)
        special = number > len(estates)
        name = f"{dedicated.pop(0)}专属网格" if special else f"{base}第{number}网格"
        kind = GridKind.DEDICATED if special else GridKind.BASIC
        yield _row(Level.GRID, code, name, community["code"], parts[key], grid_kind=kind)
        if not special:
            estate, opened = estates[number - 1]
            yield from _estate(
                code,
                estate,
                parts[key],
                next(shares),
                f"{community['road']}{2 * number}号",
                opened=opened,
            )


def _estate(
    grid: str, name: str, around: Rect, buildings: int, address: str, *, opened: bool
) -> Iterator[NewPlace]:
    area = Rect(around.west + 1, around.south + 1, around.east - 1, around.north - 1)
    code = f"{grid}E"
    kind = EstateKind.OPEN if opened else EstateKind.CLOSED
    yield _row(Level.ESTATE, code, name, grid, area, estate_kind=kind, address=address)
    for number, footprint in enumerate(_footprints(area, buildings), 1):
        yield _row(Level.BUILDING, f"{code}{number:02}", f"{number}号楼", code, footprint)


def _estates(community: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Names of a community's estates, and whether each is open."""
    closed = [(name, False) for name in community["estates"]]
    return closed + [(name, True) for name in community["open_estates"]]


def _footprints(area: Rect, count: int) -> list[Rect]:
    """Long slabs in rows from north to south, as the sun asks for."""
    lines = -(-count // _COLUMNS)
    wide, high = area.wide / _COLUMNS, area.high / lines
    found = []
    for number in range(count):
        line, column = divmod(number, _COLUMNS)
        west = area.west + (column + 0.14) * wide
        north = area.north - (line + 0.3) * high
        found.append(Rect(west, north - 0.38 * high, west + 0.72 * wide, north))
    return found


def _parted(box: Rect, parts: int) -> list[Rect]:
    """The box cut into so many parts of nearly one size, always across its longer side."""
    if parts == 1:
        return [box]
    first = parts // 2
    if box.wide * STEP_LNG >= box.high * STEP_LAT:
        cut = box.west + round(box.wide * first / parts)
        halves = box._replace(east=cut), box._replace(west=cut)
    else:
        cut = box.south + round(box.high * first / parts)
        halves = box._replace(north=cut), box._replace(south=cut)
    return _parted(halves[0], first) + _parted(halves[1], parts - first)


def _shares(whole: int, parts: int) -> list[int]:
    each, left = divmod(whole, parts)
    return [each + (n < left) for n in range(parts)]


def outline(box: Rect) -> dict[str, Any]:
    """The box as a GeoJSON polygon, bent, counter-clockwise from its south-western corner."""
    easts, norths = _steps(box.west, box.east), _steps(box.south, box.north)
    edge = chain(
        ((x, box.south) for x in easts), ((box.east, y) for y in norths[1:]),
        ((x, box.north) for x in easts[-2::-1]), ((box.west, y) for y in norths[-2::-1]),
    )  # fmt: skip
    return {"type": "Polygon", "coordinates": [[bent(x, y) for x, y in edge]]}


def _steps(low: float, high: float) -> list[float]:
    """Both ends, and every lattice line between them."""
    return [low, *(float(x) for x in range(int(low) + 1, int(-(-high // 1)))), high]


def bent(x: float, y: float) -> list[float]:
    """Longitude and latitude of a lattice position: streets that bow like real ones."""
    east = x + 1.2 * sin(y * 0.19 + 1.3) + 0.35 * sin(y * 0.71 + x * 0.23)
    north = y + 1.1 * sin(x * 0.17 + 0.4) + 0.3 * sin(x * 0.67 + y * 0.21)
    return [round(WEST + east * STEP_LNG, _DECIMALS), round(SOUTH + north * STEP_LAT, _DECIMALS)]


def _row(level: Level, code: str, name: str, parent: str, box: Rect, **facts: Any) -> NewPlace:
    return NewPlace(
        level=level, code=code, name=name, parent=parent, boundary=outline(box), **facts
    )
