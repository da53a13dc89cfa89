"""Which language a page speaks: the reader's choice, else Chinese."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST

from huying.kernel.voice import usual_words
from huying.web.reading import back, remember

COOKIE = "lang"
ENGLISH = "en"


def chosen(request: HttpRequest) -> str:
    """The code of one of LANGUAGES: the cookie, else English if the browser puts it first."""
    cookie = request.COOKIES.get(COOKIE, "")
    if cookie in dict(settings.LANGUAGES):
        return cookie
    preferred = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    first = preferred[0][0] if preferred else ""
    return ENGLISH if first.split("-")[0] == ENGLISH else str(settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Speaks the chosen language for one request and says so in the answer's headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with `request.LANGUAGE_CODE` set while it was made."""
        code = chosen(request)
        with translation.override(code), usual_words():
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember `lang` for a year and go back to the page it was chosen on; other codes change nothing."""
    code = request.POST.get("lang", "")
    response = back(request)
    if code in dict(settings.LANGUAGES):
        remember(response, COOKIE, code)
    return response
