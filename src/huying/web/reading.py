"""How a page is read: large type or not, kept in a cookie and nowhere else."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "type"
LARGE = "large"
KEPT_FOR = timedelta(days=365)


def reads_large(request: HttpRequest) -> bool:
    """Whether this reader asked for large type."""
    return request.COOKIES.get(COOKIE) == LARGE


def back(request: HttpRequest) -> HttpResponse:
    """A redirect to the page named by `next`, if it is a page of ours, else to the front page."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if ours else "/")


def remember(response: HttpResponse, cookie: str, value: str) -> None:
    """Keep one reading preference in this browser."""
    response.set_cookie(
        cookie,
        value,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@require_POST
def choose_type(request: HttpRequest) -> HttpResponse:
    """Turn large type on (`type=large`) or off (anything else) and go back to the page."""
    response = back(request)
    if request.POST.get("type") == LARGE:
        remember(response, COOKIE, LARGE)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
