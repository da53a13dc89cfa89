"""Word and Excel files: what may be inside the ZIP they are, read from its directory alone."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from huying.files.rules.refusing import _, refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ENTRIES = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 200
_TYPES_PART = "[Content_Types].xml"
_MAX_TYPES_PART = 1024 * 1024
# Some editors number the main part: word/document2.xml.
_MAIN_PART = (
    (re.compile(r"word/document\d*\.xml"), DOCX),
    (re.compile(r"xl/workbook\d*\.xml"), XLSX),
)
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCKED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


def office_type(data: bytes) -> str | None:
    """DOCX or XLSX by the parts inside, None for any other sound ZIP; `Refused` if damaged."""
    names = {entry.filename for entry in _entries(data)}
    if _TYPES_PART not in names:
        return None
    kinds = (kind for part, kind in _MAIN_PART if any(map(part.fullmatch, names)))
    return next(kinds, None)


def check_office(data: bytes) -> None:
    """`Refused` for macros, a password, or more unpacked bytes than a document ever has.

    Nothing is unpacked but the part that lists the content types: sizes are the declared ones.
    """
    entries = _entries(data)
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise refused(_("documents locked with a password are not accepted"))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > min(MAX_UNPACKED, MAX_RATIO * len(data)):
        raise refused(_("the document unpacks to more than is accepted"))
    if any(entry.header_offset + entry.compress_size > len(data) for entry in entries):
        raise refused(_("the document is damaged or incomplete"))
    if _has_macros(data, entries):
        raise refused(_("documents with macros are not accepted"))


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    # Counted before they are parsed: a directory of a million entries costs real memory.
    if data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise refused(_("the document unpacks to more than is accepted"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.infolist()
    except _BROKEN:
        raise refused(_("the document is damaged or incomplete")) from None


def _has_macros(data: bytes, entries: list[zipfile.ZipInfo]) -> bool:
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        return True
    types = next(entry for entry in entries if entry.filename == _TYPES_PART)
    if types.file_size > _MAX_TYPES_PART:
        raise refused(_("the document unpacks to more than is accepted"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return b"macroenabled" in archive.read(types).lower()
    except _BROKEN:
        raise refused(_("the document is damaged or incomplete")) from None
