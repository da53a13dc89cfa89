"""JSON Lines: one object a line."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.intake.readers.tables import Row, Table, bad_file, checked_header
from huying.intake.readers.texts import encoding_of, lines

LOOKED_AT_FOR_THE_HEADER = 200
NO_OBJECT = _("the line is no JSON object")
KEY_TWICE = _("a key occurs twice")


def open_jsonlines(path: Path) -> Table:
    """A file of JSON objects; its columns are the keys of the first 200, in order of appearance.

    A key that comes only later is kept with the rows that are put aside, and used by none.
    """
    encoding = encoding_of(path)
    header = checked_header(_keys(path, encoding))
    total = sum(1 for line in lines(path, encoding) if line.strip())

    def rows() -> Iterator[Row]:
        for number, line in enumerate(lines(path, encoding), 1):
            if line.strip():
                yield _row(number, line, header)

    return Table(header, total, rows)


def _keys(path: Path, encoding: str) -> list[str]:
    told = (line for line in lines(path, encoding) if line.strip())
    names: dict[str, None] = {}
    for line in islice(told, LOOKED_AT_FOR_THE_HEADER):
        found = _object(line)
        if isinstance(found, Mapping):
            names |= dict.fromkeys(found)
    if not names:
        raise bad_file(_("a jsonl file has one JSON object on each line"))
    return list(names)


def _row(number: int, line: str, header: tuple[str, ...]) -> Row:
    found = _object(line)
    if isinstance(found, str):
        return Row(number, ("",) * len(header), (line.rstrip("\r\n"),), found)
    known = {name.strip(): _text(value) for name, value in found.items()}
    extra = tuple(
        f"{name}={value}" for name, value in known.items() if name not in header and value
    )
    return Row(number, tuple(known.get(name, "") for name in header), extra)


def _object(line: str) -> Mapping[str, Any] | str:
    """The object on a line, or why there is none."""
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except KeyError:
        return KEY_TWICE
    except (ValueError, RecursionError):
        return NO_OBJECT
    return found if isinstance(found, Mapping) else NO_OBJECT


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KeyError(KEY_TWICE)
    return found


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool() | dict() | list():
            return json.dumps(value, ensure_ascii=False)
    return str(value)
