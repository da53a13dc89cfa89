"""The door of every page here: staff only, nothing kept by a browser, a purpose said first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from huying.kernel.refusals import Refused
from huying.web.doors import staff_only
from huying.web.refusals import refused

PURPOSES = "care_purposes"
Page = Callable[..., HttpResponse]


def kept_close(view: Page) -> Page:
    """The view for staff, whose answers, refusals too, no browser and no proxy keeps."""
    inner = staff_only(_answering(view))

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer: HttpResponseBase = inner(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    return guarded


def _answering(view: Page) -> Page:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused(request, refusal)

    return answered


def purpose_kept(request: HttpRequest, ledger: str) -> str:
    """What this session said it opens the ledger for; "" while it said nothing."""
    return str(request.session.get(PURPOSES, {}).get(ledger, ""))


def keep_purpose(request: HttpRequest, ledger: str, words: str) -> None:
    """Let this session open the ledger for this purpose until it ends."""
    request.session[PURPOSES] = {**request.session.get(PURPOSES, {}), ledger: words}


def onward(request: HttpRequest, usual: str) -> str:
    """The page of ours that `then` names, else the usual one."""
    target = request.POST.get("then", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and target.startswith("/desk/care/") else usual
