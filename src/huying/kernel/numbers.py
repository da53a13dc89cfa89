"""Numbers people read aloud: order numbers that catch a slip, and query codes.

No symbol can be taken for another (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V). There are 23 of them, a
prime, so that a weighted sum modulo 23 catches every wrong symbol and every swap of two.
"""

import secrets
import unicodedata

ALPHABET = "346789ACEFGHJKMNPQRTWXY"
NUMBER_LENGTH = 7
CODE_LENGTH = 8
_HEAD = 3
_LONGEST_TYPED = 200
_MINUS = "\N{MINUS SIGN}"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


def new_number() -> str:
    """A random order number as stored and shown, `K7M-3Q9X`; the caller checks that it is free."""
    body = _random(NUMBER_LENGTH - 1)
    return _shown(body + ALPHABET[-_weighted(body) % len(ALPHABET)])


def parse_number(text: str) -> str | None:
    """The number as stored, from whatever was typed or pasted; None when its check fails.

    Forgiven: case, full-width letters, spaces, dashes and invisible characters.
    """
    symbols = _symbols(text, NUMBER_LENGTH)
    if symbols is None or _weighted(symbols) % len(ALPHABET):
        return None
    return _shown(symbols)


def new_code() -> str:
    """A random query code of 8 symbols, stored and shown as it is; a secret, not checkable."""
    return _random(CODE_LENGTH)


def parse_code(text: str) -> str | None:
    """The code from whatever was typed or pasted, forgiving as `parse_number`; None if none."""
    return _symbols(text, CODE_LENGTH)


def squeezed(text: str) -> str:
    """Typed text in capitals without spaces or invisible characters, every dash a hyphen."""
    return "".join(_kept(char) for char in unicodedata.normalize("NFKC", text).upper())


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Pd" or char == _MINUS:
        return "-"
    return "" if category[0] in "ZC" else char


def _symbols(text: str, length: int) -> str | None:
    if len(text) > _LONGEST_TYPED:
        return None
    typed = squeezed(text).replace("-", "")
    return typed if len(typed) == length and all(char in _VALUE for char in typed) else None


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _weighted(symbols: str) -> int:
    """Sum of values by distinct weights 7, 6 … 1, the check symbol last with weight 1."""
    return sum(
        weight * _VALUE[symbol]
        for weight, symbol in zip(range(NUMBER_LENGTH, 0, -1), symbols, strict=False)
    )


def _shown(symbols: str) -> str:
    return f"{symbols[:_HEAD]}-{symbols[_HEAD:]}"
