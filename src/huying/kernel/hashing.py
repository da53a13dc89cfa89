"""One way to turn values into bytes, and bytes into hashes, chains and trees.

Every hash is SHA-256 in 64 lower-case hex digits. A value written as JSON, stored by any
database and read back gives the same bytes, so a chain can be recomputed from what is stored.
"""

import hashlib
import hmac
import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Literal

GENESIS = "0" * 64
Side = Literal["left", "right"]
_LEAF = b"\x00"
_NODE = b"\x01"
_HEX = re.compile(r"[0-9a-f]{64}")
_PLAIN_ALREADY = frozenset({str, int, bool, type(None)})


def canonical(value: object) -> bytes:
    """The value as JSON in UTF-8: keys sorted, no spaces, instants in UTC with microseconds.

    TypeError for anything else than None, str, numbers, dates, instants, enums, lists, tuples
    and mappings with string keys: so for NaN, a naive datetime, a set, bytes.
    """
    plain = _plain(value)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def is_hash(text: str) -> bool:
    """Whether the text has the shape of a hash: 64 lower-case hex digits."""
    return _HEX.fullmatch(text) is not None


def chained(previous: str, body: Mapping[str, object]) -> str:
    """The hash of a record that follows `previous` (`GENESIS` for the first); ValueError if bad."""
    return digest(_bytes(previous) + canonical(body))


def salted(text: str, salt: str) -> str:
    """A hash that hides personal words in a record; only who knows the salt can confirm them."""
    if not salt:
        raise ValueError("a salt is needed: short words are guessed without one")
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over hex leaves in their order; `digest(b"")` over none, ValueError for a bad leaf.

    Leaves and nodes are hashed apart (prefixes 0 and 1); an odd node moves up as it is.
    """
    if not leaves:
        return digest(b"")
    return _levels(leaves)[-1][0]


def merkle_path(leaves: Sequence[str], index: int) -> list[tuple[Side, str]]:
    """The neighbours from a leaf up to the root, each with its side; IndexError if no such leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"there is no leaf {index} among {len(leaves)}")
    path: list[tuple[Side, str]] = []
    for level in _levels(leaves):
        beside = index ^ 1
        if beside < len(level):
            path.append(("left" if beside < index else "right", level[beside]))
        index //= 2
    return path


def merkle_holds(leaf: str, path: Sequence[tuple[Side, str]], root: str) -> bool:
    """Whether the path leads from the leaf to the root; False also for anything malformed."""
    if not all(is_hash(text) for text in (leaf, root, *(beside for _, beside in path))):
        return False
    reached = _leaf(leaf)
    for side, beside in path:
        reached = _node(beside, reached) if side == "left" else _node(reached, beside)
    return reached == root


def _plain(value: object) -> object:
    if type(value) in _PLAIN_ALREADY:  # most values; every move waits for this
        return value
    match value:
        case Enum():
            return _plain(value.value)
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: object) -> str | int | float | None:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _plain_float(value)
        case Decimal() if value.is_finite():
            return str(value)
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() if not isinstance(value, datetime):
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} {value!r:.40} has no canonical form")


def _plain_float(value: float) -> int | float:
    if not math.isfinite(value):
        raise TypeError(f"{value} has no canonical form")
    # A database may hand 1.0 back as 1 and 1e22 as its digits: whole floats are written whole.
    return int(value) if value.is_integer() else value


def _key(key: object) -> str:
    plain = key.value if isinstance(key, Enum) else key
    if not isinstance(plain, str):
        raise TypeError(f"key {key!r:.40} is not a string")
    return plain


def _bytes(text: str) -> bytes:
    if not is_hash(text):
        raise ValueError(f"{text[:80]!r} is not a hash")
    return bytes.fromhex(text)


def _leaf(text: str) -> str:
    return digest(_LEAF + _bytes(text))


def _node(left: str, right: str) -> str:
    return digest(_NODE + _bytes(left) + _bytes(right))


def _levels(leaves: Sequence[str]) -> list[list[str]]:
    """Every level of the tree, hashed leaves first, the root's level last."""
    levels = [[_leaf(leaf) for leaf in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [_node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append(pairs + below[len(pairs) * 2 :])
    return levels
