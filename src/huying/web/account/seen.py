"""When a signed-in browser was last seen: written at most every ten minutes."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from huying.kernel.now import now
from huying.people.actions.ending import see_session
from huying.web.limits import address

SEEN = "seen_at"
EVERY = timedelta(minutes=10)


def begin(request: HttpRequest) -> None:
    """Note when this session began; the library just put it into the list of its account."""
    see_session(_key(request), at=now(), address=address(request), first=True)
    request.session[SEEN] = int(now().timestamp())


def moved(request: HttpRequest, old_key: str | None) -> None:
    """The session got another key: its line in the list goes with it."""
    UserSession.objects.filter(session_key=old_key or "").update(session_key=_key(request))


def _key(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.save()
    return request.session.session_key or ""


class SeenMiddleware:
    """Notes that a signed-in browser was here; costs nothing in between."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, unchanged."""
        response = self.get_response(request)
        # A session nobody looked into is not read for this alone.
        if request.session.accessed and (seen := request.session.get(SEEN)):
            at = now()
            if at.timestamp() - seen > EVERY.total_seconds():
                request.session[SEEN] = int(at.timestamp())
                see_session(_key(request), at=at, address=address(request))
        return response
