"""Addresses of other machines and of this one, as settings say them."""

from urllib.parse import urlsplit


def origin(said: str) -> str:
    """The scheme and host of an address."""
    parts = urlsplit(said)
    return f"{parts.scheme}://{parts.netloc}"


def address(name: str, said: str) -> str:
    """What the setting `name` says, without a slash at the end; ValueError for what is no address."""
    parts = urlsplit(said)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{name} is no address: {said}")
    return said.rstrip("/")
