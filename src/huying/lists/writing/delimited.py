"""Separated text that Excel opens as it is: UTF-8 with its mark, and no cell that is a formula."""

import csv
import shutil
from collections.abc import Iterable
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from huying.lists.definitions import Column, Row
from huying.lists.rules.cells import harmless, shown
from huying.lists.states import Type
from huying.lists.writing.about import About

_MARK = b"\xef\xbb\xbf"


def write_csv(
    file: IO[bytes], rows: Iterable[Row], columns: tuple[Column, ...], about: About
) -> int:
    """Lines about the list, each behind a `#`, then the header, then a line for each row."""
    count = 0
    with TemporaryFile() as body:
        text = TextIOWrapper(body, encoding="utf-8", newline="", write_through=False)
        lines = csv.writer(text)
        lines.writerow([harmless(str(column.label)) for column in columns])
        for row in rows:
            lines.writerow([_cell(c, value) for c, value in zip(columns, row.values, strict=True)])
            count += 1
        text.flush()
        file.write(_MARK)
        head = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        csv.writer(head).writerows((f"# {name}", harmless(str(value))) for name, value in about.lines(count))  # fmt: skip
        head.detach()
        body.seek(0)
        shutil.copyfileobj(body, file)
        text.detach()
    return count


def _cell(column: Column, value: object) -> str | int | float:
    if column.type is Type.NUMBER and isinstance(value, int | float):
        return value
    return harmless(shown(column.type, column.labels, value))
