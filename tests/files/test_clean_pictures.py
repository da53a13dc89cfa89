"""Only pixels pass: upright, no larger than need be, and nothing about who, where or with what."""

from io import BytesIO
from operator import sub

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from huying.files.rules import CleanImage, reencode, thumbnail
from huying.kernel.refusals import Refused
from tests.files.samples import (
    BLUE,
    CAMERA,
    COMMENT,
    GREEN,
    MAX_PIXELS,
    RED,
    WHITE,
    archive,
    corners,
    encoded,
    glass,
    pdf,
    photo,
    telling_exif,
    telling_photo,
)


def cleaned(data: bytes) -> CleanImage:
    return reencode(data, max_pixels=MAX_PIXELS)


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    return found if isinstance(found, tuple) else (int(found or 0),)


def named(colour: tuple[int, ...]) -> tuple[int, int, int]:
    """The named colour this one was before it was compressed."""
    near = [c for c in (RED, GREEN, BLUE, WHITE) if max(map(abs, map(sub, c, colour))) < 12]
    assert len(near) == 1
    return near[0]


def quarters(image: Image.Image) -> list[tuple[int, int, int]]:
    """The named colour in the middle of each quarter, row by row."""
    shown = image.convert("RGB")
    (left, right), (top, bottom) = (
        (side // 4, side - 1 - side // 4) for side in (shown.width, shown.height)
    )
    return [named(pixel(shown, x, y)) for y in (top, bottom) for x in (left, right)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_no_longer_tells_where_it_was_taken(kind: str) -> None:
    telling = telling_photo(kind)
    before = picture(telling)
    assert before.getexif().get_ifd(0x8825)
    assert before.info["icc_profile"]
    assert CAMERA.encode() in telling
    clean = picture(cleaned(telling).data)
    assert dict(clean.getexif()) == {}
    assert set(clean.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
        "progressive",
        "progression",
    }
    for trace in (b"Exif", CAMERA.encode(), COMMENT, b"ICC_PROFILE", b"iCCP", b"http://ns.adobe"):
        assert trace not in cleaned(telling).data


def test_a_see_through_picture_no_longer_tells_where_it_was_taken() -> None:
    telling = telling_photo("PNG", image=corners(mode="RGBA"))
    clean = cleaned(telling)
    assert clean.media_type == "image/png"
    assert picture(clean.data).info == {}
    assert not any(trace in clean.data for trace in (b"eXIf", b"iCCP", b"tEXt", COMMENT))


# By the standard: what the sensor's first row and first column were in the scene, so the
# quarters as they lie in the file, row by row, where the scene is red green above blue white.
HELD = {
    1: (RED, GREEN, BLUE, WHITE),
    2: (GREEN, RED, WHITE, BLUE),
    3: (WHITE, BLUE, GREEN, RED),
    4: (BLUE, WHITE, RED, GREEN),
    5: (RED, BLUE, GREEN, WHITE),
    6: (GREEN, WHITE, RED, BLUE),
    7: (WHITE, GREEN, BLUE, RED),
    8: (BLUE, RED, WHITE, GREEN),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", HELD)
def test_a_photo_stands_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    size = (80, 40) if orientation < 5 else (40, 80)
    held = corners(*size, colours=HELD[orientation])
    clean = cleaned(telling_photo(kind, orientation, held))
    assert (clean.width, clean.height) == (80, 40)
    assert quarters(picture(clean.data)) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("exif", [b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff", b"\0" * 9])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_an_unreadable_exif_costs_the_turn_and_not_the_picture(exif: bytes) -> None:
    clean = cleaned(encoded(corners(), "JPEG", quality=95, exif=exif))
    assert quarters(picture(clean.data)) == [RED, GREEN, BLUE, WHITE]


def test_an_unreadable_profile_costs_the_turn_and_not_the_picture() -> None:
    words = PngInfo()
    words.add_text("Raw profile type exif", "\nexif\n4\nno hex at all\n")
    clean = cleaned(encoded(corners(), "PNG", pnginfo=words))
    assert quarters(picture(clean.data)) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize(
    ("size", "stored"),
    [
        ((2560, 10), (2560, 10)),
        ((2561, 10), (2560, 10)),
        ((5120, 2560), (2560, 1280)),
        ((1000, 4000), (640, 2560)),
        ((6000, 1), (2560, 1)),
    ],
)
def test_the_longest_side_is_at_most_2560(size: tuple[int, int], stored: tuple[int, int]) -> None:
    clean = cleaned(encoded(Image.new("RGB", size, RED), "JPEG"))
    assert (clean.width, clean.height) == stored
    assert picture(clean.data).size == stored


@pytest.mark.parametrize(
    ("data", "media_type", "mode"),
    [
        (photo(), "image/jpeg", "RGB"),
        (encoded(corners(mode="L"), "JPEG"), "image/jpeg", "L"),
        (encoded(corners(mode="CMYK"), "JPEG"), "image/jpeg", "RGB"),
        (encoded(corners(), "PNG"), "image/jpeg", "RGB"),
        (encoded(corners(mode="P"), "PNG"), "image/jpeg", "RGB"),
        (encoded(corners(mode="1"), "PNG"), "image/jpeg", "RGB"),
        (encoded(corners(mode="LA"), "PNG"), "image/png", "RGBA"),
        (encoded(corners(mode="RGBA"), "PNG"), "image/png", "RGBA"),
        (encoded(corners(), "PNG", transparency=RED), "image/png", "RGBA"),
        (encoded(glass(), "WEBP"), "image/png", "RGBA"),
        (encoded(corners(), "WEBP"), "image/jpeg", "RGB"),
    ],
)
def test_what_is_see_through_stays_so_and_the_rest_becomes_jpeg(
    data: bytes, media_type: str, mode: str
) -> None:
    clean = cleaned(data)
    assert clean.media_type == media_type
    assert picture(clean.data).mode == mode


def test_see_through_parts_stay_see_through() -> None:
    half = Image.new("RGBA", (20, 10), (*BLUE, 0))
    half.paste((*RED, 255), (0, 0, 10, 10))
    clean = picture(cleaned(encoded(half, "PNG")).data)
    assert pixel(clean, 5, 5) == (*RED, 255)
    assert pixel(clean, 15, 5)[3] == 0


def test_sixteen_bits_a_pixel_keep_their_shades() -> None:
    grey = Image.new("I;16", (20, 10), 0x6000)
    (shade,) = pixel(picture(cleaned(encoded(grey, "PNG")).data), 5, 5)
    assert abs(shade - 0x60) <= 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(kind: str) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in (GREEN, BLUE)]
    options = {"lossless": True} if kind == "WEBP" else {}
    moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    assert picture(moving).is_animated  # type: ignore[attr-defined]
    clean = cleaned(moving)
    assert quarters(picture(clean.data)) == [GREEN] * 4
    assert not getattr(picture(clean.data), "is_animated", False)


def test_what_follows_a_photo_in_its_file_is_cut_off() -> None:
    clean = cleaned(photo() + archive({"hidden.txt": b"stowaway"}))
    assert b"hidden.txt" not in clean.data
    assert cleaned(photo()) == clean


def test_a_thumbnail_is_a_webp_of_at_most_480_pixels() -> None:
    stored = cleaned(encoded(corners(1200, 600), "JPEG", exif=telling_exif())).data
    small = picture(thumbnail(stored))
    assert (small.format, small.size) == ("WEBP", (480, 240))
    assert quarters(small) == [RED, GREEN, BLUE, WHITE]
    assert small.getexif() == {}


def test_a_small_picture_is_not_blown_up_for_its_thumbnail() -> None:
    assert picture(thumbnail(photo())).size == (80, 40)


def test_a_thumbnail_of_a_see_through_picture_is_see_through() -> None:
    assert picture(thumbnail(encoded(glass(), "PNG"))).mode == "RGBA"


def test_a_document_is_no_picture() -> None:
    with pytest.raises(Refused, match="this is not a picture"):
        cleaned(pdf())
