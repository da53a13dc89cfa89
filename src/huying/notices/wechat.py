"""WeChat's service account: template messages to whoever let us, and who they are to it.

What is asked carries a secret or a token in its address, so an error here names no address.
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import requests
from django.conf import settings

from huying.notices.senders import NotSent
from huying.notices.service_account import ServiceAccount

TIMEOUT = (4, 10)  # seconds to connect, and to wait for an answer
RENEWED_BEFORE = 300  # seconds: WeChat has the next token ready by then
STALE_TOKEN = frozenset({40001, 40014, 42001})
# No such reader, or one who does not follow the account, or wants nothing from it.
FOR_GOOD = frozenset({40003, 43004, 43019})
LONGEST_KEY, LONGEST_OPENID = 32, 64


class WeChat:
    """Sends what `wording.on_its_way` made, a line for each keyword of the template.

    Whoever taps the message is led to `link`, where there is one.
    """

    def __init__(self, link: str = "") -> None:
        self._there = {"url": link} if link else {}

    def send(self, to: str, text: str, *, key: str) -> str:
        """Send it to an openid; WeChat's number of the message. Raises `NotSent`."""
        account = _account()
        lines = zip(account.keywords, text.split("\n"), strict=True)
        body = {
            "touser": to, "template_id": account.template, "client_msg_id": _short(key),
            "data": {keyword.name: {"value": line} for keyword, line in lines},
        } | self._there  # fmt: skip
        said = self._sent(account, body)
        if said.get("errcode") in STALE_TOKEN:
            said = self._sent(account, body)
        if code := said.get("errcode", 0):
            raise NotSent(_refusal(said, hide=to), final=code in FOR_GOOD)
        return str(said.get("msgid", ""))

    def _sent(self, account: ServiceAccount, body: Mapping[str, Any]) -> dict[str, Any]:
        token = TOKENS.token(account)
        there = f"{account.api}/cgi-bin/message/template/send"
        said = _asked("POST", there, params={"access_token": token}, body=body)
        if said.get("errcode") in STALE_TOKEN:
            TOKENS.forget(token)
        return said


class Tokens:
    """The token of this process, kept until shortly before it ends."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: tuple[ServiceAccount, str, float] | None = None

    def token(self, account: ServiceAccount) -> str:
        """A token that is good; NotSent where WeChat gives none."""
        with self._guard:
            if self._kept is None or self._kept[0] != account or monotonic() >= self._kept[2]:
                self._kept = self._fresh(account)
            return self._kept[1]

    def forget(self, token: str = "") -> None:
        """Ask for another one next time; only instead of this one, where it is named."""
        with self._guard:
            if self._kept is not None and token in {"", self._kept[1]}:
                self._kept = None

    def _fresh(self, account: ServiceAccount) -> tuple[ServiceAccount, str, float]:
        body = {
            "grant_type": "client_credential", "appid": account.app_id, "secret": account.secret,
            "force_refresh": False,
        }  # fmt: skip
        said = _asked("POST", f"{account.api}/cgi-bin/stable_token", body=body)
        token, seconds = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise NotSent(_refusal(said, hide=account.secret))
        return account, token, monotonic() + max(seconds - RENEWED_BEFORE, 0)


TOKENS = Tokens()


def way_there(state: str, back: str) -> str:
    """Where a browser of WeChat's says who it is without asking anybody; it comes `back` with `state`.

    WeChat wants the parts in this order.
    """
    account = _account()
    asked = {
        "appid": account.app_id, "redirect_uri": back, "response_type": "code",
        "scope": "snsapi_base", "state": state,
    }  # fmt: skip
    return f"{account.door}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"


def openid_of(code: str) -> str:
    """Who came back with this code; NotSent where WeChat does not say, or names somebody made up."""
    account = _account()
    asked = {
        "appid": account.app_id, "secret": account.secret, "code": code,
        "grant_type": "authorization_code",
    }  # fmt: skip
    said = _asked("GET", f"{account.api}/sns/oauth2/access_token", params=asked)
    openid = said.get("openid")
    made_up = said.get("is_snapshotuser")  # a page that is only looked at has no reader
    if made_up or not isinstance(openid, str) or not 0 < len(openid) <= LONGEST_OPENID:
        raise NotSent(_refusal(said, hide=code), final=True)
    return openid


def _account() -> ServiceAccount:
    account: ServiceAccount | None = settings.WECHAT
    if account is None:
        raise NotSent("no service account of WeChat is set up", final=True)
    return account


def _short(key: str) -> str:
    return (
        key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()[:LONGEST_KEY]
    )


def _refusal(said: Mapping[str, Any], *, hide: str) -> str:
    words = str(said.get("errmsg", "")).replace(hide, "…")[:100]
    return f"WeChat: {said.get('errcode', 'no answer to the question')} {words}".strip()


def _asked(
    method: str, address: str, *, params: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
) -> dict[str, Any]:  # fmt: skip
    """WeChat's answer; NotSent, to be tried again, where there is none."""
    sent = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
    try:
        answer = requests.request(
            method, address, params=params, data=sent, timeout=TIMEOUT, allow_redirects=False,
            headers={"Content-Type": "application/json"} if sent else None,
        )  # fmt: skip
        said = json.loads(answer.content)
    except requests.RequestException as problem:
        raise NotSent(f"WeChat cannot be reached ({type(problem).__name__})") from None
    except ValueError:
        raise NotSent(f"WeChat's answer cannot be read ({answer.status_code})") from None
    if not isinstance(said, dict):
        raise NotSent("WeChat's answer cannot be read (no object)")
    return said
