"""Every page, as everyone: who gets in, who does not, and that nobody reads a contact by the way."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huying.orders.models import Order
from tests.builders import PHONE, build_cast, clock_at
from tests.web.scenes import AGENT, NAME, Scene, browsers_of, scene_with
from tests.web.walk import ELSEWHERE, EVERYONE, PAGES, STAFF, address, named_pages


@pytest.fixture
def scene(db: None) -> Scene:
    return scene_with(build_cast())


def test_every_page_is_listed_in_the_walk() -> None:
    pages = {name for name in named_pages() if not name.startswith(ELSEWHERE)}
    assert pages == set(PAGES)


def test_everyone_gets_in_where_the_list_says_and_nobody_reads_a_contact(scene: Scene) -> None:
    with clock_at(scene.cast.at):
        browsers, scene = browsers_of(scene)
        wrong, leaks = [], []
        for name, page in PAGES.items():
            for role in sorted(EVERYONE):
                answer = browsers[role].get(address(name, scene))
                if answer.streaming:
                    answer.getvalue()
                if answer.status_code != page.expected(role):
                    wrong.append((name, role, answer.status_code, page.expected(role)))
                leaks += [(name, role, told) for told in told_by(answer)]
    assert wrong == []
    assert leaks == []


def test_sending_something_empty_changes_nothing_and_breaks_nothing(scene: Scene) -> None:
    sent = [
        name
        for name, page in PAGES.items()
        if page.posts_only and "chase" not in address(name, scene)
    ]
    before = Order.objects.filter(pk=scene.order.pk).values().get()
    with clock_at(scene.cast.at):
        browsers, scene = browsers_of(scene)
        for name in sent:
            for role in sorted(EVERYONE):
                answer = browsers[role].post(address(name, scene))
                assert answer.status_code in {302, 401, 403, 404, 422}, (name, role)
                assert told_by(answer) == [], (name, role)
    assert Order.objects.filter(pk=scene.order.pk).values().get() == before


def told_by(answer: object) -> list[str]:
    """What of the contact an answer gives away: the number however it is spaced, the names."""
    content = getattr(answer, "content", b"") if not getattr(answer, "streaming", False) else b""
    text = content.decode("utf-8", "replace")
    digits = re.sub(r"[\s-]", "", text)
    return [told for told in (NAME, AGENT) if told in text] + [PHONE] * (PHONE in digits)


def test_a_leak_would_be_noticed(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.cast.lin.account)
    with clock_at(scene.cast.at):
        opened = client.post(f"/desk/orders/{scene.order.number}/contact/", {"reason": "约时间"})
    assert told_by(opened) == [NAME, AGENT, PHONE]


def test_pages_of_the_console_open_to_its_keeper_alone(scene: Scene) -> None:
    pages = [
        n for n in named_pages() if n.endswith(("_changelist", "_add")) or n == "console:index"
    ]
    assert len(pages) > 10
    browsers, scene = browsers_of(scene)
    for name in pages:
        path = reverse(name)
        for role in sorted(STAFF | {"visitor"}):
            expected = {200, 403} if role == "system_keeper" else {302}
            assert browsers[role].get(path).status_code in expected, (name, role)
