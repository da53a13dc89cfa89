"""Small files, small functions: the norms of the house."""

from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, files, functions, length, percentile, shown


def too_long(paths: list[Path], limit: int) -> list[str]:
    return [f"{shown(path)}: {length(path)} lines" for path in paths if length(path) > limit]


@pytest.mark.parametrize(
    ("folders", "suffixes", "limit"),
    [
        (("src", "tools", "bench"), (".py",), 400),
        (("tests",), (".py",), 500),
        (("src",), (".html", ".txt"), 150),
        (("src",), (".css",), 250),
        (("src",), (".js",), 120),
    ],
)
def test_no_file_is_longer_than_its_hard_stop(
    folders: tuple[str, ...], suffixes: tuple[str, ...], limit: int
) -> None:
    assert too_long(files(*folders, suffixes=suffixes), limit) == []


def test_no_function_is_longer_than_50_lines() -> None:
    everywhere = functions(files("src", "tools", "tests", "bench"))
    assert [str(function) for function in everywhere if function.lines > 50] == []


def test_no_view_is_longer_than_25_lines() -> None:
    views = list(functions(files("src/huying/web"), decorated="require_"))
    assert len(views) > 30
    assert [str(function) for function in views if function.lines > 25] == []


def test_nine_templates_in_ten_have_at_most_80_lines() -> None:
    lengths = [length(path) for path in files("src/huying/web", suffixes=(".html",))]
    assert percentile(lengths, 0.9) <= 80


def test_scripts_of_our_own_weigh_at_most_50_kilobytes_as_they_are_written() -> None:
    sizes = [path.stat().st_size for path in files("src", suffixes=(".js",))]
    print(f"own scripts: {sum(sizes)} bytes written")
    assert sum(sizes) <= 50_000


@pytest.mark.parametrize(
    ("folders", "most"), [(("ui",), 11_000), (("ui", "desk"), 18_000), (("field",), 31_500)]
)
def test_nobody_loads_more_scripts_than_their_pages_need(
    folders: tuple[str, ...], most: int
) -> None:
    static = "src/huying/web/static"
    scripts = files(*(f"{static}/{folder}" for folder in folders), suffixes=(".js",))
    assert sum(path.stat().st_size for path in scripts) <= most


def test_half_of_the_files_have_at_most_80_lines_and_nine_in_ten_at_most_200() -> None:
    sizes = [length(path) for path in files("src")]
    found = {"p50": percentile(sizes, 0.5), "p90": percentile(sizes, 0.9), "max": max(sizes)}
    print(f"lines of a file in {shown(ROOT / 'src')}: {found}")
    assert found["p50"] <= 80
    assert found["p90"] <= 200


def test_nine_functions_in_ten_have_at_most_25_lines() -> None:
    sizes = [function.lines for function in functions(files("src"))]
    found = {"p50": percentile(sizes, 0.5), "p90": percentile(sizes, 0.9), "max": max(sizes)}
    print(f"lines of a function in src: {found}")
    assert found["p90"] <= 25
