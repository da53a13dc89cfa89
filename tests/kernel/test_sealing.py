"""Sealed texts: whole again under their key and in their place, and nowhere and never otherwise."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.refusals import Code, Refused
from huying.kernel.sealing import CIPHERS, Keyring, name_of, works

OLD, NEW = "o" * 40, "n" * 40
TEXTS = st.text(min_size=1)
EVERY_CIPHER = pytest.mark.parametrize("cipher", sorted(CIPHERS))


def refusal(ring: Keyring, sealed: str, about: str = "a") -> Code:
    with pytest.raises(Refused) as refused:
        ring.open(sealed, about)
    return refused.value.code


@EVERY_CIPHER
@given(text=TEXTS, about=st.text())
def test_what_was_sealed_opens_as_it_was(cipher: str, text: str, about: str) -> None:
    ring = Keyring((NEW,), cipher)
    sealed = ring.seal(text, about)
    assert ring.open(sealed, about) == text
    assert sealed.startswith(f"{cipher}.{name_of(NEW)}.")
    assert ring.seal(text, about) != sealed


@EVERY_CIPHER
def test_each_cipher_is_there(cipher: str) -> None:
    assert works(cipher)


def test_nothing_stays_nothing() -> None:
    ring = Keyring((NEW,))
    assert (ring.seal("", "a"), ring.open("", "a"), ring.mark("", "a"), ring.marks("", "a")) == ("", "", "", [])  # fmt: skip


@EVERY_CIPHER
@given(text=TEXTS, where=st.integers(0), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_noticed(cipher: str, text: str, where: int, bit: int) -> None:
    ring = Keyring((NEW,), cipher)
    head, _, packed = ring.seal(text, "a").rpartition(".")
    raw = bytearray(base64.urlsafe_b64decode(packed))
    raw[where % len(raw)] ^= 1 << bit
    assert refusal(ring, f"{head}.{base64.urlsafe_b64encode(raw).decode()}") is Code.CONFLICT


@pytest.mark.parametrize("broken", ["", "AAAA", "!", "汉", "A" * 40, "A" * 40 + "!"])
def test_a_broken_body_is_noticed(broken: str) -> None:
    assert refusal(Keyring((NEW,)), f"aes.{name_of(NEW)}.{broken}") is Code.CONFLICT


def test_a_seal_moved_elsewhere_opens_no_more() -> None:
    ring = Keyring((NEW,))
    assert refusal(ring, ring.seal("穆秀英", "entry.1.phone"), "entry.2.phone") is Code.CONFLICT


def test_another_cipher_in_the_name_opens_nothing() -> None:
    ring = Keyring((NEW,), "sm4")
    sealed = ring.seal("穆秀英", "a")
    assert refusal(ring, sealed.replace("sm4", "aes", 1)) is Code.CONFLICT
    assert refusal(ring, sealed.replace("sm4", "rot13", 1)) is Code.NOT_OPEN


def test_without_its_key_a_seal_stays_shut_and_an_older_key_still_opens() -> None:
    sealed = Keyring((OLD,), "sm4").seal("穆秀英", "a")
    assert refusal(Keyring((NEW,)), sealed) is Code.NOT_OPEN
    assert Keyring((NEW, OLD)).open(sealed, "a") == "穆秀英"
    assert Keyring((NEW, OLD)).seal("x", "a").startswith(f"aes.{name_of(NEW)}.")


@given(one=TEXTS, other=TEXTS)
def test_marks_find_the_same_text_and_no_other(one: str, other: str) -> None:
    ring = Keyring((NEW, OLD))
    assert (ring.mark(one, "a") == ring.mark(other, "a")) is (one == other)
    assert ring.marks(one, "a") == [ring.mark(one, "a"), Keyring((OLD,)).mark(one, "a")]
    assert ring.mark(one, "a") != ring.mark(one, "b")


def test_a_ring_that_cannot_hold_is_refused_without_quoting_a_key() -> None:
    for keys, cipher, why in (((), "aes", "at least one"), (("short-key",), "aes", "32"), ((NEW,), "des", "des is no cipher")):  # fmt: skip
        with pytest.raises(ValueError, match=why) as refused:
            Keyring(keys, cipher)
        assert "short-key" not in str(refused.value)
    assert NEW not in repr(Keyring((NEW,)))
