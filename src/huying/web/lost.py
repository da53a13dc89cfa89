"""What a browser gets where no page of ours answers: no such address, a form too old, a fault of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huying.kernel.refusals import Code
from huying.web.refusals import TITLES, came_from, typed


def no_such_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for an address that leads nowhere."""
    context = {
        "title": TITLES[Code.UNKNOWN],
        "advice": _("No page has this address. It may be mistyped, or the page is gone."),
        "back_to": came_from(request),
    }
    return render(request, "refused.html", context, status=404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without our token, which a page open for too long no longer has."""
    context = {
        "title": _("This page was open too long"),
        "advice": _("Nothing was sent. Go back, load the page again and send it once more. The browser must accept cookies."),
        "kept": typed(request),
        "back_to": came_from(request),
    }  # fmt: skip
    return render(request, "refused.html", context, status=403)


def fault(request: HttpRequest) -> HttpResponse:
    """500 for a fault of ours; asks nothing of the database or the session, which may be the fault."""
    words = render_to_string("fault.html", {"LANGUAGE_CODE": get_language()})
    return HttpResponse(words, status=500)
