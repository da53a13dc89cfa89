"""What the field's pages are made of: modules under one digest, and the list a device keeps of them.

Modules live under an address that holds a digest of all of them, so that a page never runs half
old and half new code; the service worker carries the same digest and fetches anew when it changes.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from huying.web.ui.stylesheets import STATIC, sheet

FOLDER = STATIC / "field"
WORKER = "worker"
ICONS = ("icon-192.png", "icon-512.png")
BESIDE = ("ui/photo-preview.js", "ui/seal.svg")


@dataclass(frozen=True, slots=True)
class Modules:
    """The sources by name, the same compressed (gzip), and the digest they are served under."""

    digest: str
    sources: dict[str, str]
    tight: dict[str, bytes]


@cache
def modules() -> Modules:
    """Every module of the folder; the worker among them, though its address is its own."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.js"))}
    whole = "\n".join((*found, *found.values(), sheet("field").digest))
    tight = {name: gzip.compress(code.encode(), mtime=0) for name, code in found.items()}
    return Modules(hashlib.sha256(whole.encode()).hexdigest()[:12], found, tight)


def module_address(name: str) -> str:
    """Where a module is served."""
    return reverse("field:module", args=[modules().digest, name])


def kept_on_device() -> list[str]:
    """Everything a device needs to open the page without signal."""
    names = [name for name in modules().sources if name != WORKER]
    return [
        reverse("field:shell"),
        reverse("check_in:shell"),
        *(module_address(name) for name in names),
        reverse("stylesheet", args=["field", sheet("field").digest]),
        *(static(name) for name in BESIDE),
    ]


def manifest(name: str, short: str, about: str) -> dict[str, Any]:
    """What an installed app is called and looks like; words in the reader's language."""
    home = reverse("field:home")
    icons = [
        {
            "src": static(f"field/{icon}"),
            "sizes": size,
            "type": "image/png",
            "purpose": "any maskable",
        }
        for icon, size in zip(ICONS, ("192x192", "512x512"), strict=True)
    ]
    seal = {"src": static("ui/seal.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return {
        "id": home, "name": name, "short_name": short, "description": about,
        "start_url": home, "scope": home, "display": "standalone",
        "background_color": "#fcfaf6", "theme_color": "#fcfaf6", "icons": [*icons, seal],
    }  # fmt: skip
