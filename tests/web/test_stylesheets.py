"""One stylesheet per audience: small, in layers, the same without them, readable in every colour."""

import gzip
import math
import re

import pytest
from django.test import Client

from huying.web.ui.stylesheets import (
    AUDIENCES,
    BESIDE,
    LAYERS,
    STATIC,
    WITHOUT_LAYERS,
    composed,
    layered,
    sheet,
    squeezed,
)

pytestmark = pytest.mark.urls("huying.web.ui.urls")

FILES = sorted(STATIC.glob("*/*.css"))
TOKENS = (STATIC / "ui" / "tokens.css").read_text(encoding="utf-8")
HEX = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", TOKENS.split("@supports")[0]))
OKLCH = dict(re.findall(r"--([a-z0-9-]+): oklch\(([^)]+)\);", TOKENS))
# What is read on what; body text asks for 4.5:1, edges of inputs and large marks for 3:1.
READ = [
    *((ink, ground) for ink in ("ink", "ink-2") for ground in ("paper", "card", "shade")),
    *(("ink-2", wash) for wash in ("celadon-wash", "quiet", "seal-wash", "amber-wash")),
    *(("ink-3", ground) for ground in ("paper", "card")),
    *(("celadon", ground) for ground in ("paper", "card")),
    ("card", "celadon"),
    ("celadon-deep", "celadon-wash"),
    ("celadon-mist", "celadon-deep"),
    ("celadon-wash", "celadon-deep"),
    ("seal-deep", "seal-wash"),
    ("seal-deep", "paper"),
    ("seal", "card"),
    ("amber-deep", "amber-wash"),
    ("leaf-deep", "leaf-wash"),
]
SEEN = [("edge", "card"), ("edge", "paper"), ("amber", "card"), ("leaf", "leaf-wash")]


def linear(colour: str) -> tuple[float, ...]:
    """The three light intensities of `#rrggbb`."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(HEX[one]), luminance(HEX[other])))
    return (light + 0.05) / (dark + 0.05)


def from_oklch(value: str) -> tuple[float, ...]:
    """Oklch to linear sRGB, by the matrices of CSS Color 4."""
    lightness, chroma, hue = map(float, value.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_one_layer_and_short(path: object) -> None:
    css = STATIC.joinpath(str(path)).read_text(encoding="utf-8")
    layer, rules = layered(css)
    assert layer in LAYERS
    assert rules.count("{") == rules.count("}")
    assert len(css.splitlines()) <= 150


@pytest.mark.parametrize("css", ["a { color: red }", "@layer fancy { a { color: red } }", ""])
def test_a_file_outside_the_known_layers_is_an_error(css: str) -> None:
    with pytest.raises(ValueError, match="one @layer block"):
        layered(css)


def test_squeezing_drops_comments_and_idle_space_and_nothing_else() -> None:
    css = """/* why */
    .a > .b,\n .c { margin: calc(1px + 2px) 0;  content: "x"; }
    @media (min-width: 1px) and (max-width: 2px) { .d { top: 0; } }
    """
    assert squeezed(css) == (
        '.a > .b, .c{margin: calc(1px + 2px) 0;content: "x"}'
        "@media (min-width: 1px) and (max-width: 2px){.d{top: 0}}"
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_browsers_without_layers_get_the_same_rules_in_the_same_order(audience: str) -> None:
    opening, *parts = re.split(r"@layer (?=[a-z]+\{)", composed(audience))
    assert opening == f"@layer {','.join(LAYERS)};"
    names = []
    for part in parts:
        modern, old = part.split(WITHOUT_LAYERS)
        name, rules = modern.split("{", 1)
        assert "{" + rules == old
        names.append(name)
    assert names == sorted(names, key=LAYERS.index)
    assert set(names) >= {"reset", "tokens", "base", "components", "utilities"}


@pytest.mark.parametrize("name", BESIDE)
def test_a_sheet_beside_another_has_its_own_rules_alone(name: str) -> None:
    assert re.findall(r"@layer ([a-z]+)\{", composed(name)) == ["desks"]
    assert len(sheet(name).packed) <= 2 * 1024


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_stylesheet_is_at_most_twelve_kilobytes_on_the_wire(audience: str) -> None:
    size = len(sheet(audience).packed)
    assert size <= 12 * 1024


def test_every_colour_of_old_browsers_is_the_colour_of_new_ones() -> None:
    assert HEX.keys() == OKLCH.keys()
    far = {
        name: (HEX[name], wanted)
        for name, wanted in OKLCH.items()
        if any(
            abs(there - min(max(here, 0), 1)) > 0.01
            for there, here in zip(linear(HEX[name]), from_oklch(wanted), strict=True)
        )
    }
    assert far == {}


@pytest.mark.parametrize(("ink", "ground"), READ)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), SEEN)
def test_edges_and_marks_can_be_seen(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_a_stylesheet_is_kept_forever_under_its_digest(client: Client) -> None:
    known = sheet("resident")
    response = client.get(
        f"/styles/resident.{known.digest}.css", headers={"accept-encoding": "gzip"}
    )
    assert response.status_code == 200
    assert gzip.decompress(response.content) == known.plain
    assert response.headers["Content-Type"] == "text/css"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in response.headers["Vary"]


def test_an_outdated_digest_gets_todays_rules_and_is_asked_again(client: Client) -> None:
    response = client.get("/styles/desk.0123456789ab.css")
    assert response.content == sheet("desk").plain
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Content-Encoding" not in response.headers


def test_there_is_no_stylesheet_for_nobody(client: Client) -> None:
    assert client.get("/styles/nobody.0123456789ab.css").status_code == 404
