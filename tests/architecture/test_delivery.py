"""Pages keep to a strict content policy and work without any other host."""

import re
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGE, files, shown

TEMPLATES = files("src", suffixes=(".html",))
STYLES = files("src", suffixes=(".css",))
COMMENTS = re.compile(
    r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|/\*.*?\*/|<!--.*?-->", re.DOTALL
)
OUTSIDE = re.compile(
    r"(?:(?:src|href|action|poster)=[\"']|url\([\"']?|@import [\"'])(?:https?:)?//"
)


def bare(path: Path) -> str:
    """The text without its comments."""
    return COMMENTS.sub("", path.read_text(encoding="utf-8"))


def holding(paths: list[Path], pattern: str | re.Pattern[str]) -> list[str]:
    return [shown(path) for path in paths if re.search(pattern, bare(path))]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("script", r"<script(?![^>]*(?:\bsrc=|application/json))"),
        ("style", r"<style\b|\sstyle=[\"']"),
        ("handler", r"<[^>]*\son[a-z]+=[\"']"),
        ("address", r"(?:href|src)=[\"']javascript:"),
    ],
)
def test_no_page_carries_code_of_its_own(what: str, pattern: str) -> None:
    assert holding(TEMPLATES, pattern) == []


def test_nothing_is_loaded_from_another_host() -> None:
    assert holding(TEMPLATES + STYLES, OUTSIDE) == []


def test_every_component_tells_how_it_is_used() -> None:
    components = sorted((PACKAGE / "web" / "templates" / "ui").glob("*.html"))
    starts = {shown(path): path.read_text(encoding="utf-8")[:400] for path in components}
    assert [name for name, text in starts.items() if not re.search(r"\{#|\{% comment", text)] == []
