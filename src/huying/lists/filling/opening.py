"""Opening a stranger's workbook: small enough, without macros, and with nothing we would lose."""

import re
import warnings
import zipfile
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl import load_workbook

from huying.files.actions import admit
from huying.kernel.refusals import Code, Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 2 * 1024 * 1024
LARGEST_UNPACKED = 24 * 1024 * 1024
MOST_CELLS = 50_000
# Parts that are written again as they were, or that a program makes anew by itself.
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/.*|docProps/.*|customXml/.*|xl/_rels/.*|xl/workbook\.xml"
    r"|xl/(styles|sharedStrings|calcChain)\.xml|xl/theme/.*|xl/worksheets/(_rels/.*|sheet[^/]*\.xml)"
    r"|xl/media/.*|xl/drawings/(_rels/.*|drawing[^/]*\.xml|[^/]*\.vml)|xl/comments[^/]*\.xml"
    r"|xl/comments/.*|xl/tables/.*|xl/printerSettings/.*"
)
_DRAWN = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|graphicFrame|contentPart)[ >]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
FIELD = "file"


def wrong(why: str) -> Refused:
    """A refusal of the workbook as a whole."""
    return Refused(Code.INVALID, _("this workbook cannot be used as a template"), fields={FIELD: why})  # fmt: skip


def open_template(name: str, data: bytes) -> Any:
    """The workbook, ready to be filled.

    Refused `invalid` on `file`: no xlsx, too large, macros, a password, damaged, or with parts
    that would not come out again as they went in: charts, drawn shapes, pivot tables, links to
    other workbooks.
    """
    try:
        admitted = admit(name, data, max_bytes=LARGEST, max_pixels=1)
    except Refused as refusal:
        raise wrong(next(iter(refusal.fields.values()), refusal.reason)) from refusal
    if admitted.media_type != XLSX:
        raise wrong(_("an Excel workbook (.xlsx) is needed"))
    _check_parts(data)
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            book = load_workbook(BytesIO(data), rich_text=True)
    except Exception as problem:  # the library says it in a dozen ways
        raise wrong(_("the workbook is damaged, cut off or locked")) from problem
    if any("will be removed" in str(one.message) for one in told):
        raise wrong(_("it holds rules or small charts in cells that would be lost; take them out first"))  # fmt: skip
    return book


def _check_parts(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        entries = parts.infolist()
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise wrong(_("the document unpacks to more than is accepted"))
        if not all(_KEPT.fullmatch(entry.filename) for entry in entries if not entry.is_dir()):
            raise wrong(
                _("it holds charts, controls, links or other things that would be lost; take them out first")
            )  # fmt: skip
        cells = 0
        for entry in entries:
            if not entry.filename.endswith((".xml", ".rels", ".vml")):
                continue
            text = _read(parts, entry)
            if _DECLARED.search(text) or _DECLARED.search(text.replace(b"\x00", b"")):
                raise wrong(_("the document is damaged or incomplete"))
            if entry.filename.startswith("xl/drawings/drawing") and _DRAWN.search(text):
                raise wrong(_("it holds drawn shapes or charts that would be lost; take them out first"))  # fmt: skip
            if entry.filename.startswith("xl/worksheets/"):
                cells += len(_CELL.findall(text))
    if cells > MOST_CELLS:
        raise wrong(_("the workbook has more cells than a template needs"))


def _read(parts: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return parts.read(entry)
    except Exception as problem:  # a broken part fails in as many ways as there are packings
        raise wrong(_("the document is damaged or incomplete")) from problem
