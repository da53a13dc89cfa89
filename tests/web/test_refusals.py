"""A refusal becomes one plain page: the right status, the reason, and what was typed."""

from collections.abc import Iterator

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from huying.kernel.refusals import Code, Refused
from huying.web.refusals import ADVICE, STATUS, TITLES, RefusedMiddleware, onto_form, refused

pytestmark = pytest.mark.urls("huying.web.ui.urls")
WORDS = "三号楼东门的灯坏了 <b>两天</b>"


@pytest.fixture(autouse=True)
def read_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def middleware() -> RefusedMiddleware:
    return RefusedMiddleware(lambda request: refused(request, Refused(Code.UNKNOWN)))


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (Code.NOT_YOURS, 403),
        (Code.UNKNOWN, 404),
        (Code.WRONG_STATE, 409),
        (Code.STALE, 409),
        (Code.CONFLICT, 409),
        (Code.INCOMPLETE, 422),
        (Code.INVALID, 422),
        (Code.NOT_YET, 422),
        (Code.TOO_LATE, 422),
        (Code.TOO_MANY, 429),
        (Code.NOT_OPEN, 503),
    ],
)
def test_each_code_has_its_status_its_title_and_its_advice(
    rf: RequestFactory, middleware: RefusedMiddleware, code: Code, status: int
) -> None:
    response = middleware.process_exception(rf.get("/anywhere/"), Refused(code, "a plain reason"))
    assert response is not None
    assert response.status_code == status
    assert f"<h1>{TITLES[code]}</h1>" in response.text
    assert str(ADVICE[code]) in response.text
    assert "a plain reason" in response.text


def test_no_code_is_forgotten() -> None:
    assert set(STATUS) == set(TITLES) == set(ADVICE) == set(Code)


def test_what_was_typed_is_kept_and_what_is_secret_is_not_shown(rf: RequestFactory) -> None:
    typed = {
        "text": WORDS,
        "address": "东门台阶",
        "code": "SECRETCODE",
        "password": "hunter-two",
        "contact_phone": "00000000000",
        "csrfmiddlewaretoken": "token-token",
        "version": "7",
        "empty": "  ",
    }
    response = refused(rf.post("/orders/", typed), Refused(Code.INVALID))
    assert "三号楼东门的灯坏了 &lt;b&gt;两天&lt;/b&gt;" in response.text
    assert "东门台阶" in response.text
    for secret in ("SECRETCODE", "hunter-two", "00000000000", "token-token"):
        assert secret not in response.text
    assert response.text.count('<p class="words">') == 2


def test_fields_are_named_in_plain_words(rf: RequestFactory) -> None:
    error = Refused(Code.INCOMPLETE, fields={"contact_phone": "required"})
    assert "<li>Contact phone: required</li>" in refused(rf.get("/"), error).text


def test_an_english_reason_is_not_shown_to_a_chinese_reader(rf: RequestFactory) -> None:
    with translation.override("zh-hans"):
        response = refused(rf.get("/"), Refused(Code.STALE, "never translated by anyone"))
    assert "never translated by anyone" not in response.text


@pytest.mark.parametrize("path", ["/api/v1/orders", "/open311/v2/requests.json"])
def test_machine_read_paths_answer_for_themselves(
    rf: RequestFactory, middleware: RefusedMiddleware, path: str
) -> None:
    assert middleware.process_exception(rf.get(path), Refused(Code.STALE)) is None


def test_other_errors_pass_through(rf: RequestFactory, middleware: RefusedMiddleware) -> None:
    assert middleware.process_exception(rf.get("/"), ValueError("no")) is None


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://testserver/c/hy/", "http://testserver/c/hy/"),
        ("https://example.org/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(rf: RequestFactory, referer: str, target: str) -> None:
    response = refused(rf.get("/", headers={"referer": referer}), Refused(Code.UNKNOWN))
    assert f'<a class="button button-main" href="{target}">' in response.text


class Phone(forms.Form):
    phone = forms.CharField()


def test_a_refusal_is_put_onto_the_fields_it_names_else_above_the_form() -> None:
    form = Phone({"phone": "1"})
    onto_form(form, Refused(Code.INVALID, fields={"phone": "digits only", "text": "too long"}))
    assert form.errors == {"phone": ["digits only"], "__all__": ["too long"]}
    form = Phone({"phone": "1"})
    onto_form(form, Refused(Code.TOO_LATE))
    assert form.errors == {"__all__": ["It is too late for this"]}
