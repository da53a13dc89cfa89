"""Classes and sub-items: what orders are sorted into."""

from collections.abc import Iterator
from dataclasses import dataclass

from huying.practices.checks import Checked, Wrong, check_code, check_once

LONGEST_NAME = 80
KEYS = {"code", "name", "words", "sample", "personal"}


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A class (blank `parent`) or a sub-item, with the words residents use for it."""

    code: str
    name: str
    parent: str
    words: tuple[str, ...]
    sample: bool
    personal: bool


def classes(pack: Checked, *, sample: bool) -> tuple[CategoryRow, ...]:
    """Every class before its sub-items; `sample` is what rows that say nothing are."""
    rows = tuple(_rows(pack, sample=sample))
    check_once([row.code for row in rows], "classes")
    return rows


def _rows(pack: Checked, *, sample: bool) -> Iterator[CategoryRow]:
    for each in pack.rows("classes", KEYS | {"items"}):
        above = _category(each, "", sample=sample, personal=False)
        yield above
        for item in each.rows("items", KEYS):
            yield _category(item, above.code, sample=above.sample, personal=above.personal)


def _category(row: Checked, parent: str, *, sample: bool, personal: bool) -> CategoryRow:
    code = check_code(row)
    if code == parent:
        raise Wrong(row.at("code"), "a sub-item has a code of its own")
    return CategoryRow(
        code, row.text("name", longest=LONGEST_NAME), parent, row.texts("words"),
        row.flag("sample", default=sample), row.flag("personal", default=personal),
    )  # fmt: skip
