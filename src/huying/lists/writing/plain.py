"""JSON: what the list is, its columns, and every row as an object, one to a line."""

import json
from collections.abc import Iterable
from typing import IO, Any

from django.utils import timezone

from huying.lists.definitions import Column, Row
from huying.lists.rules.cells import kept
from huying.lists.writing.about import About


def write_json(
    file: IO[bytes], rows: Iterable[Row], columns: tuple[Column, ...], about: About
) -> int:
    """One object: `about`, `columns`, `rows` and, at the end, how many there were."""
    head = {
        "list": about.name, "version": about.version, "title": about.title, "place": about.place,
        "filters": dict(about.filters), "at": timezone.localtime(about.at).isoformat(),
        "by": about.by, "left_out": list(about.left_out),
    }  # fmt: skip
    shape = [{"key": c.key, "label": str(c.label), "type": c.type.value} for c in columns]
    file.write(f'{{"about":{_text(head)},\n"columns":{_text(shape)},\n"rows":['.encode())
    keys, count = [column.key for column in columns], 0
    for row in rows:
        one = dict(zip(keys, map(kept, row.values), strict=True))
        file.write((",\n" if count else "\n").encode() + _text(one).encode())
        count += 1
    file.write(f'\n],\n"count":{count}}}\n'.encode())
    return count


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
