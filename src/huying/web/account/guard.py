"""The guard at the staff's door: known browsers, and names that are closed after wrong tries.

A browser in which a name signed in keeps a signed note of it for half a year. Wrong tries from
there are counted apart, so that guessing from elsewhere never shuts the person out.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huying.kernel.now import now
from huying.people.actions.guarding import count_wrong, forgive
from huying.people.actions.noting import Caller
from huying.people.keys import name_key
from huying.people.models import Account
from huying.people.queries import account_named, closed_until
from huying.web.limits import address

COOKIE = "door"
KEPT_FOR = timedelta(days=180)
MOST_NAMES = 5
_signer = TimestampSigner(salt="huying.door")


def caller_of(request: HttpRequest) -> Caller:
    """From where, as the records keep it."""
    return Caller(address(request), request.headers.get("User-Agent", ""))


@dataclass(frozen=True, slots=True)
class Guard:
    """Watches one name at the door of one request."""

    request: HttpRequest
    name: str

    @property
    def device(self) -> str:
        """What this browser is known by under this name; "" where it never signed in."""
        return _known(self.request).get(_short(self.name), "")

    def stop_if_closed(self) -> None:
        """ValidationError with the time to come back, while the name is closed here."""
        until = closed_until(self.name, at=now(), device=self.device)
        if until is not None:
            raise closed(until)

    def count(self, by: str) -> None:
        """Count one wrong try; ValidationError when it was the one that closes the name."""
        until = count_wrong(
            self.name, at=now(), account=account_named(self.name),
            caller=caller_of(self.request), device=self.device, by=by,
        )  # fmt: skip
        if until is not None:
            raise closed(until)

    def let_in(self, account: Account, response: HttpResponseBase) -> None:
        """Forget this browser's wrong tries, and know it from now on."""
        forgive(account.username, device=self.device)
        names = _known(self.request) | {_short(self.name): self.device or secrets.token_hex(16)}
        kept = dict(list(names.items())[-MOST_NAMES:])
        response.set_cookie(
            COOKIE, _signer.sign_object(kept), max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip


def closed(until: datetime) -> ValidationError:
    """What somebody is told whose name is closed."""
    time = date_format(timezone.localtime(until), "H:i")
    words = _("Too many wrong tries. For your safety this is closed here until %(time)s.")
    return ValidationError(words % {"time": time}, code="closed")


def _short(name: str) -> str:
    return name_key(name)[:16]


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        found = _signer.unsign_object(request.COOKIES.get(COOKIE, ""), max_age=KEPT_FOR)
    except (BadSignature, ValueError):
        return {}
    return {str(name): str(device)[:32] for name, device in found.items()}
