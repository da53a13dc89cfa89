"""Text files: which encoding, and lines of bounded length."""

import codecs
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext_noop as _

from huying.intake.readers.tables import bad_file

LONGEST_LINE = 4 * 1024 * 1024
_PIECE = 1024 * 1024
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def encoding_of(path: Path) -> str:
    """The encoding that fits the whole file: by its mark, else UTF-8, else GB18030 (with GBK).

    Refused for a ZIP or an old Office file by another name, for NUL characters, and for bytes
    that are neither.
    """
    with path.open("rb") as file:
        start = file.read(len(_ZIP))
    if start in {_ZIP, _OLD_OFFICE}:
        raise bad_file(_("this is no text file; is it a workbook by another name?"))
    marked = next((name for bom, name in _BOMS.items() if start.startswith(bom)), "")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        with suppress(UnicodeError):
            _decode(path, encoding)
            return encoding
    raise bad_file(_("the text is neither UTF-8 nor GB18030"))


def _decode(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    seen = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            if "\0" in text:
                place = f"{_character(seen + text.index(chr(0)) + 1)}"
                raise bad_file(_("the file contains NUL characters"), place)
            seen += len(text)
        decoder.decode(b"", final=True)


def _character(position: int) -> str:
    return f"character {position}"


def lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a text file with their ends; refused when one is longer than 4 M characters."""
    with path.open(encoding=encoding, newline="") as file:
        while line := file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise bad_file(_("a line is too long for a table"))
            yield line
