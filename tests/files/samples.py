"""Real files, made on the spot: pictures by Pillow, documents by zipfile, bombs by hand."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
MEGABYTE = 1024 * 1024
MAX_BYTES = 15 * MEGABYTE
MAX_PIXELS = 50_000_000
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (250, 250, 250)
CAMERA = "Fictional Camera 3000"
COMMENT = b"seen from flat 302"
CONTENT_TYPES = "[Content_Types].xml"


Colour = tuple[int, int, int]


def corners(
    width: int = 80,
    height: int = 40,
    mode: str = "RGB",
    colours: tuple[Colour, Colour, Colour, Colour] = (RED, GREEN, BLUE, WHITE),
) -> Image.Image:
    """A picture whose four quarters, row by row, tell which way up it is."""
    image = Image.new("RGB", (width, height), colours[3])
    image.paste(colours[0], (0, 0, width // 2, height // 2))
    image.paste(colours[1], (width // 2, 0, width, height // 2))
    image.paste(colours[2], (0, height // 2, width // 2, height))
    return image.convert(mode)


def glass(width: int = 80, height: int = 40) -> Image.Image:
    """The same picture, half see-through."""
    image = corners(width, height, "RGBA")
    image.putalpha(128)
    return image


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file of this Pillow format."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(width: int = 80, height: int = 40) -> bytes:
    """A small JPEG without metadata."""
    return encoded(corners(width, height), "JPEG", quality=95)


def telling_exif(orientation: int = 1) -> Image.Exif:
    """A camera's EXIF: its maker, the way it was held, and where it stood."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (36.0, 6.0, 12.5),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (120.0, 24.0, 30.5),
    }
    return exif


def telling_photo(kind: str, orientation: int = 1, image: Image.Image | None = None) -> bytes:
    """A picture that says where it was taken, in every way its format knows."""
    options: dict[str, Any] = {
        "exif": telling_exif(orientation),
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", COMMENT.decode())
        options["pnginfo"] = words
    else:
        options |= {"quality": 95, "xmp": b"<x:xmpmeta>" + COMMENT + b"</x:xmpmeta>"}
    if kind == "JPEG":
        options["comment"] = COMMENT
    return encoded(image or corners(), kind, **options)


def png_chunk(name: bytes, body: bytes) -> bytes:
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(width: int, height: int) -> bytes:
    """A sound one-bit PNG, white all over: a few kilobytes however large it is."""
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, body) for name, body in chunks)


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, body in parts.items():
            zipped.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def office(main: str = "xl/workbook.xml", more: Mapping[str, bytes] | None = None) -> bytes:
    """A file with the parts that make it Word's or Excel's, and `more`."""
    body = b"".join(struct.pack(">Q", number * 7919) for number in range(500))
    parts = {CONTENT_TYPES: b"<Types/>", main: b"<workbook/>", "docProps/app.xml": body}
    return archive({**parts, **(more or {})})


def pdf() -> bytes:
    """The smallest thing that begins and ends as a PDF does."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
