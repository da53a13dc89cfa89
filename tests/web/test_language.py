"""Chinese first; the reader's own choice above all; large type on request."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("huying.web.ui.urls")


def spoken(client: Client, **headers: str) -> str:
    """The language the component page answers in."""
    response = client.get("/ui-kit/", headers=headers)
    assert f'<html lang="{response.headers["Content-Language"]}"' in response.text
    return response.headers["Content-Language"]


@pytest.mark.parametrize(
    ("accepted", "answered"),
    [
        ("", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("zh;q=0.3,en;q=0.7", "en"),
        ("fr-FR,en;q=0.9", "zh-hans"),
        ("bn-Beng", "zh-hans"),
        (";;;,,q=", "zh-hans"),
    ],
)
def test_without_a_choice_it_is_chinese_unless_english_comes_first(
    client: Client, accepted: str, answered: str
) -> None:
    assert spoken(client, accept_language=accepted) == answered


def test_the_choice_is_kept_and_beats_what_the_browser_asks_for(client: Client) -> None:
    response = client.post("/language/", {"lang": "en", "next": "/ui-kit/?a=1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/ui-kit/?a=1")
    cookie = client.cookies["lang"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], bool(cookie["httponly"])) == (
        "en",
        365 * 24 * 60 * 60,
        "Lax",
        True,
    )
    assert spoken(client, accept_language="zh-CN") == "en"
    client.post("/language/", {"lang": "zh-hans", "next": "/"})
    assert spoken(client, accept_language="en") == "zh-hans"


@pytest.mark.parametrize("code", ["", "tlh", "../etc", "EN "])
def test_a_language_there_is_not_changes_nothing(client: Client, code: str) -> None:
    assert client.post("/language/", {"lang": code}).status_code == 302
    assert "lang" not in client.cookies
    client.cookies["lang"] = code
    assert spoken(client) == "zh-hans"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""]
)
@pytest.mark.parametrize("path", ["/language/", "/large-type/"])
def test_a_choice_never_leads_to_another_site(client: Client, path: str, elsewhere: str) -> None:
    assert client.post(path, {"lang": "en", "next": elsewhere}).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/language/", "/large-type/"])
def test_a_choice_is_posted_and_carries_its_token(path: str) -> None:
    assert Client().get(path).status_code == 405
    assert Client(enforce_csrf_checks=True).post(path, {"lang": "en"}).status_code == 403


def test_large_type_is_turned_on_and_off_again(client: Client) -> None:
    assert '<html lang="zh-hans" class="kit">' in client.get("/ui-kit/").text
    client.post("/large-type/", {"type": "large", "next": "/ui-kit/"})
    assert '<html lang="zh-hans" class="kit large">' in client.get("/ui-kit/").text
    client.post("/large-type/", {"type": "largest", "next": "/ui-kit/"})
    assert 'class="kit large largest">' in client.get("/ui-kit/").text
    client.post("/large-type/", {"type": "enormous", "next": "/ui-kit/"})
    assert '<html lang="zh-hans" class="kit">' in client.get("/ui-kit/").text


def test_caches_are_told_what_the_page_depends_on(client: Client) -> None:
    vary = client.get("/ui-kit/").headers["Vary"]
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in vary.split(",")}
