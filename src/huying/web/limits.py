"""How often one address may write, or guess a password, without an account."""

from django.conf import settings
from django.http import HttpRequest

from huying.kernel.now import now
from huying.kernel.throttle import PUBLIC_WRITES, Throttle, address_of, client_of

GUESSES_PER_MINUTE = 10
GUESSES = Throttle()


def client(request: HttpRequest) -> str:
    """Who a request is counted for; "" where callers cannot be told apart."""
    meta = request.META
    remote, forwarded = meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")
    return client_of(remote, forwarded, settings.TRUSTED_PROXIES)


def address(request: HttpRequest) -> str:
    """The caller's address itself, for lists people read; "" when it is unknown."""
    meta = request.META
    remote, forwarded = meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")
    return address_of(remote, forwarded, settings.TRUSTED_PROXIES)


def public_write(request: HttpRequest) -> None:
    """Count one public write; refused `too-many` above the limit for this address."""
    PUBLIC_WRITES.take(client(request), per_minute=settings.PUBLIC_WRITES_PER_MINUTE, at=now())


def door_knock(request: HttpRequest) -> None:
    """Count one attempt to sign in without a name (a passkey), per address; above ten refused."""
    GUESSES.take(client(request), per_minute=GUESSES_PER_MINUTE, at=now())


def password_guess(request: HttpRequest, username: str) -> None:
    """Count one attempt to sign in, per address and per name; refused above ten a minute."""
    for name in (client(request), f"name:{username.lower()[:150]}"):
        GUESSES.take(name, per_minute=GUESSES_PER_MINUTE, at=now())
