"""What a device hears: JSON that always says whether the record was kept, in the reader's words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from huying.kernel.actor import ActorKind
from huying.kernel.refusals import Code
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff
from huying.web.refusals import STATUS

NOT_SIGNED_IN = "not-signed-in"
ANOTHER_PERSON = "another-person"
View = Callable[..., HttpResponseBase]


def answered(said: Mapping[str, Any], status: int = 200) -> JsonResponse:
    """An answer that no cache keeps."""
    response = JsonResponse(said, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def not_kept(code: str, reason: str, **more: Any) -> JsonResponse:
    """Nothing was written, and why; what may not be seen and what is not there look the same."""
    status = {NOT_SIGNED_IN: 401, ANOTHER_PERSON: 401, Code.UNKNOWN: 409, Code.NOT_OPEN: 409}
    found = status.get(code) or STATUS[Code(code)]
    return answered({"kept": False, "code": code, "reason": reason, **more}, found)


def signed_in(view: View) -> View:
    """The view for someone signed in: `request.actor` is set; everyone else is answered 401."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = staff(request)
        if actor.kind is not ActorKind.STAFF:
            return not_kept(NOT_SIGNED_IN, _("Please sign in again. Nothing is lost."))
        request.actor = replace(actor, proven=frozenset())  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


__all__ = ["ANOTHER_PERSON", "StaffRequest", "answered", "not_kept", "signed_in"]
