"""The pages of whistles: blown from an order, answered by units, seen by who may see."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.whistles.models import Whistle
from huying.whistles.queries import whistle_by_id
from tests.builders import START, Cast, Staff, build_cast, clock_at
from tests.web.browsing import order_page, read, signed_in

LIST = reverse("whistles:list")


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock_at(START + timedelta(hours=7)):
        yield build_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return cast.order_in(OrderState.ACCEPTED)


def page_of(whistle: Whistle) -> str:
    return reverse("whistles:whistle", args=[whistle.pk])


def blown(cast: Cast, order: Order) -> Whistle:
    """Blown on the page, by the secretary."""
    page = reverse("whistles:new", args=[order.number])
    said = {"matter": "树压在屋顶上", "units": ["hengan", "chengguan"], "urgent": "on"}
    assert signed_in(cast.secretary).post(page, said).status_code == 302
    return Whistle.objects.get()


def sent(whistle: Whistle, move: str, by: Staff, **said: str) -> int:
    """The status of sending a move's form with the version the page shows."""
    seen = whistle_by_id(whistle.pk, by.actor)
    unit = said.get("unit")
    one = next((r for r in seen.responses.all() if r.unit.code == unit), None)
    version = str((one or seen).version)
    address = reverse("whistles:moves", args=[whistle.pk])
    return signed_in(by).post(address, {"move": move, "version": version} | said).status_code


def test_a_whistle_is_blown_from_the_orders_page_and_stands_on_it(cast: Cast, order: Order) -> None:
    boss = signed_in(cast.secretary)
    assert (
        reverse("whistles:new", args=[order.number]) in boss.get(order_page(order)).content.decode()
    )
    whistle = blown(cast, order)
    page = boss.get(order_page(order)).content.decode()
    assert (page_of(whistle) in page, "whistles/new" in page) == (True, False)
    told = read(boss.get(page_of(whistle)))
    for words in ("树压在屋顶上", "恒安物业", "云川区城市管理局", "Every minute counts"):
        assert words in told
    assert reverse("whistles:new", args=[order.number]) not in signed_in(cast.lin).get(
        order_page(order)
    ).content.decode()  # fmt: skip


