"""What is installed: pinned, hashed, free of addresses, and exactly what pyproject.toml asks."""

import re
import tomllib

import pytest

from tests.architecture.reading import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
ADDRESS = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host|^-e\b", re.MULTILINE)
FILES = ["run.txt", "dev.txt"]


def normal(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def text(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return {normal(package): version for package, version in PIN.findall(text(name))}


def asked_by_the_project(name: str) -> set[str]:
    """Packages whose pin names the project itself as one that asks for them."""
    blocks = re.split(r"\n(?=[a-z0-9])", text(name))
    named = re.compile(r"#\s+(?:via )?huying \(pyproject\.toml\)$", re.MULTILINE)
    return {normal(block) for block in blocks if PIN.match(block) and named.search(block)}


@pytest.mark.parametrize("name", FILES)
def test_no_requirement_names_an_address(name: str) -> None:
    assert [match.group() for match in ADDRESS.finditer(text(name))] == []


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    lines = [line for line in text(name).splitlines() if line and not line.startswith((" ", "#"))]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9._-]+==\S+ \\", line)] == []
    assert len(re.findall(r"== *\S+ \\\n +--hash=sha256:[0-9a-f]{64}", text(name))) == len(lines)


def test_what_runs_is_what_the_project_asks_for() -> None:
    asked = {normal(requirement) for requirement in PROJECT["project"]["dependencies"]}
    assert asked_by_the_project("run.txt") == asked


def test_what_developers_get_is_what_the_project_asks_for() -> None:
    extra = PROJECT["project"]["optional-dependencies"]["dev"]
    asked = {normal(name) for name in [*PROJECT["project"]["dependencies"], *extra]}
    assert asked_by_the_project("dev.txt") == asked


def test_developers_run_the_same_versions_as_everyone() -> None:
    developers = pins("dev.txt")
    everyone = pins("run.txt")
    assert everyone == {package: developers.get(package) for package in everyone}


def test_the_build_needs_nothing_that_is_not_pinned() -> None:
    build = {normal(requirement) for requirement in PROJECT["build-system"]["requires"]}
    assert build - set(pins("run.txt")) == set()


def test_the_budget_of_thirty_dependencies_is_kept() -> None:
    assert len(PROJECT["project"]["dependencies"]) <= 30
