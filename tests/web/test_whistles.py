"""The pages of whistles: blown from an order, answered by units, seen by who may see."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse

from huying.orders.models import Order
from huying.orders.states import OrderState
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
        assert client.get(page_of(whistle)).status_code == 404
        assert sent_blindly(whistle, stranger) == 404
        assert "树压在屋顶上" not in read(client.get(LIST))
    assert signed_in(None).get(page_of(whistle)).status_code == 302


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
