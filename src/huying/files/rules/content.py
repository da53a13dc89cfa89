"""What a file is, by its first bytes and never by its name."""

from PIL import Image

from huying.files.rules.archives import DOCX, XLSX, office_type
from huying.files.rules.refusing import _, refused

JPEG, PNG, WEBP, GIF, HEIC = (f"image/{name}" for name in ("jpeg", "png", "webp", "gif", "heic"))
PDF = "application/pdf"
EXTENSIONS: dict[str, tuple[str, ...]] = {
    JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    PNG: ("png",),
    WEBP: ("webp",),
    GIF: ("gif",),
    HEIC: ("heic", "heif"),
    PDF: ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
}
"""Each accepted type with the endings its name may carry; the first is the one it is stored under."""

_MAGIC = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
)
_HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
)


def sniff(data: bytes) -> str:
    """The media type told by the content; `Refused` for whatever is not accepted here.

    A ZIP is opened as far as its directory, to tell Word and Excel files from archives.
    """
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return _heic()
    office = office_type(data) if data.startswith(b"PK\x03\x04") else None
    if office is None:
        raise refused(
            _("this type of file is not accepted; send JPEG, PNG, WebP, GIF, PDF, DOCX or XLSX")
        )
    return office


def is_image(media_type: str) -> bool:
    """Whether the type is re-encoded as a picture."""
    return media_type.startswith("image/")


def _heic() -> str:
    Image.init()
    if "HEIF" not in Image.OPEN:
        raise refused(_("HEIC photos cannot be read here; send the photo as JPEG"))
    return HEIC
