"""Where things stand in a chart or on a map: plain numbers into SVG coordinates."""

from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = Sequence[Point]
STEPS = 5


def height_of(value: float, most: float, height: float) -> float:
    """The y of a value in a chart of this height, 0 at its top; `most` fills it."""
    return round(height - (height * value / most if most else 0), 1)


def trace(values: Sequence[float], most: float, width: float, height: float) -> str:
    """The `points` of a polyline through the values, evenly spread over the width."""
    gap = width / max(len(values) - 1, 1)
    return " ".join(
        f"{round(place * gap, 1):g},{height_of(value, most, height):g}"
        for place, value in enumerate(values)
    )


def round_top(values: Iterable[float]) -> float:
    """A round number at or above every value, for the top of an axis; 1 where all are 0."""
    most = max(values, default=0)
    if most <= 0:
        return 1
    unit: float = 10 ** (len(str(int(most))) - 1)
    return next(unit * step for step in (1, 2, 5, 10) if unit * step >= most)


def shade(value: float, most: float) -> int:
    """How dark a value is drawn: 0 for nothing, else 1 to STEPS by its share of the most."""
    if value <= 0 or most <= 0:
        return 0
    return min(STEPS, int(STEPS * value / most) + 1)


def fitted(
    rings: Sequence[Ring], width: float, height: float, edge: float = 4
) -> list[list[Point]]:
    """Outlines in degrees drawn into a picture of this size, north up, none of them stretched.

    Near one place a degree of longitude is shorter than one of latitude by about a fifth to a
    quarter in China; the picture allows for that with the mean latitude.
    """
    points = [point for ring in rings for point in ring]
    if not points:
        return []
    squeeze = max(0.2, 1 - (sum(lat for _lng, lat in points) / len(points) / 90) ** 2)
    xs, ys = [lng * squeeze for lng, _lat in points], [lat for _lng, lat in points]
    wide, high = max(xs) - min(xs) or 1e-9, max(ys) - min(ys) or 1e-9
    scale = min((width - 2 * edge) / wide, (height - 2 * edge) / high)
    left, top = (width - scale * wide) / 2, (height - scale * high) / 2
    return [
        [
            (
                round(left + scale * (lng * squeeze - min(xs)), 1),
                round(top + scale * (max(ys) - lat), 1),
            )
            for lng, lat in ring
        ]
        for ring in rings
    ]


def middle(ring: Ring) -> Point:
    """The centre of an outline, where its name is written: of its box, which is near enough."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)
