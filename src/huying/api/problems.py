"""Saying no over HTTP: every refusal and every malformed request as `application/problem+json`."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core import signals
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from huying.api.answers import answer
from huying.kernel.refusals import Code, Refused
from huying.kernel.throttle import TooOften

logger = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
RETRY_AFTER_S = 60
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
# What is no refusal of a domain but of the door itself.
NOT_SIGNED_IN = "not-signed-in"
MALFORMED = "malformed"
TOO_LARGE = "too-large"
WRONG_TYPE = "wrong-type"
WRONG_METHOD = "wrong-method"
FAILED = "failed"
CODES = [*Code, NOT_SIGNED_IN, MALFORMED, TOO_LARGE, WRONG_TYPE, WRONG_METHOD, FAILED]


# What pydantic calls the ways a value can have the wrong shape, in the words of the house.
CANNOT = _("cannot be read")
SHAPES: Mapping[str, str] = {
    "missing": _("required"),
    "extra_forbidden": _("unexpected"),
    "string_type": _("must be text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _("must be a whole number")),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _("must be a number")),
    **dict.fromkeys(("bool_type", "bool_parsing"), _("must be true or false")),
    "list_type": _("must be a list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _("must be an object")),
    **dict.fromkeys(("enum", "literal_error"), _("unknown")),
    **dict.fromkeys(("too_long", "string_too_long"), _("too long")),
    **dict.fromkeys(("greater_than_equal", "less_than_equal"), _("out of range")),
}


class Turned(Exception):
    """A request turned away at the door: a status, a code, and the reason in English."""

    def __init__(
        self, status: int, code: str, reason: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(reason)
        self.status, self.code, self.reason = status, code, reason
        self.headers = dict(headers or {})


def not_signed_in() -> Turned:
    """For calls that need an account, and for tokens nobody has."""
    reason = _("sign in, or send a valid token")
    return Turned(401, NOT_SIGNED_IN, reason, headers={"WWW-Authenticate": "Bearer"})


def problem(
    status: int,
    code: str,
    reason: str = "",
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The problem document; the reason and the fields in the reader's language."""
    said = {field: gettext(why) if why else "" for field, why in (fields or {}).items()}
    title = HTTPStatus(status).phrase
    content = {
        "type": "about:blank", "title": title, "status": status, "code": code,
        "detail": gettext(reason) if reason else title, "fields": said,
    }  # fmt: skip
    return answer(content, status, content_type=PROBLEM, headers=headers)


def of_refusal(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal of the domain; whoever asked too often is told when to come back."""
    headers = {}
    if refusal.code in {Code.TOO_MANY, Code.NOT_OPEN}:
        wait = refusal.retry_after if isinstance(refusal, TooOften) else RETRY_AFTER_S
        headers["Retry-After"] = str(wait)
    status = STATUS[refusal.code]
    return problem(status, refusal.code, refusal.reason, fields=refusal.fields, headers=headers)


def of_turned(_request: HttpRequest, turned: Turned) -> HttpResponse:
    """A request turned away at the door."""
    return problem(turned.status, turned.code, turned.reason, headers=turned.headers)


def of_shape(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request of the wrong shape: each field with what is wrong with it."""
    fields = {_field(entry["loc"]): SHAPES.get(entry["type"], CANNOT) for entry in error.errors}
    if all(entry["type"] == "missing" for entry in error.errors):
        return problem(422, Code.INCOMPLETE, _("some fields are missing"), fields=fields)
    return problem(422, Code.INVALID, _("some fields cannot be read"), fields=fields)


def _field(loc: tuple[Any, ...]) -> str:
    """The name of a field from pydantic's path: the source and the argument's name left out."""
    source, *path = loc
    inner = path[1:] if source == "body" and len(path) > 1 else path
    return ".".join(str(part) for part in inner) or str(source)


def of_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework turned away: a body that could not be read, an unknown caller."""
    cause = error.__cause__
    if isinstance(cause, Turned):
        return of_turned(request, cause)
    if isinstance(cause, Refused):
        return of_refusal(request, cause)
    return problem(error.status_code, MALFORMED, _("the request could not be read"))


def of_size(_request: HttpRequest, _error: Exception | None = None) -> HttpResponse:
    """More bytes, fields or files than are read."""
    return problem(413, TOO_LARGE, _("the request is too large"))


def of_garbage(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """A request nobody can read."""
    return problem(400, MALFORMED, _("the request could not be read"))


def of_nothing(_request: HttpRequest, _error: Exception | None = None) -> HttpResponse:
    """There is nothing at this address."""
    return problem(404, Code.UNKNOWN, _("there is nothing at this address"))


def of_storage(_request: HttpRequest, error: Exception) -> HttpResponse:
    """The database is away or too busy: nothing was written, and later it will work."""
    logger.error("the database does not answer: %s", error)
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return problem(503, Code.NOT_OPEN, _("please try again in a minute"), headers=headers)


def of_failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own mistake: logged with all we know, told with nothing of it."""
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    signals.got_request_exception.send(sender=None, request=request)
    return problem(500, FAILED, _("something went wrong here; nothing was changed"))


def of_method(response: HttpResponse) -> HttpResponse:
    """The framework's bare answer to a wrong method, as a problem that names the right ones."""
    headers = {"Allow": response.headers.get("Allow", "")}
    return problem(405, WRONG_METHOD, _("this is not done that way"), headers=headers)


def handle(api: NinjaAPI) -> None:
    """Let every exception of this API end as a problem document."""
    handlers: dict[type[Exception], Any] = {
        Refused: of_refusal,
        Turned: of_turned,
        ValidationError: of_shape,
        HttpError: of_http_error,
        RequestDataTooBig: of_size,
        TooManyFilesSent: of_size,
        SuspiciousOperation: of_garbage,
        MultiPartParserError: of_garbage,
        UnreadablePostError: of_garbage,
        Http404: of_nothing,
        OperationalError: of_storage,
        Exception: of_failure,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


_("too many at once, wait a little")  # said by the throttle, which knows no translations
