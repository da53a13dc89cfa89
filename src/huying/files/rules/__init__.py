"""What a stranger's bytes may become: type by content, limits, clean pictures, clean names.

Bytes in, verdicts out; no database, no storage. A refusal is `invalid` on the field `files`.
"""

from dataclasses import dataclass

from huying.files.rules.content import EXTENSIONS, is_image, sniff
from huying.files.rules.documents import check_document
from huying.files.rules.names import check_name, clean_name, download_name
from huying.files.rules.pictures import (
    LONGEST_SIDE,
    THUMBNAIL_SIDE,
    THUMBNAIL_TYPE,
    CleanImage,
    reencode,
    thumbnail,
)
from huying.files.rules.refusing import _, refused

__all__ = [
    "EXTENSIONS",
    "LONGEST_SIDE",
    "THUMBNAIL_SIDE",
    "THUMBNAIL_TYPE",
    "Admitted",
    "CleanImage",
    "admit",
    "clean_name",
    "download_name",
    "is_image",
    "reencode",
    "sniff",
    "thumbnail",
]


@dataclass(frozen=True, slots=True)
class Admitted:
    """What may be stored of an upload; width and height in pixels, None for a document."""

    name: str
    data: bytes
    media_type: str
    width: int | None = None
    height: int | None = None


def admit(name: str, data: bytes, *, max_bytes: int, max_pixels: int) -> Admitted:
    """The cleaned name and the bytes to store, or `Refused`.

    Refuses, in this order: empty, larger than `max_bytes`, an unknown or unwanted type, a name
    that says otherwise, then what `reencode` and `check_document` refuse.
    """
    if not data:
        raise refused(_("the file is empty"))
    if len(data) > max_bytes:
        raise refused(_("the file is too large"))
    media_type = sniff(data)
    cleaned = clean_name(name)
    check_name(cleaned, media_type)
    if not is_image(media_type):
        check_document(data, media_type)
        return Admitted(cleaned, data, media_type)
    clean = reencode(data, max_pixels=max_pixels)
    return Admitted(cleaned, clean.data, clean.media_type, clean.width, clean.height)
