"""The rows that stayed outside, with the reason of each, as a csv that can be mended and read."""

import csv
from collections.abc import Sequence
from contextlib import AbstractContextManager
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any

from huying.intake.faults import Unfit
from huying.intake.readers import Row

FIRST = ("row", "code", "reason")


class Rejects(AbstractContextManager["Rejects"]):
    """Writes `path` when it is left in good order; `count` rows so far.

    Until then they stand in a file beside it, which an interrupted run leaves behind. Where
    nothing is rejected, no file is left, an older one of that name included.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self.count = 0
        self._header = header
        self._unfinished = path.with_suffix(".part")
        self._file: TextIOWrapper | None = None
        self._rows: Any = None

    def add(self, row: Row, unfit: Unfit) -> None:
        """Put a row aside."""
        if self._file is None:
            self._open()
        self.count += 1
        self._rows.writerow([row.number, unfit.code, unfit.told, *row.cells, *row.extra])

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished.touch(mode=0o600)  # residents' words and numbers may be in it
        # The mark tells spreadsheets that it is UTF-8; a lone surrogate is told, not lost.
        self._file = self._unfinished.open(
            "w", encoding="utf-8-sig", newline="", errors="backslashreplace"
        )
        self._rows = csv.writer(self._file)
        self._rows.writerow([*_apart(self._header), *self._header])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file, and put it in its place unless something went wrong."""
        if self._file is not None:
            self._file.close()
        if problem is not None:
            return
        if self.count:
            self._unfinished.replace(self.path)
        else:
            self.path.unlink(missing_ok=True)


def _apart(header: Sequence[str]) -> list[str]:
    """Our column names, told apart from those of a file that has the same ones."""
    names = []
    for name in FIRST:
        while name in header:
            name += "_"  # noqa: PLW2901 -- until it is free
        names.append(name)
    return names
