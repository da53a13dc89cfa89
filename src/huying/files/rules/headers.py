"""The size a picture declares, read from its header before any decoder sees it.

Also counts what a decoder would have to work through: a file of a few kilobytes can ask for
hours of work by a million empty parts.
"""

import re
import struct
from collections.abc import Callable, Iterator

from huying.files.rules.content import GIF, JPEG, PNG, WEBP
from huying.files.rules.refusing import _, refused

MAX_PARTS = 20_000
MAX_SCANS = 100
# Inside a scan 0xFF is followed by a stuffed zero or a restart mark; anything else is a marker.
_JPEG_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_PNG_FIRST_CHUNK = 8
_PNG_CHUNK_FRAME = 12  # length, name and checksum
_GIF_SCREEN_END = 13

Size = tuple[int, int]


def declared_size(data: bytes, media_type: str) -> Size | None:
    """Width and height in pixels as declared; None for a type whose header is not read here.

    `Refused` for too many parts or scans; struct.error, IndexError or ValueError where the header
    is broken.
    """
    read = _READERS.get(media_type)
    return read(data) if read else None


def _jpeg(data: bytes) -> Size:
    scans = 0
    size: Size | None = None
    for marker, position in _jpeg_segments(data):
        if marker in _START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, position + 3)
            size = max(size or (0, 0), (width, height), key=lambda wh: wh[0] * wh[1])
        scans += marker == _START_OF_SCAN
    if scans > MAX_SCANS:
        raise refused(_("the picture is too complicated"))
    if size is None:
        raise ValueError("a JPEG without a frame")
    return size


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Every marker up to the end of the image, with the position of its length."""
    position = 2
    for _part in range(MAX_PARTS):
        found = _JPEG_MARKER.search(data, position)
        if found is None or found[1][0] == _END_OF_IMAGE:
            return
        position = found.end()
        yield found[1][0], position
        (length,) = struct.unpack_from(">H", data, position)
        position += length
    raise refused(_("the picture is too complicated"))


def _png(data: bytes) -> Size:
    if data[12:16] != b"IHDR":
        raise ValueError("a PNG without a header")
    position = _PNG_FIRST_CHUNK
    for _part in range(MAX_PARTS):
        length, name = struct.unpack_from(">I4s", data, position)
        if name == b"IEND":
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        position += _PNG_CHUNK_FRAME + length
    raise refused(_("the picture is too complicated"))


def _gif(data: bytes) -> Size:
    """The screen, or the first frame where that reaches beyond it."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position = _GIF_SCREEN_END + _gif_palette(flags)
    for _part in range(MAX_PARTS):
        if data[position : position + 1] == b",":
            left, top, wide, high = struct.unpack_from("<HHHH", data, position + 1)
            return max(width, left + wide), max(height, top + high)
        if data[position : position + 1] == b"!":
            position += 2
        # Blocks follow one another, each led by its length; an empty one ends an extension.
        position += 1 + data[position]
    raise refused(_("the picture is too complicated"))


def _gif_palette(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(data: bytes) -> Size:
    kind = data[12:16]
    if kind == b"VP8X":
        wide, high = data[24:27], data[27:30]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


_READERS: dict[str, Callable[[bytes], Size]] = {JPEG: _jpeg, PNG: _png, GIF: _gif, WEBP: _webp}
