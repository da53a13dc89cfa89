"""What is written about the project is there, and is true."""

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, files, length, shown

EXPECTED = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "docs/running.md",
    "docs/glossary.md",
    "docs/lifecycles.md",
    "docs/openapi.json",
    "docs/benchmarks.md",
]
PROMISED_TARGETS = {"run", "install", "test", "check", "bench"}
VARIABLE = re.compile(r"[\"'](HUYING_[A-Z_]+|DATABASE_URL)[\"']")
WORD = re.compile(r"\b(?:HUYING_[A-Z_]+|DATABASE_URL)\b")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def read(name: str) -> str:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_document_is_there(name: str) -> None:
    assert read(name).strip() != ""


def test_make_keeps_its_promises() -> None:
    assert PROMISED_TARGETS - targets() == set()


def test_every_make_command_in_the_documents_exists() -> None:
    named = {
        (shown(path), target)
        for path in DOCUMENTS
        for target in re.findall(
            r"(?:`|^\s*\$? ?)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE
        )
    }
    assert {(path, target) for path, target in named if target not in targets()} == set()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_newcomer_finds_the_two_commands_first(name: str) -> None:
    found = [read(name).find(command) for command in ("make run", "make test")]
    first_paragraphs = "\n".join(read(name).splitlines()[:30])
    assert min(found) >= 0
    assert {"make run", "make test"} <= set(re.findall(r"make [a-z]+", first_paragraphs))


def test_every_variable_the_settings_read_is_explained() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in files("src"))
    explained = set(WORD.findall(read("docs/running.md")))
    assert sorted(set(VARIABLE.findall(code)) - explained) == []


def test_decisions_are_numbered_without_holes() -> None:
    names = [path.name for path in DECISIONS]
    assert names != []
    assert [name for name in names if not re.fullmatch(r"\d{3}-[a-z0-9-]+\.md", name)] == []
    assert [int(name[:3]) for name in names] == list(range(1, len(names) + 1))


def test_a_decision_fits_on_forty_lines() -> None:
    assert [shown(path) for path in DECISIONS if length(path) > 40] == []


def test_every_link_inside_the_documents_leads_somewhere() -> None:
    broken = [
        f"{shown(path)}: {target}"
        for path in DOCUMENTS
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / Path(target)).exists()
    ]
    assert broken == []
