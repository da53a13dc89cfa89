"""Reading requests: strict JSON, nothing that no database could keep, and no surprises."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_noop as _
from ninja.parser import Parser

from huying.api.problems import MALFORMED, WRONG_TYPE, Turned
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import MOST_AT_ONCE

DEEPEST = 12
MULTIPART = "multipart/form-data"
ENVELOPE_BYTES = 64 * 1024  # what a form may hold besides its files


class StrictParser(Parser):
    """JSON in UTF-8 and nothing else; every text fit for any database."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body, or `Turned`: 415 for another type, 400 for what is no JSON or too deep."""
        kind = (request.content_type or "").lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise Turned(415, WRONG_TYPE, _("the body must be application/json"))
        raw = request.body
        try:
            found = json.loads(raw.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError) as problem:
            raise Turned(400, MALFORMED, _("the body is not JSON")) from problem
        if raw.count(b"[") + raw.count(b"{") > DEEPEST and _depth_beyond(found):
            raise Turned(400, MALFORMED, _("the body is nested too deeply"))
        if b"\\u" in raw:  # only an escape can bring in what UTF-8 and JSON forbid
            check_texts(found)
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Query parameters and form fields by name; refused `invalid` with the unfit one."""
        found: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        check_texts(found)
        return found


def largest_body(kind: str) -> int:
    """How many bytes a body of this content type may have."""
    if not kind.startswith(MULTIPART):
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return int(settings.UPLOAD_MAX_BYTES) * MOST_AT_ONCE + ENVELOPE_BYTES


def read_form(request: HttpRequest) -> dict[str, str]:
    """The fields of a multipart form; `Turned` 415 for another type."""
    if not (request.content_type or "").lower().startswith(MULTIPART):
        raise Turned(415, WRONG_TYPE, _("the body must be multipart/form-data"))
    fields = {name: str(value) for name, value in request.POST.items()}
    check_texts(fields)
    return fields


def check_texts(value: Any) -> None:
    """Refused `invalid` when a text holds a NUL or half a character, with its field."""
    for field, text in _texts(value, ""):
        if not _fit(text):
            reason = _("contains characters that cannot be kept")
            raise Refused(Code.INVALID, reason, fields={_shown(field): reason})


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield field or "body", str(key)
            yield from _texts(item, field or str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, field)


def _fit(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(field: str) -> str:
    return field.encode(errors="replace").decode()[:80] or "body"


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _depth_beyond(value: Any) -> bool:
    level = _containers([value])
    for _step in range(DEEPEST):
        level = _containers(inner for outer in level for inner in _inside(outer))
    return bool(level)


def _containers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, (dict, list))]


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
