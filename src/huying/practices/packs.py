"""Reading a pack: a TOML file becomes checked values, or is refused by file and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from huying.kernel.limits import Limit, Unit
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import LEVELS
from huying.orders.states import Grade, OrderKind, OrderState
from huying.orders.wording import LETTERS, PLACEHOLDERS, holes
from huying.practices.checks import Checked, Wrong, check_start, plain_name

FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_LABEL, _LONGEST_TEXT = 32, 80, 60, 2000


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One promise: a clock, the move that starts it, how long it may run, and for what.

    Blank conditions (and level None) match everything. `warn_shares` are shares of the limit,
    each in (0, 1); `extension_cap` is in workdays past the first due time.
    """

    clock: str
    starts_on: str
    limit: Limit
    warn_shares: tuple[float, ...]
    extension_cap: int
    kind: str
    category: str
    grade: str
    level: int | None

    @property
    def conditions(self) -> tuple[object, ...]:
        """What makes two rows rivals: the same clock under the same conditions."""
        return (self.clock, self.kind, self.category, self.grade, self.level)


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A class (blank `parent`) or a sub-item, with the words residents use for it."""

    code: str
    name: str
    parent: str
    words: tuple[str, ...]
    sample: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    """A standard text: its name in the pack, its label, the move it belongs to, its words."""

    code: str
    label: str
    move: str
    text: str
    state: str = ""
    category: str = ""
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """A whole pack, checked; categories come with every class before its sub-items."""

    name: str
    title: str
    limits: tuple[LimitRow, ...]
    categories: tuple[CategoryRow, ...]
    texts: tuple[TextRow, ...] = ()


def read(name: str, *, folder: Path = FOLDER) -> Practice:
    """The pack called so.

    Refused `unknown` when there is none, `invalid` with file and key when one is not in order.
    """
    path = found(name, folder)
    with _told_by(path):
        said = _parsed(path)
        pack = Checked(said, "", {"title", "sample", "limits", "classes", "texts"})
        sample = pack.flag("sample", default=False)
        categories = tuple(_categories(pack, sample=sample))
        _no_twins([row.code for row in categories], "classes")
        limits = tuple(
            _limit(row, {category.code for category in categories})
            for row in pack.rows("limits", _LIMIT)
        )
        _no_twins([row.conditions for row in limits], "limits")
        texts = tuple(_texts(pack, {category.code for category in categories}))
        _no_twins([row.code for row in texts], "texts")
        title = pack.text("title", longest=_LONGEST_NAME)
        return Practice(name, title, limits, categories, texts)


def found(name: str, folder: Path) -> Path:
    """The file of a pack; refused `unknown` when there is none of this name."""
    path = folder / f"{name}.toml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Refused(Code.UNKNOWN, f"there is no practice {name}", fields={"practice": "unknown"})
    return path


@contextmanager
def _told_by(path: Path) -> Iterator[None]:
    """Let what is wrong inside a file be refused under the name of that file."""
    try:
        yield
    except Wrong as wrong:
        said = f"{path.name}: {wrong}"
        raise Refused(Code.INVALID, said, fields={wrong.key or "practice": wrong.why}) from wrong


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Wrong("", f"cannot be read: {problem}") from problem


_LIMIT = {
    "clock", "starts_on", "amount", "unit", "warn_shares", "extension_cap", "kind", "category",
    "grade", "level",
}  # fmt: skip


def _limit(row: Checked, categories: set[str]) -> LimitRow:
    clock, starts_on = row.text("clock"), row.text("starts_on")
    check_start(row, clock, starts_on)
    unit = Unit(row.one_of("unit", set(Unit)))
    try:
        limit = Limit(row.whole("amount", least=1), unit)
    except ValueError as problem:
        raise Wrong(row.at("amount"), str(problem)) from problem
    level = row.whole("level", least=1) if row.has("level") else None
    if level is not None and level not in LEVELS:
        raise Wrong(row.at("level"), f"there is no level {level}")
    return LimitRow(
        clock, starts_on, limit,
        warn_shares=row.shares("warn_shares"),
        extension_cap=row.whole("extension_cap", least=0, default=0),
        kind=row.one_of("kind", set(OrderKind), default=""),
        category=row.one_of("category", categories, default=""),
        grade=row.one_of("grade", set(Grade), default=""),
        level=level,
    )  # fmt: skip


def _categories(pack: Checked, *, sample: bool) -> Iterator[CategoryRow]:
    for each in pack.rows("classes", {"code", "name", "words", "sample", "personal", "items"}):
        above = _category(each, "", sample=sample, personal=False)
        yield above
        for item in each.rows("items", {"code", "name", "words", "sample", "personal"}):
            yield _category(item, above.code, sample=above.sample, personal=above.personal)


def _category(row: Checked, parent: str, *, sample: bool, personal: bool) -> CategoryRow:
    code = row.text("code", longest=_LONGEST_CODE)
    if not plain_name(code) or code == parent:
        raise Wrong(row.at("code"), "a code is made of letters, digits, dots and dashes")
    return CategoryRow(
        code, row.text("name", longest=_LONGEST_NAME), parent, row.texts("words"),
        row.flag("sample", default=sample), row.flag("personal", default=personal),
    )  # fmt: skip


def _texts(pack: Checked, categories: set[str]) -> Iterator[TextRow]:
    for row in pack.rows("texts", {field.name for field in fields(TextRow)}):
        text = row.text("text", longest=_LONGEST_TEXT)
        if not set(holes(text)) <= set(PLACEHOLDERS):
            raise Wrong(row.at("text"), f"the placeholders are {', '.join(PLACEHOLDERS)}")
        code = row.text("code", longest=_LONGEST_CODE)
        if not plain_name(code):
            raise Wrong(row.at("code"), "a code is made of letters, digits, dots and dashes")
        yield TextRow(
            code, row.text("label", longest=_LONGEST_LABEL), row.one_of("move", LETTERS),
            text.strip(),
            state=row.one_of("state", set(OrderState), default=""),
            category=row.one_of("category", categories, default=""),
            kept_by=row.text("kept_by", longest=_LONGEST_NAME) if row.has("kept_by") else "",
        )  # fmt: skip


def _no_twins(keys: list[Any], where: str) -> None:
    seen: set[Any] = set()
    for key in keys:
        if key in seen:
            shown = key if isinstance(key, str) else " ".join(str(part) for part in key if part)
            raise Wrong(where, f"{shown} occurs twice")
        seen.add(key)
