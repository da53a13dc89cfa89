"""What the pictures show: thirteen troubles of a street, and the same spot afterwards."""

from collections.abc import Callable
from math import cos, pi, sin

from huying.demo.pictures import Colour, Scene, shaded

_INK, _WARM, _RED, _STEEL = (58, 56, 52), (255, 228, 158), (186, 70, 48), (110, 118, 122)
_WATER, _BROWN, _GREEN, _WHITE = (118, 146, 160), (120, 92, 66), (98, 134, 84), (240, 238, 230)
_STONE, _CELADON, _SAND, _AMBER = (196, 188, 174), (74, 128, 122), (222, 200, 150), (214, 152, 60)


def _lamp(s: Scene, *, after: bool) -> None:
    s.box(470, 170, 12, 360, _INK, 5)
    s.line([(476, 176), (520, 150), (580, 150)], _INK, 10)
    if after:
        s.shape([(560, 160), (600, 160), (760, 600), (400, 600)], (170, 150, 118))
        s.disc(580, 590, 380, 60, (206, 184, 140))
        s.box(470, 170, 12, 360, _INK, 5)
    s.box(556, 140, 48, 20, _INK, 8)
    s.box(562, 154, 36, 12, _WARM if after else (74, 76, 84), 5)
    s.shape([(330, 560), (430, 560), (430, 600), (370, 600), (370, 640), (330, 640)], (96, 92, 88))


def _rubbish(s: Scene, *, after: bool) -> None:
    for n, colour in enumerate((_CELADON, (90, 110, 140), _STEEL)):
        s.box(330 + n * 120, 400, 96, 150, colour, 10)
        s.box(322 + n * 120, 386, 112, 22, shaded(colour, 0.8), 8)
    if after:
        s.disc(510, 600, 430, 30, (178, 190, 192))
        return
    for _ in range(16):
        x, y = s.rng.randint(250, 760), s.rng.randint(510, 620)
        tone = s.rng.choice(((70, 70, 76), (150, 140, 120), (206, 200, 188), (92, 88, 84)))
        s.disc(x, y, s.rng.randint(50, 100), s.rng.randint(40, 74), tone)
    s.box(620, 470, 190, 90, (146, 96, 78), 16)
    s.box(620, 440, 30, 120, (126, 80, 66), 10)


def _corridor(s: Scene, *, after: bool) -> None:
    s.box(0, 0, 960, 720, (226, 220, 206))
    s.shape([(0, 720), (300, 430), (660, 430), (960, 720)], (184, 176, 162))
    s.box(300, 120, 360, 310, (206, 198, 182))
    s.box(400, 180, 110, 250, (142, 96, 74), 4)
    s.disc(494, 312, 12, 12, _AMBER)
    s.line([(0, 500), (300, 330)], _STEEL, 12)
    if after:
        return
    for n in range(5):
        side = 150 - n * 18
        s.box(690 - n * 30, 560 - n * 66, side + 40, side, shaded((190, 152, 104), 1 - n * 0.06), 4)
        s.box(690 - n * 30, 560 - n * 66 + side * 0.4, side + 40, 10, (160, 122, 80))
    s.box(150, 470, 120, 170, (104, 84, 70), 6)


def _tree(s: Scene, *, after: bool) -> None:
    s.box(450, 260, 46, 300, _BROWN, 16)
    spread = 0.72 if after else 1.25
    s.disc(473, 230, 200 * spread, 150 * spread, _GREEN)
    for n in range(11):
        turn = 2 * pi * n / 11
        x, y = 473 + cos(turn) * 130 * spread, 230 + sin(turn) * 96 * spread
        s.disc(x, y, 170 * spread, 130 * spread, shaded(_GREEN, 0.9 + (n % 3) * 0.08))
    if after:
        s.line([(430, 560), (462, 420)], _AMBER, 10)
        s.line([(520, 560), (486, 420)], _AMBER, 10)
        return
    s.line([(500, 330), (640, 470), (770, 560)], _BROWN, 22)
    for n in range(5):
        s.disc(620 + n * 46, 470 + n * 24, 110, 70, shaded(_GREEN, 0.86))


