"""Keyed hashes of what must be found again and not read: names as typed, numbers, codes.

The key is the installation's secret key: under another one, locks and codes begin anew.
"""

from django.utils.crypto import salted_hmac


def name_key(name: str) -> str:
    """What stands for a user name as it was typed, small and capital letters alike."""
    return _hashed("name", name.strip().lower())


def phone_key(phone: str) -> str:
    """What stands for a telephone number."""
    return _hashed("phone", phone)


def code_digest(owner: str, code: str) -> str:
    """What is kept of a code that belongs to `owner` (an account's id, a number's key)."""
    return _hashed("code", f"{owner} {code}")


def _hashed(what: str, text: str) -> str:
    return salted_hmac(f"huying.people.{what}", text, algorithm="sha256").hexdigest()
