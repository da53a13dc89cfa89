"""How often one address may write, or guess a password, without an account."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.kernel.throttle import GUESSES, PUBLIC, client_address

GUESSES_PER_MINUTE = 10


def address_of(request: HttpRequest) -> str:
    """The address a request came from; "" where it cannot be told."""
    meta = request.META
    return client_address(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES
    )


def public_write(request: HttpRequest) -> None:
    """Count one public write; refused `too-many` above the limit for this address."""
    if not PUBLIC.allows(address_of(request), settings.PUBLIC_WRITES_PER_MINUTE, now()):
        raise Refused(Code.TOO_MANY, str(_("Too many at once from here. Please wait a minute.")))


def password_guess(request: HttpRequest, username: str) -> None:
    """Count one attempt to sign in, per address and per name; refused `too-many` above ten a minute."""
    for name in (address_of(request), f"name:{username.lower()[:150]}"):
        if not GUESSES.allows(name, GUESSES_PER_MINUTE, now()):
            raise Refused(Code.TOO_MANY, str(_("Too many attempts. Please wait a minute.")))
