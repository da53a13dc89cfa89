"""The component page, and the stylesheets it and every other page are dressed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from huying.web.ui import samples
from huying.web.ui.stylesheets import AUDIENCES, BESIDE, sheet

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=60"
FRAMES = ("resident", "track", "desk", "list", "partner", "print")


@require_safe
def stylesheet(request: HttpRequest, audience: str, digest: str) -> HttpResponse:
    """The audience's stylesheet; an outdated digest gets today's rules, kept only briefly."""
    if audience not in {*AUDIENCES, *BESIDE}:
        raise Http404
    found = sheet(audience)
    caching = FOREVER if digest == found.digest else ASK_AGAIN
    return packed(request, found.plain, found.packed, "text/css", caching)


def packed(
    request: HttpRequest, plain: bytes, tight: bytes, media_type: str, caching: str
) -> HttpResponse:
    """What was compressed beforehand: `tight` (gzip) for who reads it, else `plain`."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(tight if packs else plain, content_type=media_type)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = caching
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """Every component in its states, with invented people and one fixed hour."""
    return render(request, "ui/kit/kit.html", {"frames": FRAMES, **samples.everything()})


@require_safe
def kit_frame(request: HttpRequest, frame: str) -> HttpResponse:
    """One frame in use, with the same invented content; 404 for a frame there is not."""
    if frame not in FRAMES:
        raise Http404
    return render(request, f"ui/kit/{frame}.html", samples.everything())
