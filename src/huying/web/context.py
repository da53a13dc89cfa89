"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from huying.kernel.now import now
from huying.web.reading import reading


def frame(request: HttpRequest) -> dict[str, Any]:
    """`now` (aware), `here` (this page's path), `reading` (how large), and `other_languages` as (code, name)."""
    spoken = get_language()
    return {
        "now": now(),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "reading": reading(request),
        "other_languages": [pair for pair in settings.LANGUAGES if pair[0] != spoken],
    }
