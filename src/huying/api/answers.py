"""Writing answers: JSON in UTF-8 with sorted keys, so that the same content has the same bytes."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

JSON = "application/json"
# Answers may hold what only this caller may see, and what is true only now.
NOT_KEPT = "private, no-store"


def answer(
    payload: Any,
    status: int = 200,
    *,
    content_type: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The payload as a response; times with the offset of the installation, labels as text."""
    body = json.dumps(
        payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain
    )
    response = HttpResponse(body.encode(), status=status, content_type=content_type)
    response.headers["Cache-Control"] = NOT_KEPT
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def told(at: datetime | None) -> str | None:
    """An instant as ISO 8601 with the offset of the installation; None stays None."""
    return timezone.localtime(at).isoformat() if at is not None else None


def _plain(value: object) -> str:
    match value:
        case datetime():
            return timezone.localtime(value).isoformat()
        case date():
            return value.isoformat()
        case Promise():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")
