"""One letter, one move: on every page, for everyone, and on the help sheet."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huying.orders.lifecycle import ORDER
from huying.orders.states import OrderState
from huying.web.desk.keys import LIST_KEYS, MOVE_KEYS, MOVING
from huying.web.desk.lists import LISTS
from tests.builders import Cast, clock_at
from tests.web.browsing import order_page, read, signed_in
from tests.web.scenes import people_of

TAKEN = {key for line in MOVING for key in line.keys if len(key) == 1} | {"g"}


def test_every_key_is_one_letter_of_a_move_or_list_there_is() -> None:
    assert set(MOVE_KEYS) <= set(ORDER.moves)
    assert set(LIST_KEYS) <= set(LISTS)
    letters = [*MOVE_KEYS.values(), *LIST_KEYS.values()]
    assert [key for key in letters if not re.fullmatch("[a-z]", key)] == []
    assert set(MOVE_KEYS.values()) & TAKEN == set()
    assert len(set(LIST_KEYS.values())) == len(LIST_KEYS)


@pytest.mark.parametrize("state", list(OrderState))
def test_no_order_offers_two_moves_under_one_letter(cast: Cast, state: OrderState) -> None:
    order = cast.order_in(state)
    everyone = {role: staff.actor for role, staff in people_of(cast).items()}
    for role, actor in everyone.items():
        keys = [MOVE_KEYS[name] for name in ORDER.open_to(order, by=actor) if name in MOVE_KEYS]
        assert sorted(keys) == sorted(set(keys)), (state, role)


def test_the_letters_stand_on_the_buttons(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    with clock_at(cast.at):
        page = signed_in(cast.lin).get(order_page(order)).content.decode()
    letters = re.findall(r'<summary class="button[^"]*" data-key="(.)"', page)
    assert {"d", "t", "i", "m"} <= set(letters)
    assert '<kbd class="key">D</kbd>' in page
    assert 'data-go="w"' in page


def test_the_sheet_tells_every_key_and_only_to_staff(cast: Cast) -> None:
    page = signed_in(cast.lin).get(reverse("desk:keys"))
    words = read(page)
    for label in ("next order of the list", "Dispatch", "My day", "Accept"):
        assert label in words
    assert page.content.decode().count("<dt>") == len(MOVING) + len(MOVE_KEYS) + len(LIST_KEYS)
    assert Client().get(reverse("desk:keys")).status_code == 302
