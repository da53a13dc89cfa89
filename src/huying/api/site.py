"""The API as one object, mounted under `/api/v1/`, and its published contract."""

import re
from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from huying import __version__
from huying.api import (
    campaigns,
    files,
    lists,
    moves,
    orders,
    places,
    rates,
    records,
    supply,
    whistles,
)
from huying.api.answers import JSON
from huying.api.callers import SCHEMES
from huying.api.docs import DocsPage
from huying.api.problems import PROBLEM, handle, of_method, of_nothing, of_size
from huying.api.reading import StrictParser, largest_body

ROOT = "/api/v1/"
SENTENCE_END = re.compile(r"[.;:]")
MEDIA_TYPES = ("image/*", "application/*")
ROUTERS = (
    orders.router,
    moves.router,
    records.router,
    files.router,
    places.router,
    rates.router,
    whistles.router,
    campaigns.router,
    lists.router,
    supply.router,
)
View = Callable[..., Any]


class Door(NinjaAPI):
    """The framework's API, in which every refusal is a problem document."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.documents: dict[str, OpenAPISchema] = {}

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses of the API, and a last one for everything that is nowhere."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _told_plainly(pattern.callback)
        return [*patterns, re_path(r"", nowhere)], app, namespace

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The contract, with problems under their own media type and the ways to sign in."""
        prefix = path_prefix or self.get_root_path(path_params or {})
        if prefix not in self.documents:
            self.documents[prefix] = self._written(prefix)
        return self.documents[prefix]

    def _written(self, prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=prefix)
        schema["components"]["securitySchemes"] = SCHEMES
        for operations in schema["paths"].values():
            for operation in operations.values():
                _tell_truly(operation)
        return schema


def _tell_truly(operation: dict[str, Any]) -> None:
    """Say in short what is done, and under which media types it is answered."""
    operation["summary"] = SENTENCE_END.split(operation["description"], maxsplit=1)[0]
    for status, response in operation["responses"].items():
        if int(status) >= HTTPStatus.BAD_REQUEST:
            response["content"] = {PROBLEM: response["content"][JSON]}
        elif operation["operationId"] == "open_file":
            response["content"] = {kind: {"schema": {"type": "string"}} for kind in MEDIA_TYPES}


def _told_plainly(view: View) -> View:
    """The view with its bare 405 and 404 told as problems, and no body read that is too large."""

    @wraps(view)
    def plain(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _length(request) > largest_body((request.content_type or "").lower()):
            return of_size(request)
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except Http404:
            return of_nothing(request)
        return of_method(response) if isinstance(response, HttpResponseNotAllowed) else response

    return plain


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def nowhere(request: HttpRequest) -> HttpResponse:
    """The answer at every address under `/api/` where there is nothing."""
    return of_nothing(request)


api = Door(
    title="Huying",
    version=__version__,
    description="Residents call, the community answers: orders, their moves, records and promises.",
    urls_namespace="api",
    docs=DocsPage(),
    parser=StrictParser(),
)
for _router in ROUTERS:
    api.add_router("", _router)
handle(api)


def openapi_document() -> dict[str, Any]:
    """The contract as it is served at `/api/v1/openapi.json`."""
    return deepcopy(dict(api.get_openapi_schema(path_prefix=ROOT)))
