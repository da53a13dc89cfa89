"""Who calls: an account by session or token, a resident by the query code, or nobody known."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja.utils import check_csrf

from huying.adoptions.voices import speak_to
from huying.api.problems import Turned, not_signed_in
from huying.kernel.actor import VISITOR, Actor, ActorKind
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.kernel.throttle import PUBLIC_WRITES, client_of
from huying.orders.opening import Opened, open_order
from huying.orgs.actors import actor_of_account, actor_of_token
from huying.people.queries import has_second_factor

READS = frozenset({"GET", "HEAD", "OPTIONS"})
# What the contract says about a call: nobody need be known, or staff must be.
ANYONE: dict[str, Any] = {"security": [{}, {"token": []}, {"session": []}]}
STAFF: dict[str, Any] = {"security": [{"token": []}, {"session": []}]}
SCHEMES: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
}


def caller(request: HttpRequest) -> Actor:
    """Whoever calls; VISITOR without credentials. `Turned` 401 for a token nobody has.

    A session that writes must carry the CSRF token. A closed account is out at once; while a
    second factor is required, a session of an account without one is nobody's.
    """
    header = request.headers.get("Authorization", "")
    if header:
        return _heard(_bearer(header))
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return VISITOR
    if request.method not in READS and check_csrf(request) is not None:
        raise Turned(403, Code.NOT_YOURS, _("the CSRF token is missing or wrong"))
    if settings.SECOND_FACTOR == "required" and not has_second_factor(request.user.pk or 0):
        return VISITOR
    return _heard(actor_of_account(request.user.pk, timezone.localdate(now())))


def _heard(actor: Actor) -> Actor:
    """The same caller, spoken to in the words of their practice."""
    speak_to(actor, timezone.localdate(now()))
    return actor


def _bearer(header: str) -> Actor:
    scheme, _space, token = header.partition(" ")
    known = scheme.lower() == "bearer" and token.strip()
    actor = actor_of_token(token.strip(), timezone.localdate(now())) if known else None
    if actor is None:
        raise not_signed_in()
    return actor


def staff(request: HttpRequest) -> Actor:
    """Whoever calls with an account; `Turned` 401 for everyone else."""
    actor = caller(request)
    if actor.kind is not ActorKind.STAFF:
        raise not_signed_in()
    return actor


def opened(
    request: HttpRequest, number: str, code: str = "", *, with_helpers: bool = True
) -> Opened:
    """The order for whoever calls; guessing codes and public writes are counted per address."""
    actor = caller(request)
    if actor.kind is ActorKind.VISITOR and request.method not in READS:
        count_public(request)
    try:
        return open_order(number, actor, code=code, with_helpers=with_helpers)
    except Refused:
        if code and request.method in READS:
            count_public(request)
        raise


def count_public(request: HttpRequest) -> None:
    """Count one write by someone without an account; refused as too often above the limit."""
    meta = request.META
    client = client_of(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES
    )
    PUBLIC_WRITES.take(client, per_minute=settings.PUBLIC_WRITES_PER_MINUTE, at=now())
