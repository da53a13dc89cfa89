"""Which files a subject has, and one file opened for delivery with the headers it must carry.

Who may see a subject's private files is the policy of the room the subject lives in.
"""

from typing import NamedTuple

from django.core.files.base import File
from django.db.models import QuerySet
from django.utils.http import content_disposition_header

from huying.files.models import Upload
from huying.files.rules import THUMBNAIL_TYPE, download_name
from huying.files.states import Kind, Variant
from huying.kernel.refusals import Code, Refused

# Whatever the bytes turn out to be, a browser that opens them runs and loads nothing.
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_PUBLIC_SECONDS = 300


class Opened(NamedTuple):
    """Bytes on their way out: a stream for the caller to close, its type, its headers."""

    stream: File[bytes]
    media_type: str
    headers: dict[str, str]


def of(subject_kind: str, subject_id: int, *, public_only: bool) -> QuerySet[Upload]:
    """The files of one subject in the order they came; all of them only for who may see them."""
    found = Upload.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    if public_only:
        found = found.filter(public=True)
    return found.order_by("uploaded_at", "id")


def one(upload_id: int) -> Upload:
    """The upload with this id, or `Refused` as unknown."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise Refused(Code.UNKNOWN, "there is no such file")
    return upload


def opened(upload: Upload, variant: Variant) -> Opened:
    """The bytes with safe headers; images are shown in place, documents only downloaded.

    An image whose thumbnail is not made yet is given whole. `Refused` as unknown for a
    document's thumbnail and for bytes that are no longer in the storage.
    """
    if variant is Variant.THUMBNAIL and upload.kind != Kind.IMAGE:
        raise Refused(Code.UNKNOWN, "a document has no thumbnail")
    small = variant is Variant.THUMBNAIL and bool(upload.thumbnail)
    field = upload.thumbnail if small else upload.file
    media_type = THUMBNAIL_TYPE if small else upload.media_type
    try:
        stream = field.storage.open(str(field.name), "rb")
        size = stream.size
    except FileNotFoundError:
        raise Refused(Code.UNKNOWN, "there is no such file") from None
    # Under a name, FileResponse would replace our Content-Disposition by one of its own: inline.
    stream.name = ""
    return Opened(stream, media_type, _headers(upload, media_type, size))


def _headers(upload: Upload, media_type: str, size: int) -> dict[str, str]:
    name = download_name(upload.original_name, media_type)
    attached = upload.kind != Kind.IMAGE
    return {
        "Cache-Control": f"public, max-age={_PUBLIC_SECONDS}"
        if upload.public
        else "private, no-store",
        "Content-Disposition": str(content_disposition_header(attached, name)),
        "Content-Length": str(size),
        "Content-Security-Policy": _SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
