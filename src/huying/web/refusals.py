"""Where a refusal becomes a page: one status, one plain reason, and what the reader had typed."""

from collections.abc import Callable, Mapping

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from huying.kernel.refusals import Code, Refused

STATUS: Mapping[Code, int] = {
    Code.NOT_YOURS: 403,
    Code.UNKNOWN: 404,
    Code.WRONG_STATE: 409,
    Code.STALE: 409,
    Code.CONFLICT: 409,
    Code.INCOMPLETE: 422,
    Code.INVALID: 422,
    Code.NOT_YET: 422,
    Code.TOO_LATE: 422,
    Code.TOO_MANY: 429,
    Code.NOT_OPEN: 503,
}
TITLES: Mapping[Code, Promise] = {
    Code.NOT_YOURS: _("This is not yours to do"),
    Code.UNKNOWN: _("We could not find this"),
    Code.WRONG_STATE: _("This has already moved on"),
    Code.STALE: _("Someone else was a moment faster"),
    Code.CONFLICT: _("This does not go together with what is already there"),
    Code.INCOMPLETE: _("Something is still missing"),
    Code.INVALID: _("Something is not right yet"),
    Code.NOT_YET: _("It is too early for this"),
    Code.TOO_LATE: _("It is too late for this"),
    Code.TOO_MANY: _("Too many at once"),
    Code.NOT_OPEN: _("This is closed at the moment"),
}
ADVICE: Mapping[Code, Promise] = {
    Code.NOT_YOURS: _("Nothing was changed. If this is your work, ask your community to add you."),
    Code.UNKNOWN: _("Check the number and the code; capital and small letters are the same."),
    Code.WRONG_STATE: _("Nothing was changed. Go back and load the page again to see it as it is."),
    Code.STALE: _("Nothing of theirs was overwritten. Go back, look again, and send yours again."),
    Code.CONFLICT: _("Nothing was changed. Go back and look at what is there."),
    Code.INCOMPLETE: _("Nothing was sent. Go back and fill in what is missing."),
    Code.INVALID: _("Nothing was sent. Go back and correct it."),
    Code.NOT_YET: _("Nothing was changed. Come back when it is time."),
    Code.TOO_LATE: _("Nothing was changed. Tell your community if you still need it."),
    Code.TOO_MANY: _("Wait a minute and send it again."),
    Code.NOT_OPEN: _("Nothing was changed. Please come back later."),
}
# What whoever works here can do about it, where that is not what a resident can.
AT_WORK: Mapping[Code, Promise] = {
    Code.UNKNOWN: _("It was never there, or is not in your places. Look for it in your lists."),
}
OTHER_VOICES = ("/api/", "/open311/")
# Words that must not be shown again on a screen others may see.
PRIVATE = frozenset(
    {"csrfmiddlewaretoken", "code", "contact_phone", "next", "password", "token", "version"}
)


class RefusedMiddleware:
    """Turns `Refused` raised by a page into a page; the API answers for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on unchanged."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal page, or None for other errors and for machine-read paths."""
        if not isinstance(error, Refused) or request.path.startswith(OTHER_VOICES):
            return None
        return refused(request, error)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The refusal as a page that keeps what was typed and leads back."""
    context = {
        "title": TITLES[error.code],
        "reason": plain(error.reason),
        "advice": advice(request, error.code),
        "fields": {plain(name.replace("_", " ")): plain(why) for name, why in error.fields.items()},
        "kept": typed(request),
        "back_to": came_from(request),
    }
    return render(request, "refused.html", context, status=STATUS[error.code])


def advice(request: HttpRequest, code: Code) -> Promise:
    """What the reader can do about it; staff are not told to check a resident's code."""
    at_work = AT_WORK if hasattr(request, "actor") else {}
    return at_work.get(code, ADVICE[code])


def plain(reason: str) -> str:
    """The reason in the reader's language; "" where only English words exist for another reader."""
    if not reason:
        return ""
    said = gettext(reason)
    return said if said != reason or (get_language() or "").startswith("en") else ""


def onto_form(form: BaseForm, error: Refused, names: Mapping[str, str] | None = None) -> None:
    """Put a refusal where the reader can mend it: on its fields, else above the form.

    `names` leads from an action's field to the form's where the two are called differently.
    """
    for said, why in error.fields.items():
        name = (names or {}).get(said, said)
        form.add_error(name if name in form.fields else None, plain(why) or str(TITLES[error.code]))
    if not error.fields:
        form.add_error(None, plain(error.reason) or str(TITLES[error.code]))


def typed(request: HttpRequest) -> list[str]:
    """What the reader had typed, in order, so that none of it is lost; secrets left out."""
    return [
        value
        for name, value in request.POST.items()
        if name not in PRIVATE and isinstance(value, str) and value.strip()
    ]


def came_from(request: HttpRequest) -> str:
    """The page of ours the reader was on, else the front page."""
    referer = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(referer, hosts, require_https=request.is_secure())
    return referer if ours and referer else "/"
