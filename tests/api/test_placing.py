import base64
from typing import Any

import pytest

from huying.files.models import Upload
from huying.kernel.receipts import parse_receipt
from huying.orders.models import Contact, Order, Submission
from huying.orders.states import OrderState
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.api.calling import Caller, content, refusal
from tests.builders import Cast
from tests.files.samples import photo

BUILDING = "990101001001001-B3"
WORDS = "三号楼东门的路灯坏了两天"


def test_anyone_places_an_order_and_keeps_what_proves_it(visitor: Caller, cast: Cast) -> None:
    answer = visitor.post(
        "/orders", {"text": WORDS, "place": BUILDING, "contact_phone": "138 0000 1234"}
    )
    said, order = content(answer), Order.objects.get()
    receipt = parse_receipt(said["receipt"])
    first = chain("order", order.pk).get()
    assert answer.status_code == 201
    assert said == {
        "number": order.number,
        "state": "submitted",
        "query_code": order.query_code,
        "receipt": said["receipt"],
        "promised": [
            {
                "clock": "accept",
                "label": "Time to accept",
                "due_at": "2026-03-11T17:30:00+08:00",
                "limit": {"amount": 1, "unit": "workday"},
            },
            {
                "clock": "close",
                "label": "Time to finish",
                "due_at": "2026-03-17T17:30:00+08:00",
                "limit": {"amount": 5, "unit": "workday"},
            },
        ],
        "suggestions": [{"code": "0101", "name": "公共照明", "words": ["路灯", "灯"]}],
    }
    assert receipt is not None
    assert (receipt.number, receipt.seq, receipt.hash) == (order.number, 1, first.hash)
    assert (order.text, order.place, order.channel) == (WORDS, cast.building, "web")
    assert Contact.objects.get().phone == "13800001234"


def test_the_promise_is_kept_in_the_order_and_the_chain_holds(visitor: Caller, cast: Cast) -> None:
    said = content(visitor.post("/orders", {"text": WORDS, "place": BUILDING}))
    order = Order.objects.get()
    assert order.next_due_at.isoformat() == "2026-03-11T09:30:00+00:00"
    assert said["promised"][0]["due_at"] == "2026-03-11T17:30:00+08:00"
    assert first_break(chain("order", order.pk)) is None


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [
        ({"place": BUILDING}, 422, "incomplete", ["text"]),
        ({"text": "", "place": BUILDING}, 422, "incomplete", ["text"]),
        ({"text": "  \n ", "place": BUILDING}, 422, "incomplete", ["text"]),
        ({"text": WORDS}, 422, "incomplete", ["place"]),
        ({"text": WORDS, "place": "nowhere"}, 422, "invalid", ["place"]),
        ({"text": WORDS, "place": "x" * 500}, 422, "invalid", ["place"]),
        ({"text": WORDS, "lng": 0.5, "lat": 0.5}, 422, "invalid", ["lng"]),
        ({"text": WORDS, "lng": 116.0}, 422, "incomplete", ["lat"]),
        ({"text": WORDS, "lat": 36.0, "place": BUILDING}, 422, "incomplete", ["lng"]),
        ({"text": WORDS, "lng": 181, "lat": 0}, 422, "invalid", ["lng"]),
        ({"text": WORDS, "lng": "1", "lat": True}, 422, "invalid", ["lat", "lng"]),
        ({"text": "灯" * 5001, "place": BUILDING}, 422, "invalid", ["text"]),
        ({"text": "灯\u202e坏了", "place": BUILDING}, 422, "invalid", ["text"]),
        ({"text": "a\u0007b", "place": BUILDING}, 422, "invalid", ["text"]),
        ({"text": 5, "place": BUILDING}, 422, "invalid", ["text"]),
        ({"text": WORDS, "place": BUILDING, "kind": "wonder"}, 422, "invalid", ["kind"]),
        ({"text": WORDS, "place": BUILDING, "category": "99"}, 422, "invalid", ["category"]),
        ({"text": WORDS, "place": BUILDING, "channel": "smoke"}, 422, "invalid", ["channel"]),
        ({"text": WORDS, "place": BUILDING, "channel": "phone"}, 403, "not-yours", ["channel"]),
        (
            {"text": WORDS, "place": BUILDING, "contact_phone": "call me"},
            422,
            "invalid",
            ["contact_phone"],
        ),
        (
            {"text": WORDS, "place": BUILDING, "confidential": "no"},
            422,
            "invalid",
            ["confidential"],
        ),
        ({"text": WORDS, "place": BUILDING, "shoe_size": 42}, 422, "invalid", ["shoe_size"]),
        (
            {"text": WORDS, "place": BUILDING, "on_behalf_of": {"name": "女儿", "consent": " "}},
            422,
            "incomplete",
            ["on_behalf_of"],
        ),
        (
            {"text": WORDS, "place": BUILDING, "on_behalf_of": {"name": "女儿"}},
            422,
            "incomplete",
            ["on_behalf_of.consent"],
        ),
        (
            {"text": WORDS, "place": BUILDING, "contact_name": "高" * 61},
            422,
            "invalid",
            ["contact_name"],
        ),
        ({"text": WORDS, "place": BUILDING, "address": "路" * 201}, 422, "invalid", ["address"]),
    ],
)
def test_what_cannot_be_placed_is_refused_with_its_field_and_nothing_is_kept(
    visitor: Caller, body: dict[str, Any], status: int, code: str, fields: list[str]
) -> None:
    assert refusal(visitor.post("/orders", body)) == (status, code, fields)
    assert (Order.objects.count(), Submission.objects.count()) == (0, 0)