def _wall(s: Scene, *, after: bool) -> None:
    s.box(0, 0, 960, 720, (214, 204, 186))
    for row in range(9):
        for column in range(8):
            tone = 0.97 + ((row * 7 + column * 3) % 5) * 0.015
            s.box(
                column * 124 - (row % 2) * 62, row * 82, 120, 78, shaded((208, 178, 148), tone), 2
            )
    s.box(610, 170, 220, 270, (236, 232, 222), 4)
    s.box(626, 186, 188, 238, (150, 172, 180))
    if after:
        s.box(150, 120, 300, 470, (222, 210, 190), 14)
        return
    s.disc(300, 520, 320, 260, (172, 156, 128))
    s.line([(220, 60), (280, 190), (250, 300), (320, 420), (300, 600)], (84, 74, 64), 9)
    s.line([(280, 190), (370, 250)], (84, 74, 64), 6)


def _water(s: Scene, *, after: bool) -> None:
    s.box(700, 420, 60, 140, _STEEL, 14)
    s.box(676, 470, 108, 26, shaded(_STEEL, 0.85), 10)
    if after:
        s.box(560, 590, 150, 60, (112, 110, 106), 8)
        for n in range(6):
            s.box(572 + n * 22, 598, 9, 44, (78, 78, 76), 4)
        return
    s.disc(500, 620, 720, 150, _WATER)
    for n in range(4):
        s.disc(430 + n * 70, 612 + n * 8, 300 - n * 52, 46 - n * 8, shaded(_WATER, 1.06 + n * 0.04))
    s.line([(730, 430), (690, 330), (640, 420)], (180, 204, 212), 14)
    s.line([(730, 430), (780, 350), (820, 470)], (180, 204, 212), 14)


def _road(s: Scene, *, after: bool) -> None:
    for n in range(6):
        s.box(90 + n * 150, 640, 90, 16, _WHITE)
    if after:
        s.shape([(320, 590), (660, 580), (690, 690), (300, 700)], (110, 109, 107))
        return
    for x, y, wide, high in ((480, 640, 300, 80), (250, 615, 130, 36), (720, 605, 150, 40)):
        s.disc(x, y, wide, high, (96, 92, 88))
        s.disc(x + 6, y + 8, wide * 0.8, high * 0.66, (74, 72, 70))
    s.disc(500, 655, 170, 30, _WATER)


def _manhole(s: Scene, *, after: bool) -> None:
    s.disc(480, 630, 300, 110, (118, 114, 110))
    if after:
        s.disc(480, 626, 264, 92, _STEEL)
        for n in range(5):
            s.line(
                [(380 + n * 14, 596 + n * 16), (580 - n * 14, 596 + n * 16)], shaded(_STEEL, 0.8), 5
            )
        return
    s.disc(480, 630, 250, 84, (34, 32, 32))
    s.shape([(400, 606), (560, 590), (600, 640), (520, 652)], _STEEL)
    for x in (300, 660):
        s.shape([(x, 640), (x + 34, 500), (x + 68, 640)], _RED)
        s.box(x + 16, 560, 36, 18, _WHITE)


def _handrail(s: Scene, *, after: bool) -> None:
    s.box(0, 0, 960, 720, (228, 222, 208))
    for n in range(7):
        s.shape(
            [(120 + n * 96, 640 - n * 70), (960, 640 - n * 70), (960, 720), (120 + n * 96, 720)],
            shaded(_STONE, 1.04 - n * 0.05),
        )
    if not after:
        s.line([(90, 460), (300, 330)], (206, 196, 178), 6)
        return
    s.line([(110, 520), (700, 90)], _CELADON, 18)
    for n in range(6):
        s.box(140 + n * 98, 505 - n * 71, 10, 130, shaded(_CELADON, 0.85), 4)


def _parking(s: Scene, *, after: bool) -> None:
    for n in range(5):
        s.line([(120 + n * 190, 570), (80 + n * 210, 700)], _WHITE, 8)
    cars = (
        [(90, _RED), (340, _WHITE)]
        if after
        else [(70, _RED), (280, _WHITE), (470, _STEEL), (670, (92, 116, 150))]
    )
    for x, colour in cars:
        _car(s, x, 520 if after else s.rng.randint(500, 560), colour)
    if after:
        s.shape([(600, 560), (900, 560), (930, 690), (590, 690)], (178, 146, 60))
        s.shape([(630, 580), (880, 580), (900, 670), (622, 670)], (152, 150, 146))


