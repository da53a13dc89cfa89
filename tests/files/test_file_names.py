"""What is kept of a stranger's file name, and what a download is called."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.files.rules import clean_name, download_name

JPEG, PDF = "image/jpeg", "application/pdf"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("kerb.jpg", "kerb.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\kerb.jpg", "kerb.jpg"),
        ("C:\\photos\\kerb.jpg", "kerb.jpg"),
        ("/", "file"),
        ("", "file"),
        ("...", "file"),
        ("kerb.jpg/..", "file"),
        (".htaccess", "htaccess"),
        ("kerb.jpg. .", "kerb.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("ke\u200brb\x00\x1b[31m.jpg", "kerb[31m.jpg"),
        ("kerb\r\nSet-Cookie: a=b.jpg", "kerb Set-Cookie_ a=b.jpg"),
        ('a"b<c>|?*.jpg', "a_b_c____.jpg"),
        ("  two   words .jpg", "two words .jpg"),
        ("路沿石 破损.jpg", "路沿石 破损.jpg"),
        ("cafe\u0301.jpg", "café.jpg"),
        ("half\ud800.jpg", "half.jpg"),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
        ("x" * 300, "x" * 120),
        ("x" * 115 + " yyy.jpg", "x" * 115 + ".jpg"),
    ],
)
def test_only_the_visible_last_part_of_a_name_is_kept(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@given(st.text(max_size=300))
def test_a_cleaned_name_is_safe_and_stays_as_it_is(name: str) -> None:
    cleaned = clean_name(name)
    assert 1 <= len(cleaned) <= 120
    assert clean_name(cleaned) == cleaned
    assert cleaned not in {".", ".."}
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in cleaned)
    cleaned.encode()


@pytest.mark.parametrize(
    ("name", "media_type", "saved"),
    [
        ("kerb.jpg", JPEG, "kerb.jpg"),
        ("kerb.PNG", JPEG, "kerb.jpg"),
        ("kerb", JPEG, "kerb.jpg"),
        ("plan v1.2", PDF, "plan v1.2.pdf"),
        ("setup.exe.pdf", PDF, "setup.exe.pdf"),
        ("photo. exe", JPEG, "photo. exe.jpg"),
    ],
)
def test_a_download_ends_as_its_stored_type_does(name: str, media_type: str, saved: str) -> None:
    assert download_name(name, media_type) == saved
