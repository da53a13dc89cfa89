"""Reading a pack: a TOML file becomes checked values, or is refused by file, line and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from huying.kernel.refusals import Code, Refused
from huying.practices.checks import Checked, Wrong
from huying.practices.lines import line_of
from huying.practices.parts.classes import CategoryRow, classes
from huying.practices.parts.directory import Answering, directory
from huying.practices.parts.judging import (
    BoardRow,
    IndicatorRow,
    Question,
    Sheet,
    boards,
    indicators,
    questions,
    sheets,
)
from huying.practices.parts.limits import LimitRow, limits
from huying.practices.parts.names import GradeRow, Labels, LevelRow, grades, labels, levels
from huying.practices.parts.offering import (
    FinderRow,
    KindRow,
    LedgerRow,
    ListRow,
    discovery,
    kinds,
    ledgers,
    lists,
)
from huying.practices.parts.serving import (
    Deliberation,
    Duty,
    PrintRow,
    Rung,
    ServiceRow,
    deliberation,
    duty,
    ladder,
    prints,
    services,
)
from huying.practices.parts.texts import TextRow, texts

FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}")
_LONGEST_TITLE = 80
_PARTS = {
    "texts", "labels", "kinds", "discovery", "lists", "ledgers", "grades", "levels", "ladder", "boards",
    "questions", "sheets", "duty", "deliberation", "services", "indicators", "prints",
}  # fmt: skip
_KEYS = {"title", "version", "sample", "base", "limits", "classes", "directory"} | _PARTS


@dataclass(frozen=True, slots=True)
class Practice:
    """A whole pack, checked; categories come with every class before its sub-items.

    What it says nothing of it has from its `base`: whole parts, and limits clock by clock.
    """

    name: str
    title: str
    version: str
    limits: tuple[LimitRow, ...]
    categories: tuple[CategoryRow, ...]
    texts: tuple[TextRow, ...]
    directory: tuple[Answering, ...]
    labels: Labels
    kinds: tuple[KindRow, ...]
    discovery: tuple[FinderRow, ...]
    lists: tuple[ListRow, ...]
    ledgers: tuple[LedgerRow, ...]
    grades: tuple[GradeRow, ...]
    levels: tuple[LevelRow, ...]
    ladder: tuple[Rung, ...]
    boards: tuple[BoardRow, ...]
    questions: tuple[Question, ...]
    sheets: tuple[Sheet, ...]
    duty: Duty
    deliberation: Deliberation
    services: tuple[ServiceRow, ...]
    indicators: tuple[IndicatorRow, ...]
    prints: tuple[PrintRow, ...]
    digest: str = ""

    def parts(self) -> dict[str, Any]:
        """All it says, as plain values that can be kept."""
        said = asdict(self)
        for key in ("name", "title", "version", "digest"):
            del said[key]
        return {"classes" if key == "categories" else key: value for key, value in said.items()}


def read(name: str, *, folder: Path = FOLDER) -> Practice:
    """The pack called so, with all it has from the packs it builds on.

    Refused `unknown` when there is none, `invalid` with file, line and key when one is not in
    order.
    """
    return _read(name, folder, ())


def found(name: str, folder: Path) -> Path:
    """The file of a pack; refused `unknown` when there is none of this name."""
    for path in (each / f"{name}.toml" for each in folders(folder)):
        if _NAME.fullmatch(name) and path.is_file():
            return path
    raise Refused(Code.UNKNOWN, f"there is no practice {name}", fields={"practice": "unknown"})


def folders(folder: Path) -> tuple[Path, ...]:
    """Where packs are looked for: what is shipped first, then the installation's own."""
    return (folder, settings.PRACTICES) if folder == FOLDER else (folder,)


def _read(name: str, folder: Path, above: tuple[str, ...]) -> Practice:
    path = found(name, folder)
    content = path.read_bytes()
    with _told_by(path, content):
        pack = Checked(_parsed(content), "", _KEYS)
        base = _base(pack, folder, (*above, name))
        sha = sha256(content + (base.digest.encode() if base else b"")).hexdigest()
        return replace(_checked(pack, name, base), digest=sha)


def _base(pack: Checked, folder: Path, above: tuple[str, ...]) -> Practice | None:
    if not pack.has("base"):
        return None
    name = pack.text("base")
    if name in above:
        raise Wrong("base", f"goes round in a circle: {' > '.join((*above, name))}")
    try:
        found(name, folder)
    except Refused as refusal:
        raise Wrong("base", refusal.reason) from refusal
    return _read(name, folder, above)


def _checked(pack: Checked, name: str, base: Practice | None) -> Practice:
    sample = pack.flag("sample", default=False)
    version = pack.text("version", longest=32)
    if not _VERSION.fullmatch(version):
        raise Wrong("version", "a version is made of letters, digits, dots and dashes")
    categories = classes(pack, sample=sample)
    if base and not categories:
        categories = base.categories
    codes = {category.code for category in categories}
    own = Practice(
        name, pack.text("title", longest=_LONGEST_TITLE), version,
        limits=limits(pack, codes), categories=categories, texts=texts(pack, codes),
        directory=directory(pack, codes), labels=labels(pack), kinds=kinds(pack), discovery=discovery(pack), lists=lists(pack), ledgers=ledgers(pack),
        grades=grades(pack), levels=levels(pack), ladder=ladder(pack), boards=boards(pack),
        questions=questions(pack), sheets=sheets(pack, sample=sample), duty=duty(pack, codes),
        deliberation=deliberation(pack), services=services(pack, sample=sample),
        indicators=indicators(pack, sample=sample), prints=prints(pack),
    )  # fmt: skip
    return _on(base, own, pack) if base else own


def _on(base: Practice, own: Practice, pack: Checked) -> Practice:
    """The pack with what it says nothing of from the pack it builds on."""
    clocks = {row.clock for row in own.limits}
    codes = {row.code for row in own.categories}
    inherited = [
        row
        for row in base.limits
        if row.clock not in clocks and (not row.category or row.category in codes)
    ]
    taken = {part: getattr(base, part) for part in _PARTS if not pack.has(part)}
    taken["texts"] = own.texts or tuple(
        text for text in base.texts if not text.category or text.category in codes
    )
    taken["directory"] = own.directory or tuple(
        row for row in base.directory if row.category in codes
    )
    return replace(own, limits=(*own.limits, *inherited), **taken)


@contextmanager
def _told_by(path: Path, content: bytes) -> Iterator[None]:
    """Let what is wrong inside a file be refused under the name and the line of that file."""
    try:
        yield
    except Wrong as wrong:
        line = line_of(content.decode(errors="replace"), wrong.key) if wrong.key else 0
        where = f"{path.name} line {line}" if line else path.name
        said = f"{where}: {wrong}"
        raise Refused(Code.INVALID, said, fields={wrong.key or "practice": wrong.why}) from wrong


def _parsed(content: bytes) -> Mapping[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Wrong("", f"cannot be read: {problem}") from problem