def _car(s: Scene, x: float, y: float, colour: Colour) -> None:
    s.box(x + 36, y, 130, 64, shaded(colour, 0.9), 24)
    s.box(x + 52, y + 10, 98, 34, (146, 168, 176), 10)
    s.box(x, y + 46, 210, 62, colour, 20)
    for wheel in (46, 164):
        s.disc(x + wheel, y + 108, 48, 48, _INK)
        s.disc(x + wheel, y + 108, 20, 20, _STONE)


def _bikes(s: Scene, *, after: bool) -> None:
    s.box(0, 520, 960, 26, _AMBER)
    for n in range(24):
        s.disc(20 + n * 40, 533, 12, 10, shaded(_AMBER, 0.84))
    if after:
        s.shape([(560, 590), (920, 590), (940, 690), (550, 690)], _WHITE)
        s.shape([(570, 598), (912, 598), (930, 682), (562, 682)], (168, 165, 160))
    for n in range(4 if after else 9):
        x = 600 + n * 74 if after else 90 + n * 92
        lean = 0 if after else s.rng.randint(-40, 40)
        _bike(s, x, 600 if after else s.rng.randint(500, 600), lean)


def _bike(s: Scene, x: float, y: float, lean: float) -> None:
    for wheel in (0, 64):
        s.disc(x + wheel, y + 40, 62, 62, _INK)
        s.disc(x + wheel, y + 40, 48, 48, (176, 172, 166))
    frame = [(x, y + 40), (x + 24 + lean * 0.4, y - 6), (x + 64, y + 40)]
    s.line([*frame, frame[0]], (64, 140, 160), 7)
    s.line([(x + 24 + lean * 0.4, y - 6), (x + 20 + lean * 0.7, y - 34)], _INK, 6)


def _charging(s: Scene, *, after: bool) -> None:
    if after:
        for n in range(4):
            s.box(200 + n * 140, 400, 44, 160, _CELADON, 8)
            s.box(208 + n * 140, 414, 28, 30, _WHITE, 4)
            s.line([(222 + n * 140, 470), (260 + n * 140, 540), (290 + n * 140, 540)], _INK, 6)
            _bike(s, 250 + n * 140, 560, 0)
        s.shape([(150, 360), (800, 340), (820, 366), (140, 390)], shaded(_CELADON, 0.8))
        return
    for n in range(3):
        s.line([(260 + n * 160, 180), (300 + n * 130, 400), (330 + n * 150, 560)], _INK, 5)
        s.box(318 + n * 150, 552, 46, 18, _WHITE, 5)
        _bike(s, 250 + n * 190, 570, 20)


def _garden(s: Scene, *, after: bool) -> None:
    s.disc(480, 640, 800, 200, (150, 170, 124) if after else (188, 176, 150))
    s.box(250, 400, 24, 200, _RED, 8)
    s.box(250, 400, 150, 20, _RED, 8)
    s.shape([(390, 400), (420, 400), (600, 610), (560, 610)], _AMBER)
    if after:
        for n in range(9):
            s.disc(180 + n * 80, 668 - (n % 3) * 16, 34, 28, s.rng.choice((_RED, _AMBER, _WHITE)))
        s.disc(640, 630, 250, 70, _SAND)
        return
    s.shape([(560, 600), (700, 590), (730, 640), (590, 650)], _STONE)
    s.line([(560, 600), (640, 640)], _INK, 5)


_DRAWN: dict[str, Callable[..., None]] = {
    "lamp": _lamp, "rubbish": _rubbish, "corridor": _corridor, "tree": _tree, "wall": _wall,
    "water": _water, "road": _road, "manhole": _manhole, "handrail": _handrail,
    "parking": _parking, "bikes": _bikes, "charging": _charging, "garden": _garden,
}  # fmt: skip
NAMES = frozenset(_DRAWN)
_AT_NIGHT = {"lamp"}


def picture(scene: str, moment: str) -> bytes:
    """The scene before or after as a JPEG file of 960 by 720; the same street both times."""
    canvas = Scene(scene, dusk=scene in _AT_NIGHT)
    _DRAWN[scene](canvas, after=moment == "after")
    return canvas.file()
