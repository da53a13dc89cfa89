"""Addresses of other machines and of this one, as settings say them."""

from urllib.parse import urlsplit


def address(name: str, said: str) -> str:
    """What the setting `name` says, without a slash at the end; ValueError for what is no address."""
    parts = urlsplit(said)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{name} is no address: {said}")
    return said.rstrip("/")