def test_a_called_unit_answers_on_its_own_pages(cast: Cast, order: Order) -> None:
    whistle = blown(cast, order)
    unit = signed_in(cast.ma)
    assert page_of(whistle) in unit.get(LIST).content.decode()
    page = unit.get(page_of(whistle)).content.decode()
    assert 'value="acknowledge"' in page
    assert page.count('name="unit" value="hengan"') == 0
    assert reverse("desk:order", args=[order.number]) not in page
    for move, said in (("acknowledge", {}), ("arrive", {}), ("act", {"words": "拉警戒线"})):
        assert sent(whistle, move, cast.ma, unit="chengguan", **said) == 302
    assert sent(whistle, "arrive", cast.ma, unit="hengan") == 403
    told = read(signed_in(cast.secretary).get(page_of(whistle)))
    assert "拉警戒线" in told
    assert "1 of 2 reported in" in read(signed_in(cast.secretary).get(LIST))


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(
    cast: Cast, order: Order
) -> None:
    whistle = blown(cast, order)
    address = reverse("whistles:moves", args=[whistle.pk])
    said = {
        "move": "advance", "version": "1", "amount": "一千", "purpose": "苫布", "payee": "老范五金",
        "fund": "应急资金",
    }  # fmt: skip
    answer = signed_in(cast.secretary).post(address, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("advance_amount_error" in page, 'value="老范五金"' in page) == (True, True)
    early = {"move": "settle", "version": "1", "outcome": "已经处理完了"}
    answer = signed_in(cast.secretary).post(address, early)
    assert (answer.status_code, "已经处理完了" in answer.content.decode()) == (422, True)
    again = reverse("whistles:new", args=[order.number])
    answer = signed_in(cast.secretary).post(again, {"matter": "又一次", "units": ["hengan"]})
    assert (answer.status_code, "又一次" in answer.content.decode()) == (422, True)
    answer = signed_in(cast.secretary).post(again, {"matter": "没有单位"})
    assert answer.status_code == 422
    assert Whistle.objects.count() == 1


def test_whoever_was_not_called_and_works_elsewhere_sees_none_of_it(
    cast: Cast, order: Order
) -> None:
    whistle = blown(cast, order)
    for stranger in (cast.gu,):
        client = signed_in(stranger)
        missing = client.get(page_of(whistle))
        assert missing.status_code == 404
        assert "is not in your places" in read(missing)
        assert "number and the code" not in read(missing)
        assert sent_blindly(whistle, stranger) == 404
        assert "树压在屋顶上" not in read(client.get(LIST))
    assert signed_in(None).get(page_of(whistle)).status_code == 302


def listed(cast: Cast, order: Order) -> Whistle:
    """Two doors at which an alarm and a mask are handed out, listed on the whistle's page."""
    whistle = blown(cast, order)
    lines = {"lines": "5号楼101，许桂兰\n5号楼102", "things": "烟感报警器\n逃生面罩"}
    assert sent(whistle, "list_doors", cast.secretary, **lines) == 302
    return whistle_by_id(whistle.pk, cast.secretary.actor)


def at_door(whistle: Whistle, label: str, by: Staff, move: str, **said: object) -> Any:
    door = whistle.doors.get(label=label)
    address = reverse("whistles:door", args=[whistle.pk, door.pk])
    fields = {"move": move, "version": str(door.version)} | said
    return signed_in(by).post(address, fields, follow=True)


def test_a_unit_goes_from_door_to_door_and_what_it_hands_over_is_counted(
    cast: Cast, order: Order
) -> None:
    whistle = listed(cast, order)
    doors = reverse("whistles:doors", args=[whistle.pk])
    told = read(signed_in(cast.ma).get(doors))
    assert "0 of 2 doors are answered for" in told
    assert "许桂兰" in told
    every = ["烟感报警器", "逃生面罩"]
    answer = at_door(whistle, "5号楼101", cast.ma, "hand_over", given=every, signed_by="许桂兰")
    assert answer.redirect_chain == [(doors, 302)]
    assert "1 of 2 doors are answered for" in read(answer)
    assert "5号楼101: Handed over and signed for" in read(answer)
    at_door(whistle, "5号楼102", cast.ma, "find_nobody")
    answer = at_door(whistle, "5号楼102", cast.ma, "pass_by", reason="户主在外地")
    assert "2 of 2 doors are answered for, 1 of them left out with a reason" in read(answer)
    page = read(signed_in(cast.secretary).get(page_of(whistle)))
    assert "2 of 2 doors are answered for" in page
    assert "烟感报警器 1 / 2" in page
    paper = read(signed_in(cast.secretary).get(reverse("whistles:sheet", args=[whistle.pk])))
    for words in (
        "2 doors; sign for what you received",
        "5号楼101 许桂兰 ✓ ✓ 许桂兰",
        "户主在外地",
    ):
        assert words in paper


def test_a_form_at_a_door_that_will_not_do_is_kept_and_says_why(cast: Cast, order: Order) -> None:
    whistle = listed(cast, order)
    given = {"given": ["烟感报警器"], "signed_by": "许桂兰"}
    answer = at_door(whistle, "5号楼101", cast.ma, "hand_over", **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Not everything was handed over: say why." in read(answer)
    assert 'value="许桂兰"' in page
    assert re.search(r'value="烟感报警器"[^>]* checked', page)
    answer = at_door(whistle, "5号楼101", cast.ma, "hand_over", signed_by="许桂兰")
    assert (answer.status_code, "given_error" in answer.content.decode()) == (422, True)
    stale = {"given": ["烟感报警器", "逃生面罩"], "signed_by": "许桂兰", "version": "9"}
    assert at_door(whistle, "5号楼101", cast.ma, "hand_over", **stale).status_code == 409
    assert at_door(whistle, "5号楼101", cast.ma, "dance").status_code == 404
    assert at_door(whistle, "5号楼101", cast.ma, "settle", outcome="x").status_code == 404
    missing = reverse("whistles:door", args=[whistle.pk, 1])
    assert signed_in(cast.ma).get(missing).status_code == 404


def test_who_lives_behind_a_door_is_shown_to_those_who_go_there_alone(
    cast: Cast, order: Order
) -> None:
    whistle = listed(cast, order)
    every = {"given": ["烟感报警器", "逃生面罩"], "signed_by": "许桂英"}
    at_door(whistle, "5号楼101", cast.ma, "hand_over", **every)
    auditor = signed_in(cast.hire("审计员小池", Role.AUDITOR, cast.district))
    door = whistle.doors.get(label="5号楼101")
    pages = [
        reverse("whistles:doors", args=[whistle.pk]), reverse("whistles:sheet", args=[whistle.pk]),
        reverse("whistles:door", args=[whistle.pk, door.pk]), page_of(whistle),
    ]  # fmt: skip
    for page in pages:
        told = auditor.get(page).content.decode()
        assert ("许桂" in told, "hand_over" in told) == (False, False), page
    assert "许桂英" in read(signed_in(cast.ma).get(pages[2]))


def sent_blindly(whistle: Whistle, by: Staff) -> int:
    address = reverse("whistles:moves", args=[whistle.pk])
    said = {"move": "call_off", "version": "1", "reason": "x"}
    return signed_in(by).post(address, said).status_code


def test_a_list_costs_the_same_for_one_whistle_and_for_many(
    cast: Cast, django_assert_max_num_queries: object, kept_reference_data: None
) -> None:
    for _ in range(6):
        order = cast.order_in(OrderState.ACCEPTED)
        page = reverse("whistles:new", args=[order.number])
        signed_in(cast.secretary).post(page, {"matter": "同一阵风", "units": ["hengan"]})
    client = signed_in(cast.secretary)
    client.get(LIST)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        assert read(client.get(LIST)).count("同一阵风") == 6
