"""Pages speak in the words of the practice: to its staff and residents, in Chinese, and only there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from django.test import Client
from django.urls import reverse

from huying.kernel.actor import SYSTEM
from huying.kernel.voice import called
from huying.orders.labels import STATES
from huying.orders.models import Order
from huying.people.labels import ROLES
from huying.people.roles import Role
from huying.practices import adopt
from huying.practices.packs import FOLDER
from tests.api.calling import caller_of, content
from tests.builders import START, Cast, Staff, build_cast, clock_at
from tests.web.browsing import order_page, read
from tests.web.saying import proven

PACK = """
title = "槐荫里的做法"
version = "1"
base = "zhifu"

[labels.states]
submitted = "等人接单"

[labels.roles]
department_adviser = "包片干部"
"""


@pytest.fixture
def cast(db: None, tmp_path: Path) -> Iterator[Cast]:
    """The community works by a pack with words of its own, its neighbour by none."""
    copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "huaiyinli.toml").write_text(PACK, encoding="utf-8")
    with clock_at(START + timedelta(hours=7)):
        cast = build_cast()
        adopt("huaiyinli", place=cast.community, by=SYSTEM, at=START, folder=tmp_path)
        yield cast


def browser(staff: Staff | None = None, lang: str = "zh-CN") -> Client:
    client = Client(headers={"accept-language": lang})
    if staff is not None:
        client.force_login(staff.account)
    return client


def test_states_are_called_as_the_practice_calls_them_on_every_page_of_the_place(
    cast: Cast,
) -> None:
    order = cast.place()
    for page in (order_page(order), reverse("desk:list", query={"part": "todo"})):
        assert "等人接单" in read(browser(cast.lin).get(page)), page
    resident = browser()
    assert "等人接单" in read(resident.get(proven(resident, order)))
    assert "等人接单" not in read(browser(cast.lin, "en").get(order_page(order)))
    next_door = cast.place("柳岸的事", place=cast.neighbour)
    assert "等人接单" not in read(browser(cast.gu).get(order_page(next_door)))
    assert "待受理" in read(browser(cast.gu).get(order_page(next_door)))


def test_roles_are_called_so_too_and_nobody_else_hears_it_afterwards(cast: Cast) -> None:
    assert "包片干部" in read(browser(cast.secretary).get(reverse("duty:gaps")))
    assert called("roles", Role.DEPARTMENT_ADVISER) == ""
    assert str(ROLES[Role.DEPARTMENT_ADVISER]) == "部门指导员"
    assert str(STATES["submitted"]) == "待受理"


def test_programs_are_told_states_by_their_codes_and_the_words_of_the_practice(cast: Cast) -> None:
    order = cast.place()
    lin = caller_of(cast.lin)
    lin.headers["Accept-Language"] = "zh-CN"
    told = content(lin.get(f"/orders/{order.number}"))
    assert (told["state"], told["state_label"]) == ("submitted", "等人接单")
    signed_in = browser(cast.lin).get(f"/api/v1/orders/{order.number}").json()
    assert signed_in["state_label"] == "等人接单"
    assert Order.objects.get().state == "submitted"
