import logging
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from huying.kernel.now import now
from huying.orders.models import Order
from huying.people.actions import issue_token, revoke_token
from huying.people.models import ApiToken
from tests.api.calling import ROOT, Caller, caller_of, content, refusal
from tests.builders import PASSWORD, START, Cast, clock_at
from tests.files.samples import photo

BODY = {"text": "三号楼东门的路灯坏了", "place": "990101001001001-B3"}
AWAY = "203.0.113.7"


def test_a_token_opens_until_it_is_revoked(cast: Cast) -> None:
    caller = caller_of(cast.lin)
    assert caller.get("/orders").status_code == 200
    revoke_token(ApiToken.objects.get(), at=START)
    assert refusal(caller.get("/orders")) == (401, "not-signed-in", [])


def test_a_closed_account_loses_the_door_at_once_by_token_and_by_session(cast: Cast) -> None:
    caller, browser = caller_of(cast.lin), Caller(Client())
    browser.client.force_login(cast.lin.account)
    before = [caller.get("/orders").status_code, browser.get("/orders").status_code]
    cast.lin.account.is_active = False
    cast.lin.account.save()
    after = [refusal(caller.get("/orders")), refusal(browser.get("/orders"))]
    assert (before, after) == ([200, 200], [(401, "not-signed-in", [])] * 2)


def test_a_post_that_ended_opens_nothing(cast: Cast) -> None:
    caller = caller_of(cast.lin)
    cast.place()
    post = cast.lin.person.posts.get()
    post.until = now().date()
    post.save()
    assert content(caller.get("/orders"))["items"] == []


@pytest.mark.parametrize(
    "header", ["Bearer nobody", "Bearer", "Bearer ", "Basic bGluOmxpbg==", "hy_x", "Bearer \xff"]
)
def test_a_wrong_token_is_not_taken_for_no_token(visitor: Caller, cast: Cast, header: str) -> None:
    visitor.headers["Authorization"] = header
    for answer in (visitor.post("/orders", BODY), visitor.get("/orders")):
        assert refusal(answer) == (401, "not-signed-in", [])
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert not Order.objects.exists()


def test_a_session_reads_freely_and_writes_with_the_csrf_token(cast: Cast) -> None:
    browser = Caller(Client(enforce_csrf_checks=True))
    assert browser.client.login(username="lin", password=PASSWORD)
    order = cast.place()
    path, body = f"/orders/{order.number}/moves/accept", {"category": "0101"}
    assert browser.get("/orders").status_code == 200
    assert refusal(browser.post(path, body)) == (403, "not-yours", [])
    secret = "a" * 32
    browser.client.cookies["csrftoken"] = secret
    assert browser.post(path, body, X_CSRFToken=secret).status_code == 200


