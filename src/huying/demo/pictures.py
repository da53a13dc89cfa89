"""Street scenes drawn by rule: flat shapes, before and after; no photograph of anywhere."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDE, HIGH = 960, 720
_FINE = 2  # drawn larger, then made smaller, so that edges are smooth
GROUND = 470
_SKY = ((214, 228, 232), (243, 236, 220))
_DUSK = ((52, 60, 84), (120, 106, 112))
_WALL, _ROOF, _PANE = (222, 207, 182), (168, 112, 92), (188, 205, 208)
_ASPHALT, _PAVING, _KERB, _WARM = (152, 150, 146), (205, 197, 183), (240, 238, 230), (255, 224, 150)

Colour = tuple[int, int, int]
Spots = list[tuple[float, float]]


class Scene:
    """A canvas measured in picture points, whatever the fineness it is drawn at."""

    def __init__(self, seed: str, *, dusk: bool = False) -> None:
        self.rng = Random(seed)  # noqa: S311 -- a seed draws it
        self.image = Image.new("RGB", (WIDE * _FINE, HIGH * _FINE))
        self.draw = ImageDraw.Draw(self.image)
        self._street(dusk=dusk)

    def box(
        self, x: float, y: float, wide: float, high: float, fill: Colour, round_by: float = 0
    ) -> None:
        """A rectangle from its upper left corner."""
        self.draw.rounded_rectangle(
            [x * _FINE, y * _FINE, (x + wide) * _FINE, (y + high) * _FINE], round_by * _FINE, fill
        )

    def disc(self, x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        """An ellipse around its middle."""
        ends = [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2]
        self.draw.ellipse([end * _FINE for end in ends], fill)

    def line(self, spots: Spots, fill: Colour, width: float) -> None:
        """A bent line."""
        self.draw.line(
            [(x * _FINE, y * _FINE) for x, y in spots], fill, int(width * _FINE), "curve"
        )

    def shape(self, spots: Spots, fill: Colour) -> None:
        """A filled outline."""
        self.draw.polygon([(x * _FINE, y * _FINE) for x, y in spots], fill)

    def file(self) -> bytes:
        """The picture as a JPEG file."""
        out = BytesIO()
        self.image.resize((WIDE, HIGH), Image.Resampling.BOX).save(out, "JPEG", quality=84)
        return out.getvalue()

    def _street(self, *, dusk: bool) -> None:
        """Sky, a row of houses, paving and road: what every scene stands in."""
        above, below = _DUSK if dusk else _SKY
        for y in range(GROUND):
            share = y / GROUND
            colour = tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True))
            self.box(0, y, WIDE, 1, (colour[0], colour[1], colour[2]))
        x = -self.rng.randint(10, 90)
        while x < WIDE:
            wide, high = self.rng.randint(170, 260), self.rng.randint(190, 330)
            self._house(x, wide, high, dusk=dusk)
            x += wide + self.rng.randint(6, 34)
        shade = 0.62 if dusk else 1.0
        self.box(0, GROUND, WIDE, 90, shaded(_PAVING, shade))
        self.box(0, GROUND + 90, WIDE, HIGH, shaded(_ASPHALT, shade))
        self.box(0, GROUND + 86, WIDE, 9, shaded(_KERB, shade))

    def _house(self, x: int, wide: int, high: int, *, dusk: bool) -> None:
        tone = self.rng.uniform(0.86, 1.04) * (0.5 if dusk else 1)
        self.box(x, GROUND - high, wide, high, shaded(_WALL, tone))
        self.box(x - 5, GROUND - high - 12, wide + 10, 16, shaded(_ROOF, tone))
        for row in range(high // 62):
            for column in range(wide // 58):
                lit = dusk and self.rng.random() < 0.3  # noqa: PLR2004 -- a third of the windows
                pane = _WARM if lit else shaded(_PANE, tone)
                self.box(x + 16 + column * 58, GROUND - high + 22 + row * 62, 30, 36, pane, 3)


def shaded(colour: Colour, share: float) -> Colour:
    """A colour made darker (below 1) or lighter."""
    red, green, blue = (min(255, round(part * share)) for part in colour)
    return red, green, blue
