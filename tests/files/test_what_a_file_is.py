"""The type is told by the content, and a name that says otherwise is refused."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from PIL import Image, ImageFile

from huying.files.rules import Admitted, admit, sniff
from huying.kernel.refusals import Code, Refused
from tests.files.samples import (
    MAX_BYTES,
    MAX_PIXELS,
    archive,
    corners,
    encoded,
    office,
    pdf,
    photo,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_ACCEPTED = "this type of file is not accepted; send JPEG, PNG, WebP, GIF, PDF, DOCX or XLSX"
MISNAMED = "the file's name does not match its content"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)


def admitted(name: str, data: bytes) -> Admitted:
    return admit(name, data, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)


def reason_against(name: str, data: bytes, *, max_bytes: int = MAX_BYTES) -> str:
    with pytest.raises(Refused) as refusal:
        admit(name, data, max_bytes=max_bytes, max_pixels=MAX_PIXELS)
    assert refusal.value.code is Code.INVALID
    assert refusal.value.fields == {"files": refusal.value.reason}
    return refusal.value.reason


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (photo(), "image/jpeg"),
        (encoded(corners(), "PNG"), "image/png"),
        (encoded(corners(), "WEBP"), "image/webp"),
        (encoded(corners(), "WEBP", lossless=True), "image/webp"),
        (encoded(corners(mode="P"), "GIF"), "image/gif"),
        (pdf(), "application/pdf"),
        (office("word/document.xml"), WORD),
        (office("word/document2.xml"), WORD),
        (office("xl/workbook.xml"), EXCEL),
    ],
)
def test_a_type_is_told_by_the_content(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"plain words",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"RIFF\x24\0\0\0WAVEfmt a sound",
        b"MZ\x90\x00 a program",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
        encoded(corners(), "BMP"),
        encoded(corners(), "TIFF"),
        archive({"notes.txt": b"a plain archive"}),
        archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b""}),
        b" %PDF-1.7 not at the beginning %%EOF",
    ],
)
def test_other_types_are_refused_with_the_list_of_what_is_accepted(data: bytes) -> None:
    assert reason_against("file", data) == NOT_ACCEPTED


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", office()),
        ("photo.jpg", pdf()),
        ("report.pdf", photo()),
        ("list.xlsx", office("word/document.xml")),
        ("list.xls", office()),
        ("photo.exe", photo()),
        ("photo.jpg.html", photo()),
        ("photo\u202egpj.exe", photo()),
    ],
)
def test_a_name_that_says_otherwise_is_refused(name: str, data: bytes) -> None:
    assert reason_against(name, data) == MISNAMED


def test_a_picture_may_carry_the_ending_of_another_picture_as_chat_programs_save_them() -> None:
    assert admitted("photo.jpg", encoded(corners(), "PNG")).media_type == "image/jpeg"


def test_an_archive_named_jpg_is_refused() -> None:
    assert reason_against("photo.jpg", archive({"notes.txt": b"hello"})) == NOT_ACCEPTED


@pytest.mark.parametrize(
    "name", ["a.jpg", "a.JPEG", "a.jfif", "blob", "微信图片", "a.jpg ", "3. kerb"]
)
def test_every_usual_name_of_a_photo_is_taken(name: str) -> None:
    assert admitted(name, photo()).media_type == "image/jpeg"


def test_an_empty_file_is_refused() -> None:
    assert reason_against("a.jpg", b"") == "the file is empty"


def test_a_file_may_be_as_large_as_the_limit_and_no_larger() -> None:
    data = pdf()
    kept = admit("a.pdf", data, max_bytes=len(data), max_pixels=1)
    assert kept == Admitted("a.pdf", data, "application/pdf")
    assert reason_against("a.pdf", data, max_bytes=len(data) - 1) == "the file is too large"


def test_an_iphone_photo_is_refused_with_the_way_out() -> None:
    reason = "HEIC photos cannot be read here; send the photo as JPEG"
    assert reason_against("IMG_0001.HEIC", HEIC) == reason


class FlatHeif(ImageFile.ImageFile):
    """A reader as a plugin would bring it: any HEIF is 6 by 4 pixels of one grey."""

    format = "HEIF"
    pixels: ClassVar = b"\x80" * 24

    def _open(self) -> None:
        self._size = (6, 4)
        self._mode = "L"
        self.tile = []
        self.im = Image.frombytes("L", (6, 4), self.pixels).im


@pytest.fixture
def heif_plugin() -> Iterator[None]:
    Image.init()
    Image.register_open("HEIF", FlatHeif, lambda prefix: prefix[4:8] == b"ftyp")
    yield
    Image.ID.remove("HEIF")
    del Image.OPEN["HEIF"]


def test_an_iphone_photo_is_taken_where_a_reader_is_installed(heif_plugin: None) -> None:
    kept = admitted("IMG_0001.HEIC", HEIC)
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 6, 4)
    with pytest.raises(Refused, match="the picture has too many pixels"):
        admit("IMG_0001.HEIC", HEIC, max_bytes=MAX_BYTES, max_pixels=23)
