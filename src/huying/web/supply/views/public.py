"""The published lists of a community, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.kernel.now import now
from huying.places import queries as places
from huying.web.supply.published import lists_page, version_page


@require_safe
def lists(request: HttpRequest, code: str) -> HttpResponse:
    """The published lists as they are now."""
    return render(request, "supply/public.html", lists_page(places.place(code), now()))


@require_safe
def version(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """One version as it was published."""
    context = version_page(places.place(code), edition, now())
    return render(request, "supply/public.html", context)
