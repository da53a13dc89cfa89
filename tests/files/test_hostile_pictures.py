"""Bombs, cut-off files and nonsense end in a plain refusal, never in an error."""

import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from huying.files.rules import CleanImage, reencode
from huying.files.rules.headers import declared_size
from huying.kernel.refusals import Code, Refused
from tests.files.samples import MAX_PIXELS, corners, encoded, glass, photo, png_bomb, png_chunk

TOO_MANY = "the picture has too many pixels"
DAMAGED = "the picture is damaged or incomplete"
COMPLICATED = "the picture is too complicated"
KINDS = {
    "JPEG": photo(),
    "progressive JPEG": encoded(corners(), "JPEG", progressive=True),
    "PNG": encoded(corners(), "PNG"),
    "PNG with palette": encoded(corners(mode="P"), "PNG", transparency=0),
    "WebP": encoded(corners(), "WEBP"),
    "GIF": encoded(corners(mode="P"), "GIF"),
}


def reason_against(data: bytes, max_pixels: int = MAX_PIXELS) -> str:
    with pytest.raises(Refused) as refusal:
        reencode(data, max_pixels=max_pixels)
    assert refusal.value.code is Code.INVALID
    assert refusal.value.fields == {"files": refusal.value.reason}
    return refusal.value.reason


def declared(kind: str, width: int, height: int) -> bytes:
    """A small sound file whose header was changed to declare this size."""
    data = bytearray(KINDS[kind])
    if kind == "GIF":
        struct.pack_into("<HH", data, 6, width, height)
    elif kind == "WebP":
        struct.pack_into("<HH", data, data.index(b"\x9d\x01\x2a") + 3, width, height)
    else:
        frame = b"\xff\xc2" if "progressive" in kind else b"\xff\xc0"
        struct.pack_into(">HH", data, data.index(frame) + 5, height, width)
    return bytes(data)


def test_the_pixel_limit_is_met_exactly() -> None:
    data = photo(80, 40)
    assert reencode(data, max_pixels=3200).width == 80
    assert reason_against(data, max_pixels=3199) == TOO_MANY


def extended_webp(width: int, height: int) -> bytes:
    data = bytearray(encoded(glass(), "WEBP"))
    assert data[12:16] == b"VP8X"
    data[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def lossless_webp(width: int, height: int) -> bytes:
    data = bytearray(encoded(corners(), "WEBP", lossless=True))
    assert data[12:16] == b"VP8L"
    struct.pack_into("<I", data, 21, width - 1 | height - 1 << 14)
    return bytes(data)


def gif_frame(width: int, height: int, *, left: int = 0, screen: tuple[int, int]) -> bytes:
    """A GIF whose first frame has its own idea of the size."""
    data = bytearray(KINDS["GIF"])
    frame = data.index(b",\0\0\0\0")
    struct.pack_into("<HH", data, 6, *screen)
    struct.pack_into("<HHHH", data, frame + 1, left, 0, width, height)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (declared("JPEG", 12_345, 11_111), "image/jpeg"),
        (declared("progressive JPEG", 12_345, 11_111), "image/jpeg"),
        (declared("WebP", 12_345, 11_111), "image/webp"),
        (extended_webp(12_345, 11_111), "image/webp"),
        (lossless_webp(12_345, 11_111), "image/webp"),
        (declared("GIF", 12_345, 11_111), "image/gif"),
        (gif_frame(12_000, 11_111, left=345, screen=(80, 40)), "image/gif"),
        (gif_frame(12_000, 9, screen=(12_345, 11_111)), "image/gif"),
    ],
)
def test_a_size_is_read_from_the_header_alone(data: bytes, media_type: str) -> None:
    assert declared_size(data, media_type) == (12_345, 11_111)
    assert reason_against(data) == TOO_MANY


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_no_limit_is_higher_than_the_decoders_own() -> None:
    assert Image.MAX_IMAGE_PIXELS
    side = int(Image.MAX_IMAGE_PIXELS**0.5) + 1
    assert reason_against(png_bomb(side, side), max_pixels=10**12) == TOO_MANY


MEASURE = """
import resource, sys
from pathlib import Path
from threading import Thread
from huying.files.rules import reencode
from huying.kernel.refusals import Refused

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def look():
    try:
        reencode(data, max_pixels=int(sys.argv[2]))
    except Refused as refusal:
        said.append(refusal.reason)
    else:
        said.append("decoded")

data, said = Path(sys.argv[1]).read_bytes(), []
before = peak()
threads = [Thread(target=look) for _ in range(int(sys.argv[3]))]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*sorted(set(said)))
print(peak() - before)
"""

