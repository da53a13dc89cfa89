"""The keys personal columns are sealed with: given, or made once and kept beside the data."""

import os
import secrets
from pathlib import Path

from huying.config.secret import kept_secret
from huying.kernel.sealing import Keyring, name_of, works


def field_keys(said: str, path: Path, cipher: str) -> Keyring:
    """The keys in `said` (by commas or lines, current first), else those kept at `path`.

    ValueError, which quotes no key, when one is too short or the cipher is not at hand.
    """
    text = said or kept_secret(path)
    keys = tuple(one.strip() for one in text.replace(",", "\n").splitlines() if one.strip())
    try:
        ring = Keyring(keys, cipher)
    except ValueError as problem:
        raise ValueError(f"HUYING_FIELD_KEYS, HUYING_CIPHER: {problem}") from None
    if not works(cipher):
        raise ValueError(f"HUYING_CIPHER: the cryptography library here has no {cipher} in GCM")
    return ring


def another_key(path: Path) -> str:
    """Put a new key before those kept at `path`, and say what it is called.

    ValueError when the keys come from the environment: then that is where a new one belongs.
    """
    if os.environ.get("HUYING_FIELD_KEYS") or os.environ.get("HUYING_FIELD_KEYS_FILE"):
        raise ValueError("the keys come from HUYING_FIELD_KEYS: put a new one first there")
    before = kept_secret(path)
    key = secrets.token_urlsafe(48)
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{key}\n{before}\n")
    beside.replace(path)
    return name_of(key)
