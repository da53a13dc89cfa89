"""The Chinese catalogue of the interface, kept complete without the GNU gettext programs.

English texts are their own ids, so there is no English catalogue. `python -m tools.messages`
- `update` collects the texts from code and templates, keeps what is translated, drops what is
  no longer used, and compiles;
- `take FILE…` fills gaps from tab-separated lines `English<TAB>中文`, then updates;
- `check` says what is missing, unused, fuzzy, untranslated, differs in its placeholders, or is
  not what was compiled; exit code 1.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from tools.reasons import reasons

SOURCE = Path("src/huying")
LOCALE = "zh_Hans"
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
COMMENTS = ("Translators",)
TEMPLATES = {".html", ".txt"}
PERCENT = re.compile(r"%(?:\(\w+\))?[#0\-+]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]")
BRACES = re.compile(r"\{[^{}]*\}")
# A date of its own would change the files at every run and say nothing.
STILL = datetime(2026, 1, 1, tzinfo=UTC)


def po_path(source: Path) -> Path:
    """Where the catalogue of the package at `source` lives; the compiled one is beside it."""
    return source / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def collected(source: Path) -> Catalog:
    """Every text to translate below `source`, none translated."""
    catalog = Catalog(
        locale=LOCALE,
        header_comment="# Texts of the interface: English in, Chinese out.",
        project="Huying",
        version="",
        creation_date=STILL,
        revision_date=STILL,
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source).as_posix()
        for line, text, comments, context in _texts(path):
            catalog.add(text, None, [(place, line)], auto_comments=comments, context=context)
    return catalog


def _texts(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    if path.suffix == ".py":
        code = path.read_text(encoding="utf-8")
        yield from ((line, text, [], None) for line, text in reasons(code))
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        marked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        code = "\n".join(line.lstrip() for line in marked.splitlines())
    else:
        return
    stream = BytesIO(code.encode())
    yield from extract("python", stream, KEYWORDS, COMMENTS, {"encoding": "utf-8"})


def merged(found: Catalog, old: Catalog) -> Catalog:
    """`found` with the translations `old` holds for the very same texts."""
    for message in _messages(found):
        kept = old.get(message.id, message.context)
        if kept and kept.string and not kept.fuzzy and kept.pluralizable == message.pluralizable:
            message.string = kept.string
            message.user_comments = kept.user_comments
    return found


def problems(source: Path) -> list[str]:
    """One line for each thing that keeps the catalogue below `source` from being complete."""
    path = po_path(source)
    old = _read(path)
    new = merged(collected(source), old)
    wanted, present = _keys(new), _keys(old)
    told = [f"missing: {_name(m)}" for k, m in wanted.items() if k not in present]
    told += [f"no longer used: {_name(m)}" for k, m in present.items() if k not in wanted]
    told += [f"no longer used: {_name(m)}" for m in old.obsolete.values()]
    told += [f"fuzzy: {_name(m)}" for m in present.values() if m.fuzzy]
    told += [f"untranslated: {_name(m)}" for m in present.values() if _gaps(m) and not m.fuzzy]
    told += [f"placeholders differ: {_name(m)}" for m in wanted.values() if _differs(m)]
    compiled = path.with_suffix(".mo")
    if not told and not (path.exists() and path.read_bytes() == _po(new)):
        told.append(f"{path.name} is not as `make messages` writes it")
    if not told and not (compiled.exists() and compiled.read_bytes() == _mo(new)):
        told.append(f"{compiled.name} is not what {path.name} compiles to")
    return told


def update(source: Path) -> Catalog:
    """Write both files anew from the code and what is already translated."""
    path = po_path(source)
    catalog = merged(collected(source), _read(path))
    _write(path, catalog)
    return catalog


def take(source: Path, files: list[Path]) -> list[str]:
    """Fill untranslated texts from tab-separated files.

    The lines that fit no text, or say it differently from an earlier line, come back.
    """
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    given: dict[str, str] = {}
    for line in lines:
        text, _, said = line.partition("\t")
        given.setdefault(text, said.strip())
    catalog = merged(collected(source), _read(po_path(source)))
    known = set()
    for message in _messages(catalog):
        text = _name(message)
        known.add(text)
        if _gaps(message) and (chinese := given.get(text)):
            message.string = (chinese,) if message.pluralizable else chinese
    _write(po_path(source), catalog)
    split = [(line, *line.partition("\t")[::2]) for line in lines if line.strip()]
    return [line for line, text, said in split if text not in known or given[text] != said.strip()]


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_po(catalog))
    path.with_suffix(".mo").write_bytes(_mo(catalog))


def _po(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def _mo(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _keys(catalog: Catalog) -> dict[tuple[str | None, object], Message]:
    return {(message.context, message.id): message for message in _messages(catalog)}


def _forms(text: Any) -> list[str]:
    return list(text) if isinstance(text, (list, tuple)) else [text or ""]


def _name(message: Message) -> str:
    return _forms(message.id)[0]


def _gaps(message: Message) -> bool:
    return not all(form.strip() for form in _forms(message.string))


def _differs(message: Message) -> bool:
    if _gaps(message):
        return False
    wanted = _placeholders(_forms(message.id)[-1])  # of a plural: the form that names the number
    return any(_placeholders(form) != wanted for form in _forms(message.string))


def _placeholders(text: str) -> Counter[str]:
    plain = text.replace("%%", "")
    return Counter(PERCENT.findall(plain) + BRACES.findall(plain))


def main(arguments: list[str]) -> int:
    """Do what the command line asks; 1 when something is not in order, 2 when not understood."""
    match arguments:
        case ["update"]:
            untranslated = sum(map(_gaps, _messages(update(SOURCE))))
            print(f"{untranslated} texts wait for a translation")
            return 0
        case ["take", *files] if files:
            told = [f"not taken: {line}" for line in take(SOURCE, [Path(f) for f in files])]
        case ["check"]:
            told = problems(SOURCE)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    print(*told, sep="\n", end="\n" if told else "")
    return 1 if told else 0


if __name__ == "__main__":
    settings.configure()  # the template lexer asks whether DEBUG is on
    raise SystemExit(main(sys.argv[1:]))
