"""Reading tables: csv, xlsx and jsonl become a header and rows of text.

Owns what a file is made of: encoding, delimiter, sheets, lines. Refuses to know what a column
means. A file that cannot be read as a whole is refused before its first row is given out.
"""

from pathlib import Path

from django.utils.translation import gettext_noop as _

from huying.intake.readers.delimited import open_delimited
from huying.intake.readers.jsonlines import open_jsonlines
from huying.intake.readers.tables import Row, Table, bad_file
from huying.intake.readers.workbooks import open_workbook

__all__ = ["Row", "Table", "open_table"]

_OPENERS = {
    ".csv": open_delimited,
    ".tsv": open_delimited,
    ".txt": open_delimited,
    ".xlsx": open_workbook,
    ".jsonl": open_jsonlines,
    ".ndjson": open_jsonlines,
}


def open_table(path: Path) -> Table:
    """The table in a file, by the ending of its name; `Refused` when it cannot be read whole."""
    opener = _OPENERS.get(path.suffix.lower())
    if opener is None:
        raise bad_file(_("only csv, xlsx and jsonl files can be read"))
    try:
        if path.stat().st_size == 0:
            raise bad_file(_("the file is empty"))
        return opener(path)
    except OSError as problem:
        raise bad_file(_("the file cannot be opened"), str(problem.strerror)) from problem
