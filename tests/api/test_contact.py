import pytest

from huying.orders.states import OrderState
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.api.calling import Caller, content, refusal
from tests.builders import PHONE, Cast

S = OrderState
WHY = {"reason": "约上门时间"}


def test_opening_a_contact_takes_a_reason_and_is_on_record(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/contact"
    opened = [content(lin.post(path, WHY)) for _ in range(2)]
    records = list(chain("contact", order.pk))
    assert (
        opened[0]
        == opened[1]
        == {
            "name": "高阿姨",
            "phone": PHONE,
            "agent_name": "",
            "agent_relation": "",
            "consent": "",
        }
    )
    assert [(r.move, r.by_label, r.by_person, r.given) for r in records] == [
        ("open", "小林", cast.lin.person.pk, WHY | {"number": order.number})
    ] * 2
    assert first_break(records) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (422, "incomplete", ["reason"])),
        ({"reason": " "}, (422, "incomplete", ["reason"])),
        ({"reason": "因" * 201}, (422, "invalid", ["reason"])),
        ({"reason": None}, (422, "invalid", ["reason"])),
    ],
)
def test_without_a_proper_reason_nothing_is_opened(
    lin: Caller, cast: Cast, body: dict[str, object], expected: tuple[int, str, list[str]]
) -> None:
    order = cast.place()
    assert refusal(lin.post(f"/orders/{order.number}/contact", body)) == expected
    assert not chain("contact", order.pk).exists()


def test_only_who_may_reach_the_resident_opens_the_contact(
    visitor: Caller, gu: Caller, zhou: Caller, cast: Cast
) -> None:
    order = cast.order_in(S.DISPATCHED)
    cast.move(
        order, "reassign", cast.lin, lead="hengan", reason="换人",
        lead_person=str(cast.wu.person.pk),
    )  # fmt: skip
    path = f"/orders/{order.number}/contact"
    assert refusal(visitor.post(path, WHY)) == (401, "not-signed-in", [])
    assert refusal(visitor.post(f"{path}?code={order.query_code}", WHY))[0] == 401
    assert refusal(gu.post(path, WHY)) == (404, "unknown", [])
    assert refusal(zhou.post(path, WHY)) == (403, "not-yours", [])
    assert not chain("contact", order.pk).exists()


def test_a_confidential_contact_opens_for_the_responsible_person_alone(
    lin: Caller, secretary: Caller, cast: Cast
) -> None:
    order = cast.place(confidential=True)
    order.responsible_person = cast.lin.person
    order.save()
    path = f"/orders/{order.number}/contact"
    assert refusal(secretary.post(path, WHY)) == (403, "not-yours", [])
    assert content(lin.post(path, WHY))["phone"] == PHONE


def test_where_no_contact_was_left_there_is_none_to_open(lin: Caller, cast: Cast) -> None:
    order = cast.place(contact_name="", contact_phone="")
    answer = lin.post(f"/orders/{order.number}/contact", WHY)
    assert refusal(answer) == (404, "unknown", [])
    assert not chain("contact", order.pk).exists()
