"""WeChat on this machine: tokens, who somebody is, and template messages, with every refusal."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from huying.config.wechat import service_account
from huying.notices.service_account import ServiceAccount
from huying.notices.wechat import TOKENS

FIELDS = "character_string1=number,thing2=text,time3=time,thing4=community"
APP, SECRET, TEMPLATE = "wx0000000000000000", "app-secret-of-nobody", "template-0001"
OPENID = "oInventedReader_0000000001"


@dataclass
class WeChat:
    """What it was asked and sent, and what it answers; `refusals` come one a message, then none."""

    address: str = ""
    openid: str = OPENID
    snapshot: bool = False
    refusals: list[int] = field(default_factory=list)
    silent: bool = False
    seconds: int = 7200
    tokens: int = 0
    good: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)

    @property
    def account(self) -> ServiceAccount:
        """This WeChat as an installation is set up for it."""
        made = service_account(APP, SECRET, TEMPLATE, FIELDS, api=self.address, door=self.address)
        assert made is not None
        return made

    def end_tokens(self) -> None:
        """Every token it gave is good no more."""
        self.good.clear()

    def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        """What it says to one request."""
        self.asked.append(path)
        if path == "/cgi-bin/stable_token":
            return self._token(body)
        if path == "/sns/oauth2/access_token":
            return self._who(query)
        if path == "/cgi-bin/message/template/send":
            return self._message(query, body)
        return {"errcode": 40066, "errmsg": "invalid url"}

    def _token(self, body: dict[str, Any]) -> dict[str, Any]:
        wanted = {"grant_type": "client_credential", "appid": APP, "secret": SECRET}
        if {name: body.get(name) for name in wanted} != wanted or body.get("force_refresh"):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.tokens += 1
        token = f"token-{self.tokens}"
        self.good.add(token)
        return {"access_token": token, "expires_in": self.seconds}

    def _who(self, query: dict[str, str]) -> dict[str, Any]:
        wanted = {"appid": APP, "secret": SECRET, "grant_type": "authorization_code"}
        if {name: query.get(name) for name in wanted} != wanted or query["code"] in self.used:
            return {"errcode": 40163, "errmsg": "code been used"}
        self.used.add(query["code"])
        made_up = {"is_snapshotuser": 1} if self.snapshot else {}
        return {"access_token": "x", "openid": self.openid, "scope": "snsapi_base"} | made_up

    def _message(self, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if query.get("access_token") not in self.good:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if self.refusals:
            return {"errcode": self.refusals.pop(0), "errmsg": f"no, {body['touser']}"}
        self.sent.append(body)
        return {"errcode": 0, "errmsg": "ok", "msgid": 2000 + len(self.sent)}


@contextmanager
def listening() -> Iterator[WeChat]:
    """A WeChat that listens."""
    found = WeChat()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answered({})

        def do_POST(self) -> None:
            self.answered(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def answered(self, body: dict[str, Any]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            said = json.dumps(found.answer(parts.path, query, body)).encode()
            self.send_response(502 if found.silent else 200)
            self.end_headers()
            self.wfile.write(b"<html>bad gateway</html>" if found.silent else said)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def wechat(settings: Settings) -> Iterator[WeChat]:
    """The installation writes to people in this WeChat."""
    with listening() as found:
        settings.WECHAT = found.account
        TOKENS.forget()
        yield found
    TOKENS.forget()
