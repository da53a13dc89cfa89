"""Where no page of ours answers, the reader still gets a page of ours, in their language."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import translation

from tests.web.browsing import read

pytestmark = pytest.mark.django_db
WORDS = "路灯又不亮了"


@pytest.mark.parametrize("where", ["/nope/", "/desk/nope/", "/static/nope.css"])
def test_an_address_of_nothing_gets_a_page_of_ours_that_leads_back(where: str) -> None:
    answer = Client(headers={"accept-language": "en"}).get(where)
    assert answer.status_code == 404
    assert "No page has this address." in read(answer)
    assert 'class="button button-main" href="/"' in answer.content.decode()


def test_it_speaks_the_readers_language() -> None:
    assert "没有这个网址的页面" in read(Client(headers={"accept-language": "zh-CN"}).get("/nope/"))


def test_a_form_without_our_token_is_refused_and_what_was_written_is_kept() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = client.post("/track/", {"number": WORDS, "code": "SECRETCODE"})
    page = read(answer)
    assert answer.status_code == 403
    assert "This page was open too long" in page
    assert WORDS in page
    assert "SECRETCODE" not in page


@pytest.mark.parametrize(("lang", "words"), [("en", "Something went wrong here"), ("zh-hans", "系统出了点问题")])  # fmt: skip
def test_a_fault_of_ours_is_told_without_asking_the_database(
    rf: RequestFactory, lang: str, words: str
) -> None:
    answered = get_resolver().resolve_error_handler(500)
    with translation.override(lang), CaptureQueriesContext(connection) as queries:
        answer = answered(rf.get("/"))
    assert (answer.status_code, len(queries)) == (500, 0)
    assert words in read(answer)
    assert f'<html lang="{lang}"' in answer.content.decode()
