"""How a page is read: usual or large type, in steps up to 30 px; a cookie keeps it, nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "type"
USUAL = ""
SIZES = (USUAL, "large", "larger", "largest")
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reading:
    """How large this reader reads, and the next sizes on both sides; "" where there is none."""

    size: str

    @property
    def classes(self) -> str:
        """The classes of the page: `large` for all that large type changes, and its own step."""
        return "" if self.size == USUAL else " ".join(dict.fromkeys(["large", self.size]))

    @property
    def larger(self) -> str:
        """The next larger size."""
        place = SIZES.index(self.size)
        return SIZES[place + 1] if place + 1 < len(SIZES) else ""


def reading(request: HttpRequest) -> Reading:
    """How this reader asked to read."""
    size = request.COOKIES.get(COOKIE, USUAL)
    return Reading(size if size in SIZES else USUAL)


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
    """Read in one of SIZES from now on (anything else: the usual) and go back to the page."""
    response = back(request)
    size = request.POST.get("type", USUAL)
    if size in SIZES[1:]:
        remember(response, COOKIE, size)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