def test_a_token_needs_no_csrf_token_and_a_visitor_neither(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    caller = caller_of(cast.lin)
    caller.client = strict
    assert caller.post("/orders", BODY).status_code == 201
    assert Caller(strict).post("/orders", BODY).status_code == 201


def test_someone_signed_in_without_a_person_is_nobody(cast: Cast) -> None:
    account = cast.lin.account
    account.person = None
    account.save()
    token = issue_token(account, name="x", at=START)
    caller, browser = Caller(Client(), {"Authorization": f"Bearer {token}"}), Caller(Client())
    browser.client.force_login(account)
    assert [refusal(c.get("/orders"))[0] for c in (caller, browser)] == [401, 401]


def test_public_writes_are_limited_per_address_and_come_back_with_time(
    visitor: Caller, cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_WRITES_PER_MINUTE = 3
    visitor.client = Client(REMOTE_ADDR=AWAY)
    statuses = [visitor.post("/orders", BODY).status_code for _ in range(4)]
    refused = visitor.post("/orders", BODY)
    assert statuses == [201, 201, 201, 429]
    assert refusal(refused) == (429, "too-many", [])
    wait = int(refused.headers["Retry-After"])
    assert 0 < wait <= 20
    elsewhere = Caller(Client(REMOTE_ADDR="203.0.113.8"))
    assert elsewhere.post("/orders", BODY).status_code == 201
    with clock_at(now() + timedelta(seconds=wait)):
        assert visitor.post("/orders", BODY).status_code == 201


def test_the_limit_also_holds_for_moves_files_and_guessed_codes(
    visitor: Caller, cast: Cast, settings: Settings
) -> None:
    order = cast.place()
    settings.PUBLIC_WRITES_PER_MINUTE = 4
    visitor.client = Client(REMOTE_ADDR=AWAY)
    code = f"?code={order.query_code}"
    lamp = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    statuses = [
        visitor.get(f"/orders/{order.number}", code="AAAAAAAA").status_code,
        visitor.post(f"/orders/{order.number}/moves/add_word{code}", {"words": "x"}).status_code,
        visitor.send(f"/orders/{order.number}/files{code}", files=[lamp]).status_code,
        visitor.post(f"/orders/{order.number}/moves/check{code}").status_code,
        visitor.get(f"/orders/{order.number}", code="AAAAAAAA").status_code,
        visitor.post(f"/orders/{order.number}/moves/add_word{code}", {"words": "y"}).status_code,
        visitor.get(f"/orders/{order.number}", code=order.query_code).status_code,
    ]
    assert statuses == [404, 200, 201, 403, 429, 429, 200]


def test_staff_and_the_machine_itself_are_not_limited(
    visitor: Caller, cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_WRITES_PER_MINUTE = 1
    lin = caller_of(cast.lin)
    lin.client = Client(REMOTE_ADDR=AWAY)
    statuses = {caller.post("/orders", BODY).status_code for caller in (lin, visitor) * 3}
    assert statuses == {201}


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_WRITES_PER_MINUTE = 1
    liar = Caller(Client(REMOTE_ADDR=AWAY))
    lies = [
        liar.post("/orders", BODY, X_Forwarded_For=f"198.51.100.{number}").status_code
        for number in range(3)
    ]
    settings.TRUSTED_PROXIES = ["203.0.113.0/24"]
    told = [
        liar.post("/orders", BODY, X_Forwarded_For=f"198.51.100.{number}").status_code
        for number in range(3)
    ]
    assert (lies, told) == ([201, 429, 429], [201, 201, 201])


@pytest.mark.parametrize(
    "path", ["/nothing", "/", "", "/orders/", "/orders/x/y", "/orders/x/moves/", "/%ff%00"]
)
def test_an_address_that_is_nowhere_is_a_problem_like_any_other(client: Client, path: str) -> None:
    for answer in (client.get(ROOT + path), client.post(ROOT + path)):
        assert answer.status_code == 404 or (path == "" and answer.status_code in {301, 404})
        if path:
            assert refusal(answer) == (404, "unknown", [])


@pytest.mark.parametrize("method", ["put", "patch", "delete", "head", "options", "trace"])
def test_a_wrong_method_names_the_right_ones(client: Client, method: str) -> None:
    answer = getattr(client, method)(f"{ROOT}/orders")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_database_that_does_not_answer_is_told_as_not_open(client: Client) -> None:
    answer = client.get("/breaking/database")
    assert refusal(answer) == (503, "not-open", [])
    assert answer.headers["Retry-After"] == "60"


def test_our_own_mistake_is_logged_and_tells_nothing(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    # Some library's own logging set-up, run by an earlier test, may have put the logger to rest.
    monkeypatch.setattr(logging.getLogger("huying.api.problems"), "disabled", False)
    with caplog.at_level(logging.ERROR, logger="huying.api.problems"):
        answer = client.get("/breaking/program")
    assert refusal(answer) == (500, "failed", [])
    assert "secret" not in answer.content.decode()
    assert "ZeroDivisionError: a secret detail" in caplog.text
