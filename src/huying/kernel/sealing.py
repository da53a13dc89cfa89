"""Texts sealed so that only who holds a key can read them, and marks by which they are found.

A sealed text is `cipher.key.body`: the cipher's name, the name of the key, and nonce and ciphertext
with its tag. It is bound to where it belongs (`about`): moved to another row or column, or changed
by one bit, it opens no more. AES-256 or SM4, both in GCM, from `cryptography`.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huying.kernel.refusals import Code, Refused

CIPHERS: dict[str, tuple[type[AES] | type[SM4], int]] = {"aes": (AES, 32), "sm4": (SM4, 16)}
"""Each cipher by its name, with the length of its key in bytes."""
SHORTEST_KEY = 32
_NONCE, _TAG = 12, 16
_NAMED_BY = 8


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys at hand, the current one first, and the cipher new seals are made with.

    A key is any secret text of 32 characters or more; ValueError, which never quotes it, for a
    shorter one, for none at all, and for a cipher there is not.
    """

    keys: tuple[str, ...] = field(repr=False)
    cipher: str = "aes"

    def __post_init__(self) -> None:
        if self.cipher not in CIPHERS:
            raise ValueError(f"{self.cipher} is no cipher: {' or '.join(CIPHERS)}")
        if not self.keys:
            raise ValueError("at least one key is needed")
        if any(len(key) < SHORTEST_KEY for key in self.keys):
            raise ValueError(f"a key has {SHORTEST_KEY} characters or more")

    @property
    def current(self) -> str:
        """What every text sealed from now on begins with."""
        return f"{self.cipher}.{name_of(self.keys[0])}."

    def seal(self, text: str, about: str) -> str:
        """The text sealed under the current key; "" stays ""."""
        if not text:
            return ""
        nonce = secrets.token_bytes(_NONCE)
        engine = Cipher(_algorithm(self.cipher, self.keys[0]), modes.GCM(nonce)).encryptor()
        engine.authenticate_additional_data(about.encode())
        body = engine.update(text.encode()) + engine.finalize()
        packed = base64.urlsafe_b64encode(nonce + body + engine.tag).decode()
        return f"{self.current}{packed}"

    def open(self, sealed: str, about: str) -> str:
        """The text; refused `not-open` without its key, `conflict` when it was altered or moved."""
        if not sealed:
            return ""
        cipher, _, rest = sealed.partition(".")
        name, _, packed = rest.partition(".")
        key = next((one for one in self.keys if name_of(one) == name), None)
        if cipher not in CIPHERS or key is None:
            raise Refused(Code.NOT_OPEN, "the key that opens this is not here")
        try:
            return _opened(cipher, key, base64.b64decode(packed, b"-_", validate=True), about)
        except (InvalidTag, binascii.Error, ValueError) as problem:
            raise Refused(Code.CONFLICT, "this was altered after it was sealed") from problem

    def mark(self, text: str, about: str) -> str:
        """A keyed hash that finds the same text again under the current key; "" for ""."""
        return _mark(self.keys[0], text, about) if text else ""

    def marks(self, text: str, about: str) -> list[str]:
        """The text's mark under every key at hand, for as long as not all are made anew."""
        return [_mark(key, text, about) for key in self.keys] if text else []


def name_of(key: str) -> str:
    """What a key is called in public; nothing about it can be told from its name."""
    return hashlib.sha256(b"huying key name " + key.encode()).hexdigest()[:_NAMED_BY]


def works(cipher: str) -> bool:
    """Whether the library at hand really has this cipher."""
    try:
        ring = Keyring(("x" * SHORTEST_KEY,), cipher)
        return ring.open(ring.seal("x", ""), "") == "x"
    except UnsupportedAlgorithm:
        return False


def _opened(cipher: str, key: str, raw: bytes, about: str) -> str:
    if len(raw) < _NONCE + _TAG:
        raise ValueError("too short")
    nonce, body, tag = raw[:_NONCE], raw[_NONCE:-_TAG], raw[-_TAG:]
    engine = Cipher(_algorithm(cipher, key), modes.GCM(nonce, tag)).decryptor()
    engine.authenticate_additional_data(about.encode())
    return (engine.update(body) + engine.finalize()).decode()


def _algorithm(cipher: str, key: str) -> CipherAlgorithm:
    algorithm, length = CIPHERS[cipher]
    return algorithm(_derived(key, cipher, length))


def _mark(key: str, text: str, about: str) -> str:
    said = f"{about}\0{text}".encode()
    return hmac.new(_derived(key, "mark", 32), said, hashlib.sha256).hexdigest()


def _derived(key: str, use: str, length: int) -> bytes:
    """A key for one use only, so that no two uses of a key meet."""
    made = HKDF(SHA256(), length, salt=None, info=f"huying {use}".encode())
    return made.derive(key.encode())