# A process inherits its parent's peak, and this one's is large by now: a small one goes between.
SMALL_PARENT = """
import subprocess, sys
subprocess.run([sys.executable, "-c", *sys.argv[1:]], check=True)
"""


def measured(file: Path, max_pixels: int, threads: int = 1) -> tuple[str, int]:
    """What a process of its own says to the file, and the memory this took it, in kilobytes."""
    measure = [MEASURE, str(file), str(max_pixels), str(threads)]
    command = [sys.executable, "-c", SMALL_PARENT, *measure]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- our own words
    verdict, peak = done.stdout.splitlines()
    unit = 1024 if sys.platform == "darwin" else 1
    return verdict, int(peak) // unit


def test_a_bomb_of_a_hundred_megapixels_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(png_bomb(10_000, 10_000))
    assert bomb.stat().st_size < 50_000
    verdict, kilobytes = measured(bomb, MAX_PIXELS)
    assert verdict == TOO_MANY
    assert kilobytes < 8_000


def test_large_pictures_are_decoded_one_at_a_time(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(png_bomb(4_000, 4_000))
    verdict, alone = measured(large, MAX_PIXELS)
    assert (verdict, alone > 50_000) == ("decoded", True)
    verdict, together = measured(large, MAX_PIXELS, threads=3)
    assert verdict == "decoded"
    assert together < 2 * alone


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_off_in_the_middle_is_refused(kind: str) -> None:
    data = KINDS[kind]
    for share in (0.3, 0.5, 0.7, 0.9):
        assert reason_against(data[: int(len(data) * share)]) == DAMAGED


def test_a_large_photo_cut_off_near_its_end_is_refused() -> None:
    data = encoded(Image.effect_noise((3000, 2000), 60).convert("RGB"), "JPEG")
    assert reason_against(data[:-2000]) == DAMAGED


def test_a_picture_without_extent_is_refused() -> None:
    assert reason_against(declared("JPEG", 0, 40)) == DAMAGED
    assert reason_against(gif_frame(0, 0, screen=(0, 0))) == DAMAGED
    header = struct.pack(">IIBBBBB", 0, 0, 8, 2, 0, 0, 0)
    assert reason_against(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)) == DAMAGED


def test_a_photo_of_endless_passes_is_refused() -> None:
    data = encoded(corners(), "JPEG", progressive=True)
    begin = data.rindex(b"\xff\xda")
    one_pass, end = data[begin:-2], data[-2:]
    assert reencode(data[:begin] + one_pass * 20 + end, max_pixels=MAX_PIXELS).width == 80
    assert reason_against(data[:begin] + one_pass * 200 + end) == COMPLICATED


def test_a_picture_of_endless_parts_is_refused() -> None:
    start = b"\xff\xd8"
    assert reason_against(start + b"\xff\xfe\x00\x02" * 30_000 + photo()[2:]) == COMPLICATED
    data = KINDS["PNG"]
    padded = data[:33] + png_chunk(b"teSt", b"") * 30_000 + data[33:]
    assert reason_against(padded) == COMPLICATED
    data = KINDS["GIF"]
    frame = data.index(b",\0\0\0\0")
    for comment in (b"!\xfe" + b"\x01a" * 30_000 + b"\0", b"!\xfe\0" * 30_000):
        assert reason_against(data[:frame] + comment + data[frame:]) == COMPLICATED
    remark = b"!\xfe\x05hello\0"
    assert reencode(data[:frame] + remark + data[frame:], max_pixels=MAX_PIXELS).width == 80


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(
    kind=st.sampled_from(sorted(KINDS)),
    where=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=6),
    bytes_=st.binary(min_size=6, max_size=6),
)
@settings(max_examples=300)
def test_a_few_altered_bytes_give_a_picture_or_a_refusal(
    kind: str, where: list[float], bytes_: bytes
) -> None:
    data = bytearray(KINDS[kind])
    for share, byte in zip(where, bytes_, strict=False):
        data[int(share * len(data))] = byte
    with suppress(Refused):
        clean = reencode(bytes(data), max_pixels=1_000_000)
        assert type(clean) is CleanImage
        assert clean.width * clean.height <= 1_000_000