def test_everything_a_resident_may_say_is_kept(visitor: Caller, cast: Cast) -> None:
    body = {
        "text": WORDS,
        "place": BUILDING,
        "lng": 116.5,
        "lat": 36.25,
        "kind": "help",
        "category": "0101",
        "channel": "wechat",
        "address": "东门台阶旁",
        "contact_name": "高阿姨",
        "contact_phone": "+86 138-0000-1234",
        "confidential": True,
        "on_behalf_of": {"name": "小高", "relation": "女儿", "consent": "电话里说好的"},
    }
    assert visitor.post("/orders", body).status_code == 201
    order, contact = Order.objects.get(), Contact.objects.get()
    assert (order.kind, order.channel, order.address) == ("help", "wechat", "东门台阶旁")
    assert (order.lng, order.lat, order.confidential) == (116.5, 36.25, True)
    assert (order.category, order.state) == (cast.lighting, OrderState.SUBMITTED)
    assert (contact.name, contact.phone) == ("高阿姨", "+8613800001234")
    assert (contact.agent_name, contact.agent_relation, contact.consent) == (
        "小高",
        "女儿",
        "电话里说好的",
    )


def test_blanks_and_nulls_count_as_not_said(visitor: Caller) -> None:
    body = {
        "text": WORDS,
        "place": BUILDING,
        "lng": None,
        "lat": None,
        "category": "",
        "contact_phone": None,
        "on_behalf_of": None,
        "files": None,
    }
    assert visitor.post("/orders", body).status_code == 201
    assert not Contact.objects.exists()


def test_a_retired_place_takes_no_orders(visitor: Caller, cast: Cast) -> None:
    cast.building.retired_on = cast.at.date()
    cast.building.save()
    answer = visitor.post("/orders", {"text": WORDS, "place": BUILDING})
    assert refusal(answer) == (422, "invalid", ["place"])


def test_where_nobody_answers_the_community_is_not_open_yet(visitor: Caller, cast: Cast) -> None:
    for staff in (cast.lin, cast.secretary, cast.dispatcher):
        staff.account.is_active = False
        staff.account.save()
    answer = visitor.post("/orders", {"text": WORDS, "place": BUILDING})
    assert refusal(answer) == (503, "not-open", [])
    assert answer.headers["Retry-After"] == "60"


def test_staff_write_down_a_call_where_they_take_in_orders_and_only_there(
    lin: Caller, gu: Caller, cast: Cast
) -> None:
    body = {"text": WORDS, "place": BUILDING, "channel": "phone"}
    assert lin.post("/orders", body).status_code == 201
    order = Order.objects.get()
    assert (order.channel, order.responsible_person) == ("phone", cast.lin.person)
    assert refusal(gu.post("/orders", body)) == (403, "not-yours", ["channel"])


def test_small_files_come_with_the_order_itself(visitor: Caller) -> None:
    files = [
        {"name": f"{number}.jpg", "data": base64.b64encode(photo()).decode()} for number in range(2)
    ]
    body = {"text": WORDS, "place": BUILDING, "files": files}
    assert visitor.post("/orders", body).status_code == 201
    order = Order.objects.get()
    kept = Upload.objects.order_by("id")
    records = chain("files", order.pk)
    assert [(f.subject_id, f.original_name, f.moment, f.public) for f in kept] == [
        (order.pk, "0.jpg", "before", False),
        (order.pk, "1.jpg", "before", False),
    ]
    assert [record.given["sha256"] for record in records] == [file.sha256 for file in kept]
    assert first_break(records) is None


@pytest.mark.parametrize(
    "files",
    [
        [{"name": "a.jpg", "data": "not base64!"}],
        [{"name": "a.jpg", "data": ""}],
        [{"name": "a.jpg", "data": base64.b64encode(b"PK\x03\x04 no picture").decode()}],
        [{"name": "a.jpg", "data": base64.b64encode(photo()).decode()}] * 5,
    ],
    ids=["no-base64", "empty", "a-zip-called-jpg", "five"],
)
def test_a_bad_file_refuses_the_whole_order(visitor: Caller, files: list[dict[str, str]]) -> None:
    answer = visitor.post("/orders", {"text": WORDS, "place": BUILDING, "files": files})
    assert refusal(answer) == (422, "invalid", ["files"])
    assert (Order.objects.count(), Upload.objects.count()) == (0, 0)
