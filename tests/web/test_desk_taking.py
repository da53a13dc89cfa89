"""Taking a request for a resident: placed once, filed where it belongs, read out."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huying.orders.models import Order
from huying.orders.states import Channel, OrderState
from huying.people.roles import Role
from tests.builders import Cast
from tests.web.browsing import read, signed_in

CALL = {"channel": "phone", "text": "楼道灯不亮", "kind": "problem", "place": "990101001001"}


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def taken(client: Client, **more: str) -> Order:
    """The order a call became."""
    answer = client.post(reverse("desk:new"), CALL | more)
    assert answer.status_code == 302, read(answer)
    return Order.objects.select_related("contact").get(
        number=answer.headers["Location"].split("/")[-2]
    )


def test_a_call_becomes_an_order_with_everything_that_was_said(cast: Cast, lin: Client) -> None:
    order = taken(
        lin, channel="counter", address="槐荫路12号3号楼门口", category="0101", kind="complaint",
        contact_name="高阿姨", contact_phone="138 0000 1234", safety="on", confidential="on",
        behalf_name="高小敏", behalf_relation="女儿", behalf_consent="母亲电话里同意",
    )  # fmt: skip
    contact = order.contact
    assert (
        order.state, order.channel, order.text, order.kind, order.place, order.address,
        order.category, order.safety, order.confidential, order.responsible_person,
    ) == (
        OrderState.SUBMITTED, Channel.COUNTER, "楼道灯不亮", "complaint", cast.building,
        "槐荫路12号3号楼门口", cast.lighting, True, True, cast.lin.person,
    )  # fmt: skip
    assert (contact.name, contact.phone, contact.agent_name, contact.consent) == (
        "高阿姨", "13800001234", "高小敏", "母亲电话里同意",
    )  # fmt: skip


def test_number_code_and_promise_are_read_out_to_who_took_it_and_no_one_else(
    cast: Cast, lin: Client
) -> None:
    order = taken(lin)
    page = reverse("desk:taken", args=[order.number])
    code = f"{order.query_code[:4]} {order.query_code[4:]}"
    answer = lin.get(page)
    told = read(answer)
    assert f"Number {order.number} Query code {code} " in told
    assert "We promise 17 March before 17:30" in told
    assert answer.headers["Cache-Control"] == "no-store"
    for other in (signed_in(cast.lin), signed_in(cast.secretary)):
        elsewhere = other.get(page)
        assert (elsewhere.status_code, elsewhere.headers["Location"]) == (
            302, reverse("desk:order", args=[order.number]),
        )  # fmt: skip


def test_sending_twice_places_one_order_and_changing_it_places_another(
    cast: Cast, lin: Client
) -> None:
    first, again = taken(lin, key="k1"), taken(lin, key="k1")
    other = taken(lin, key="k1", text="另一件事")
    assert (first, Order.objects.count()) == (again, 2)
    assert other != first


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "灯\u202e坏"}, "text"),
        ({"place": ""}, "place"),
        ({"place": "990101001002"}, "place"),
        ({"contact_phone": "打家里"}, "contact_phone"),
        ({"channel": "web"}, "channel"),
    ],
)
def test_what_is_wrong_is_marked_and_what_was_said_is_kept(
    cast: Cast, lin: Client, said: dict[str, str], field: str
) -> None:
    answer = lin.post(reverse("desk:new"), CALL | {"address": "东门台阶"} | said)
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert re.findall(r'id="take_(\w+)_error"', page) == [field]
    assert 'value="东门台阶"' in page


def test_someone_who_speaks_for_a_resident_says_how_they_agreed(cast: Cast, lin: Client) -> None:
    answer = lin.post(reverse("desk:new"), CALL | {"behalf_name": "高小敏"})
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert re.findall(r'id="take_(\w+)_error"', page) == ["behalf_name"]
    assert re.search(r'<details class="more-set" open>', page)


def test_places_are_those_where_one_may_take_requests(cast: Cast, lin: Client) -> None:
    page = lin.get(reverse("desk:new")).content.decode()
    places = re.search(r'<select name="place".*?</select>', page, flags=re.DOTALL)
    assert places
    assert re.findall(r'value="([^"]*)"', places[0]) == [
        "", "990101001001", "990101001001001", "990101001001001-B3",
    ]  # fmt: skip


def test_a_building_head_takes_a_request_and_reads_it_out_though_they_see_no_list(
    cast: Cast,
) -> None:
    head = signed_in(cast.hire("楼长老赵", Role.BUILDING_HEAD, cast.building))
    order = taken(head, place=cast.building.code, channel="grid_visit")
    page = head.get(reverse("desk:taken", args=[order.number]))
    assert order.number in read(page)
    assert reverse("desk:order", args=[order.number]) not in page.content.decode()


def test_who_may_not_take_requests_is_told_so(cast: Cast) -> None:
    auditor = signed_in(cast.hire("审计员", Role.AUDITOR, cast.community))
    assert auditor.get(reverse("desk:new")).status_code == 403
    assert auditor.post(reverse("desk:new"), CALL).status_code == 403
    assert Order.objects.count() == 0
