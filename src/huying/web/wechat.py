"""To WeChat and back: who this browser's owner is there, asked once and for one purpose."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_noop as _

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.notices.senders import NotSent
from huying.notices.wechat import openid_of, way_there

ASKED = "wechat_asked"
GOOD_FOR = timedelta(minutes=10)
NOT_THIS = _("WeChat did not answer what was asked here, or too late; please tap the button again")
NOT_NOW = _("WeChat does not say who you are at the moment; please try again later")


def set_up() -> bool:
    """Whether this installation writes to people in WeChat."""
    return settings.WECHAT is not None


def only_where_set_up() -> None:
    """404 elsewhere."""
    if not set_up():
        raise Http404


def inside(request: HttpRequest) -> bool:
    """Whether the browser is WeChat's own; WeCom's says so too, but knows its people otherwise."""
    agent = request.headers.get("User-Agent", "")
    return "MicroMessenger" in agent and "wxwork" not in agent


def go(request: HttpRequest, purpose: str, back: str) -> HttpResponseRedirect:
    """On to WeChat; it leads to our address `back` with an answer that is good once, for `purpose`."""
    state = secrets.token_hex(16)
    until = (now() + GOOD_FOR).timestamp()
    request.session[ASKED] = {"state": state, "purpose": purpose, "until": until}
    return HttpResponseRedirect(way_there(state, request.build_absolute_uri(back)))


def who(request: HttpRequest, purpose: str) -> str:
    """The openid of whoever comes back; refused `invalid` for another question's answer, or a late one.

    Refused `not-open` where WeChat does not say.
    """
    asked = request.session.pop(ASKED, None) or {}
    same = secrets.compare_digest(
        str(asked.get("state", "")).encode(), request.GET.get("state", "").encode()
    )
    in_time = now().timestamp() <= asked.get("until", 0)
    code = request.GET.get("code", "")
    if not (asked and same and in_time and asked["purpose"] == purpose and code):
        raise Refused(Code.INVALID, NOT_THIS)
    try:
        return openid_of(code)
    except NotSent as problem:
        raise Refused(Code.NOT_OPEN, NOT_NOW) from problem
