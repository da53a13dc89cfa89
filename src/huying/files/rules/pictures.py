"""Pictures are taken apart and made anew: only pixels pass, the right way up and not too many."""

import struct
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import ExifTags, Image

from huying.files.rules.content import GIF, HEIC, JPEG, PNG, WEBP, is_image, sniff
from huying.files.rules.headers import declared_size
from huying.files.rules.refusing import _, refused

LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
THUMBNAIL_TYPE = WEBP
_JPEG_QUALITY = 82
_THUMBNAIL_QUALITY = 78
_DECODERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF", HEIC: "HEIF"}
_SCALABLE = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A large picture takes up to 16 bytes a pixel while it is decoded: several at once, and a few
# kilobytes from strangers would take the memory of the whole machine.
_LARGE = 12_000_000
_one_at_a_time = Lock()
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow is known to raise on broken input, beside its own SyntaxError and OSError.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A picture made anew: JPEG, or PNG where parts are see-through; sizes in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def reencode(data: bytes, *, max_pixels: int) -> CleanImage:
    """The picture without any metadata, upright, at most 2560 pixels on its longest side.

    Of an animation the first frame. `Refused` when it is no picture, is damaged, or declares
    more than `max_pixels` (or Pillow's own ceiling, if that is lower): seen before decoding.
    """
    image = _plain(data, LONGEST_SIDE, max_pixels)
    out = BytesIO()
    if image.mode == "RGBA":
        image.save(out, "PNG")
        media_type = PNG
    else:
        image.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
        media_type = JPEG
    return CleanImage(out.getvalue(), media_type, image.width, image.height)


def thumbnail(data: bytes) -> bytes:
    """A stored picture as WebP of at most 480 pixels; refuses as `reencode`."""
    out = BytesIO()
    image = _plain(data, THUMBNAIL_SIDE, LONGEST_SIDE * LONGEST_SIDE)
    image.save(out, "WEBP", quality=_THUMBNAIL_QUALITY)
    return out.getvalue()


def _plain(data: bytes, longest: int, max_pixels: int) -> Image.Image:
    media_type = sniff(data)
    if not is_image(media_type):
        raise refused(_("this is not a picture"))
    try:
        size = declared_size(data, media_type)
        _check_pixels(size, max_pixels)
        with _room_for(size), Image.open(BytesIO(data), formats=(_DECODERS[media_type],)) as image:
            # Once more: a GIF frame may reach beyond the screen its header declares.
            _check_pixels(image.size, max_pixels)
            return _only_pixels(_upright(_scaled(image, longest)))
    except _BOMB:
        raise refused(_("the picture has too many pixels")) from None
    except _BROKEN:
        raise refused(_("the picture is damaged or incomplete")) from None


def _room_for(size: tuple[int, int] | None) -> AbstractContextManager[object]:
    """Waits until no other large picture is being decoded in this process."""
    small = size is not None and size[0] * size[1] < _LARGE
    return nullcontext() if small else _one_at_a_time


def _check_pixels(size: tuple[int, int] | None, max_pixels: int) -> None:
    if size is None:
        return
    width, height = size
    if width * height > min(max_pixels, Image.MAX_IMAGE_PIXELS or max_pixels):
        raise refused(_("the picture has too many pixels"))


def _scaled(image: Image.Image, longest: int) -> Image.Image:
    """The decoded picture, made smaller if need be; a JPEG is decoded at a fraction of its size."""
    if image.mode.startswith("I;16"):
        # Pillow would cut sixteen bits off at white instead of scaling them to eight.
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in _SCALABLE:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    image.load()
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says; an unreadable EXIF costs the turn, not the picture."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
    except _BROKEN:
        return image
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def _only_pixels(image: Image.Image) -> Image.Image:
    """A copy that carries no EXIF, XMP, ICC profile, comment or text of the original."""
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode == "L" else "RGB"
    plain = image.convert(mode)
    plain.info = {}
    return plain
