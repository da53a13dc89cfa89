"""Documents are kept byte for byte; what is cut off, locked, armed or a bomb is refused."""

import random
import struct
import tracemalloc
from contextlib import suppress
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.files.rules import Admitted, admit
from huying.kernel.refusals import Code, Refused
from tests.files.samples import CONTENT_TYPES, MAX_BYTES, MEGABYTE, archive, office, pdf

DAMAGED = "the document is damaged or incomplete"
TOO_MUCH = "the document unpacks to more than is accepted"
MACROS = "documents with macros are not accepted"
LOCKED = "documents locked with a password are not accepted"
MACRO_TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)


def admitted(name: str, data: bytes) -> Admitted:
    return admit(name, data, max_bytes=MAX_BYTES, max_pixels=1)


def reason_against(name: str, data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        admitted(name, data)
    assert refusal.value.code is Code.INVALID
    assert refusal.value.fields == {"files": refusal.value.reason}
    return refusal.value.reason


def workbook() -> bytes:
    """A workbook as a spreadsheet program saves it."""
    book = openpyxl.Workbook()
    for row in range(200):
        book.worksheets[0].append([row, f"Estate {row}", row * row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("list.xlsx", workbook()), ("report.docx", office("word/document.xml")), ("plan.pdf", pdf())],
)
def test_a_document_is_kept_byte_for_byte(name: str, data: bytes) -> None:
    kept = admitted(name, data)
    assert (kept.name, kept.data, kept.width, kept.height) == (name, data, None, None)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_a_truncated_workbook_is_refused(share: float) -> None:
    data = workbook()
    assert reason_against("list.xlsx", data[: int(len(data) * share)]) == DAMAGED


def test_a_workbook_that_lost_its_middle_is_refused() -> None:
    data = workbook()
    directory = data.index(b"PK\x01\x02")
    assert reason_against("list.xlsx", data[:200] + data[directory:]) == DAMAGED


def test_a_truncated_pdf_is_refused() -> None:
    data = pdf()
    assert reason_against("a.pdf", data[:-8]) == "the PDF is damaged or incomplete"
    assert reason_against("a.pdf", data + b"\0" * 2048) == "the PDF is damaged or incomplete"


@pytest.mark.parametrize(
    "data",
    [
        office("word/document.xml", {"word/vbaProject.bin": b"macro"}),
        office("word/document.xml", {"hidden/VBAPROJECT.BIN": b"macro"}),
        archive({CONTENT_TYPES: MACRO_TYPES, "word/document.xml": b"<document/>"}),
    ],
)
def test_a_document_with_macros_is_refused(data: bytes) -> None:
    assert reason_against("letter.docx", data) == MACROS


def test_a_locked_document_is_refused() -> None:
    data = bytearray(office())
    entry = data.index(b"PK\x01\x02")
    while entry >= 0:
        data[entry + 8] |= 1
        entry = data.find(b"PK\x01\x02", entry + 4)
    assert reason_against("list.xlsx", bytes(data)) == LOCKED


def test_a_document_that_unpacks_to_a_flood_is_refused_unopened() -> None:
    flood = office(more={"xl/media/flood.bin": bytes(100 * MEGABYTE)})
    assert len(flood) < MEGABYTE
    tracemalloc.start()
    try:
        assert reason_against("list.xlsx", flood) == TOO_MUCH
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * MEGABYTE


def test_a_document_that_lists_its_types_at_length_is_refused() -> None:
    noise = random.Random(1).randbytes(50_000)
    data = archive({CONTENT_TYPES: bytes(2 * MEGABYTE), "xl/workbook.xml": noise})
    assert reason_against("list.xlsx", data) == TOO_MUCH


def test_a_document_of_endless_parts_is_refused() -> None:
    data = archive({f"part{number}": b"" for number in range(6_000)})
    assert reason_against("list.xlsx", data) == TOO_MUCH


def test_a_part_that_reaches_beyond_the_file_is_refused() -> None:
    data = bytearray(office())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 20, 2 * len(data))
    assert reason_against("list.xlsx", bytes(data)) == DAMAGED


def test_a_directory_that_lies_about_its_place_is_refused() -> None:
    data = bytearray(office())
    struct.pack_into("<I", data, len(data) - 6, len(data))
    assert reason_against("list.xlsx", bytes(data)) == DAMAGED


@given(
    where=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=6),
    bytes_=st.binary(min_size=6, max_size=6),
)
@settings(max_examples=200)
def test_a_few_altered_bytes_give_a_document_or_a_refusal(
    where: list[float], bytes_: bytes
) -> None:
    data = bytearray(office())
    for share, byte in zip(where, bytes_, strict=False):
        data[int(share * len(data))] = byte
    with suppress(Refused):
        assert admitted("list.xlsx", bytes(data)).data == bytes(data)
