"""Identities from elsewhere: off by default; on, they open only what they were linked to."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from huying.config.identities import doors, identity_providers
from huying.config.safety import page_policy
from huying.kernel.now import now
from huying.people.actions import close_account
from huying.people.models import Account
from tests.builders import PASSWORD, Cast
from tests.web.browsing import signed_in
from tests.web.knocking import browser, code_of, desk, said, told, went_to, with_app

DOORS = ["/login/with/oidc/", "/login/with/oidc/back/", "/login/weixin/", "/login/weixin/back/"]
LOGIN = "/login/with/oidc/?process=login&next=/desk/rates/"
BACK = "/login/with/oidc/back/"


@dataclass
class Issuer:
    """An OpenID Connect issuer on this machine that says whoever it is told to say."""

    address: str
    subject: str = "emp-0042"
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """A small issuer, listening."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answered()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answered()

        def answered(self) -> None:
            found.asked.append(self.path)
            body = json.dumps(answers(found)[urlsplit(self.path).path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found = Issuer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def answers(issuer: Issuer) -> dict[str, Any]:
    base = issuer.address
    return {
        "/.well-known/openid-configuration": {
            "issuer": base, "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token", "userinfo_endpoint": f"{base}/who",
            "jwks_uri": f"{base}/keys",
        },
        "/authorize": {"says": "who are you?"},
        "/token": {"access_token": "t", "token_type": "Bearer"},
        "/who": {"sub": issuer.subject, "name": "林某", "email": "lin@example.org", "email_verified": True},
    }  # fmt: skip


@pytest.fixture
def switched_on(issuer: Issuer, settings: Settings) -> Issuer:
    """The installation believes this issuer."""
    oidc = (issuer.address, "huying", "secret", "云川政务")
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers(oidc, ("", ""))
    return issuer


def come_back(client: Client, address: str) -> Any:
    """Go on to the issuer and come back as it sends one back."""
    there = went_to(client.post(address))
    query = parse_qs(urlsplit(there).query)
    assert (query["code_challenge_method"], query["client_id"]) == (["S256"], ["huying"])
    return client.get(f"{BACK}?{urlencode({'code': 'c', 'state': query['state'][0]})}")


def link(client: Client) -> Any:
    """Link the identity from the account page, proving once more who one is."""
    asked = come_back(client, "/login/with/oidc/?process=connect")
    assert went_to(asked) == "/account/confirm/"
    return client.post("/account/confirm/", {"password": PASSWORD})


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_by_default_they_have_no_address_and_no_button(door: str) -> None:
    client = browser()
    assert [ask(door).status_code for ask in (client.get, client.post)] == [404, 404]
    assert "login/with" not in client.get("/login/").content.decode()


def test_an_identity_nobody_linked_opens_nothing_and_makes_no_account(
    cast: Cast, switched_on: Issuer
) -> None:
    cast.lin.account.email = "lin@example.org"
    cast.lin.account.save()
    before, client = Account.objects.count(), browser()
    assert "Sign in with 云川政务" in said(client.get("/login/"))
    answer = come_back(client, LOGIN)
    assert went_to(answer) == "/login/"
    assert "not linked to an account here" in said(client.get("/login/"))
    assert (desk(client), Account.objects.count(), SocialAccount.objects.count()) == (
        302,
        before,
        0,
    )


def test_an_identity_linked_from_the_account_page_opens_that_account(
    cast: Cast, switched_on: Issuer
) -> None:
    assert went_to(link(signed_in(cast.lin))) == "/account/"
    client = browser()
    assert went_to(come_back(client, LOGIN)) == "/desk/rates/"
    assert "小林" in said(client.get("/account/"))
    assert told(cast.lin.account) == [("linked", "oidc"), ("in", "oidc")]


def test_a_second_factor_is_asked_for_after_it(cast: Cast, switched_on: Issuer) -> None:
    link(signed_in(cast.lin))
    secret, client = with_app(cast.lin), browser()
    assert went_to(come_back(client, LOGIN)) == "/login/step/"
    assert desk(client) == 302
    assert went_to(client.post("/login/step/", {"code": code_of(secret)})) == "/desk/rates/"


def test_a_closed_account_is_not_opened_by_it(cast: Cast, switched_on: Issuer) -> None:
    link(signed_in(cast.lin))
    close_account(cast.lin.account, at=now())
    client = browser()
    assert went_to(come_back(client, LOGIN)) == "/login/"
    assert desk(client) == 302


def test_one_identity_is_linked_to_one_account(cast: Cast, switched_on: Issuer) -> None:
    link(signed_in(cast.lin))
    other = signed_in(cast.gu)
    link(other)
    assert "linked to another account" in said(other.get("/account/"))
    assert SocialAccount.objects.get().user == cast.lin.account


def test_an_unlinked_identity_opens_nothing_any_more(cast: Cast, switched_on: Issuer) -> None:
    mine = signed_in(cast.lin)
    link(mine)
    pk = SocialAccount.objects.get().pk
    assert signed_in(cast.gu).post(f"/account/identities/{pk}/unlink/").status_code == 404
    mine.post(f"/account/identities/{pk}/unlink/")
    assert went_to(come_back(browser(), LOGIN)) == "/login/"
    assert told(cast.lin.account)[-1] == ("unlinked", "oidc")


@pytest.mark.parametrize(
    "query", ["", "?error=access_denied", "?code=c&state=forged", "?code=c", "?state=x"]
)
def test_whatever_comes_back_wrong_leads_to_the_door(
    cast: Cast, switched_on: Issuer, query: str
) -> None:
    client = browser()
    client.post(LOGIN)
    assert went_to(client.get(BACK + query)) == "/login/"
    assert (desk(client), "did not work" in said(client.get("/login/"))) == (302, True)


def test_a_link_alone_sends_nobody_elsewhere(cast: Cast, switched_on: Issuer) -> None:
    answer = browser().get(LOGIN)
    assert (answer.status_code, "Go on to 云川政务?" in said(answer)) == (200, True)
    assert switched_on.asked == []


def test_another_issuer_has_no_address(cast: Cast, switched_on: Issuer) -> None:
    assert browser().post("/login/with/other/").status_code == 404


def test_wechat_has_a_button_of_its_own(cast: Cast, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers(("", "", "", "x"), ("wx123", "secret"))
    client = browser()
    assert "Sign in with WeChat" in said(client.get("/login/"))
    there = went_to(client.post("/login/weixin/?process=login"))
    assert there.startswith("https://open.weixin.qq.com/connect/qrconnect?appid=wx123&")


@pytest.mark.parametrize(
    ("oidc", "weixin"),
    [
        (("https://id.example.org", "", "", "x"), ("", "")),
        (("", "huying", "secret", "x"), ("", "")),
        (("", "", "", "x"), ("wx123", "")),
    ],
)
def test_half_of_what_is_needed_refuses_to_start(
    oidc: tuple[str, str, str, str], weixin: tuple[str, str]
) -> None:
    with pytest.raises(ValueError, match="belong together"):
        identity_providers(oidc, weixin)


# --- in a browser, which lets a form lead to no host it was not told of ---------------------


@pytest.fixture
def door(switched_on: Issuer, settings: Settings, transactional_db: None) -> Issuer:
    """The issuer, to which our pages say a form may lead."""
    settings.CONTENT_SECURITY_POLICY = page_policy(doors(settings.SOCIALACCOUNT_PROVIDERS))
    return switched_on


def test_a_browser_goes_on_to_the_issuer(door: Issuer, page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/login/")
    page.get_by_role("button", name="云川政务").click()
    page.wait_for_url(f"{door.address}/authorize?**")


def test_every_door_is_named_by_its_origin() -> None:
    oidc = ("https://id.example.org/realms/yunchuan", "huying", "secret", "云川政务")
    both = identity_providers(oidc, ("wx1", "secret"))
    assert doors(both, "https://sso.example.org/start") == [
        "https://id.example.org", "https://sso.example.org", "https://open.weixin.qq.com",
    ]  # fmt: skip
    assert doors({}, "https://sso.example.org") == []
    with pytest.raises(ValueError, match="HUYING_OIDC_DOOR is no address"):
        doors(both, "sso.example.org")
