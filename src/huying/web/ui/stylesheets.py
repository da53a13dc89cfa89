"""One stylesheet per audience, put together in memory from small files; there is no build.

Each file of `static/<folder>/*.css` is one `@layer name { … }`. A sheet holds the shared
components (folder `ui`) and the audience's own folder, in the order of LAYERS. Browsers that
know no cascade layers (Chromium before 99, Safari before 15.4) would drop all of it, so each
file follows once more without its layer, behind a question only those browsers answer. The
second copy stands right behind the first, where compression makes it cost next to nothing.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
LAYERS = ("reset", "tokens", "base", "components", "desks", "utilities")
AUDIENCES = (
    "resident",
    "desk",
    "partner",
    "account",
    "council",
    "console",
    "screen",
    "kit",
    "print",
    "field",
)
# Rules of a few pages alone, loaded beside their audience's sheet so that no other page pays for them.
BESIDE = ("campaigns", "care", "duty", "records", "supply")
SHARED = "ui"
# In Chromium, text-emphasis came with cascade layers; in Safari, accent-color did.
WITHOUT_LAYERS = "@supports not ((text-emphasis: none) and (accent-color: auto))"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r" ?([{};]) ?")
_LAYERED = re.compile(r"@layer ([a-z]+)\{(.*)\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stylesheet ready to send: plain, packed (gzip), and a digest of its content."""

    digest: str
    plain: bytes
    packed: bytes


def squeezed(css: str) -> str:
    """The same rules without comments and idle space."""
    return _TIGHT.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css))).replace(";}", "}").strip()


def layered(css: str) -> tuple[str, str]:
    """The layer a file belongs to and the rules in it; ValueError when it is not one known layer."""
    found = _LAYERED.fullmatch(squeezed(css))
    if found is None or found[1] not in LAYERS:
        raise ValueError("a stylesheet is exactly one @layer block with a known name")
    return found[1], found[2]


def composed(audience: str) -> str:
    """All rules for one audience, each file in its layer and once more for browsers without.

    A sheet that stands beside another has its own folder's alone.
    """
    folders = (audience,) if audience in BESIDE else (SHARED, audience)
    files = [path for name in folders for path in sorted(STATIC.glob(f"{name}/*.css"))]
    parts = [layered(path.read_text(encoding="utf-8")) for path in files]
    parts.sort(key=lambda part: LAYERS.index(part[0]))
    twice = (f"@layer {layer}{{{rules}}}{WITHOUT_LAYERS}{{{rules}}}" for layer, rules in parts)
    return f"@layer {','.join(LAYERS)};{''.join(twice)}"


@cache
def sheet(audience: str) -> Sheet:
    """The finished sheet; KeyError for an audience there is not."""
    if audience not in {*AUDIENCES, *BESIDE}:
        raise KeyError(audience)
    plain = composed(audience).encode()
    digest = hashlib.sha256(plain).hexdigest()[:12]
    return Sheet(digest, plain, gzip.compress(plain, mtime=0))
