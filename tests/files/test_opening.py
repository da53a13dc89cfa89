"""A file on its way out: the right bytes, under headers that keep a browser from running them."""

from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.http import FileResponse

from huying.files.models import Upload
from huying.files.queries import one, opened
from huying.files.states import Variant
from huying.kernel.refusals import Code, Refused
from tests.files.conftest import Attach
from tests.files.samples import office, pdf, photo

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def sent(upload: Upload, variant: Variant) -> tuple[bytes, str, dict[str, str]]:
    stream, media_type, headers = opened(upload, variant)
    with stream:
        return stream.read(), media_type, headers


def test_a_photo_is_shown_in_place(attached: Attach, storage_folder: Path) -> None:
    upload = one(attached(name="kerb.png.jpg", data=photo(600, 600)).pk)
    body, media_type, headers = sent(upload, Variant.ORIGINAL)
    assert body == (storage_folder / str(upload.file.name)).read_bytes()
    assert media_type == "image/jpeg"
    assert headers == {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'inline; filename="kerb.png.jpg"',
        "Content-Length": str(len(body)),
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def test_a_document_is_downloaded_under_its_own_name(attached: Attach) -> None:
    upload = attached(name="网格 清单.xlsx", data=office(), public=True)
    body, media_type, headers = sent(upload, Variant.ORIGINAL)
    assert body == office()
    assert media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    disposition, _, name = headers.pop("Content-Disposition").partition("; filename*=utf-8''")
    assert (disposition, unquote(name)) == ("attachment", "网格 清单.xlsx")
    assert headers == {
        "Cache-Control": "public, max-age=300",
        "Content-Length": str(len(body)),
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def test_the_headers_outlive_the_response_that_carries_them(attached: Attach) -> None:
    stream, media_type, headers = opened(attached(name="plan.pdf", data=pdf()), Variant.ORIGINAL)
    with closing(FileResponse(stream, content_type=media_type, headers=headers)) as response:
        assert dict(response.headers) == {**headers, "Content-Type": "application/pdf"}
        assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert response.getvalue() == pdf()


def test_a_thumbnail_is_sent_as_what_it_is(attached: Attach) -> None:
    upload = one(attached(data=photo(600, 600)).pk)
    body, media_type, headers = sent(upload, Variant.THUMBNAIL)
    assert (body[:4], body[8:12], media_type) == (b"RIFF", b"WEBP", "image/webp")
    assert headers["Content-Disposition"] == 'inline; filename="kerb.webp"'


def test_a_photo_without_a_thumbnail_yet_is_sent_whole(
    queued_tasks: None, attached: Attach
) -> None:
    upload = attached()
    assert sent(upload, Variant.THUMBNAIL) == sent(upload, Variant.ORIGINAL)


def test_a_document_has_no_thumbnail(attached: Attach) -> None:
    upload = attached(name="plan.pdf", data=pdf())
    with pytest.raises(Refused, match="a document has no thumbnail") as refusal:
        opened(upload, Variant.THUMBNAIL)
    assert refusal.value.code is Code.UNKNOWN


def test_bytes_that_are_gone_are_unknown(attached: Attach, storage_folder: Path) -> None:
    upload = attached()
    (storage_folder / str(upload.file.name)).unlink()
    with pytest.raises(Refused, match="there is no such file") as refusal:
        opened(upload, Variant.ORIGINAL)
    assert refusal.value.code is Code.UNKNOWN


def test_an_unknown_upload_is_refused(db: None) -> None:
    with pytest.raises(Refused) as refusal:
        one(1)
    assert refusal.value.code is Code.UNKNOWN
