"""Records of the field arriving: kept once, or told in a sentence why not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from huying.files.models import Upload
from huying.kernel.numbers import new_number
from huying.orders.models import Order, Submission
from huying.orders.states import OPEN, Channel, OrderState
from huying.people.models import Post
from huying.people.roles import Role
from huying.places.actions import retire_place
from huying.trail.queries import chain
from tests.builders import Cast, Staff
from tests.files.samples import photo
from tests.web.browsing import order_page, read, signed_in
from tests.web.fieldwork import KEY, photos, picture, record, report, send, visit

S = OrderState
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
Making = Callable[[Staff, Order], dict[str, Any]]


@pytest.fixture
def meng(cast: Cast) -> Staff:
    return cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)


@pytest.fixture
def phone(meng: Staff) -> Client:
    return signed_in(meng)


def moves(order: Order) -> list[str]:
    return list(chain("order", order.pk).values_list("move", flat=True))


def test_a_report_becomes_an_order_with_everything_that_was_said(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    said = report(
        meng, address="三楼平台", safety=True, contact_name="高阿姨", contact_phone="138 0000 1234",
        consent="门口当面说的",
    )  # fmt: skip
    status, answer = send(phone, said, picture())
    order = Order.objects.select_related("contact").get()
    assert (status, answer) == (201, {"kept": True, "key": KEY, "number": order.number})
    assert (order.text, order.place, order.address, order.channel, order.safety, order.state) == (
        "三楼楼道堆着杂物", cast.building, "三楼平台", Channel.GRID_VISIT, True, S.SUBMITTED,
    )  # fmt: skip
    contact = order.contact
    assert (contact.name, contact.phone, contact.agent_name, contact.consent) == (
        "高阿姨", "13800001234", "网格员小孟", "门口当面说的",
    )  # fmt: skip
    given = chain("order", order.pk).get().given
    told = {"said_at": "2026-03-10T06:05:00.000000+00:00", "device": "d1c2b3a4"}
    assert told.items() <= given.items()
    assert told.items() <= chain("files", order.pk).get().given.items()
    assert Upload.objects.get().moment == "before"


def test_a_visit_is_put_on_the_order_and_the_desk_reads_both_times(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    status, answer = send(phone, visit(meng, order, minutes=10))
    assert (status, answer["number"]) == (201, order.number)
    page = read(signed_in(cast.lin).get(order_page(order)))
    assert (
        "Someone came by On the spot (the resident does not see this): 敲门没人应 today 16:00 · 网格员小孟"
        " · said today 14:05 on device d1c2b3a4, arrived today 16:00"
        " · What came of it: Nobody home · Minutes spent there: 10"
    ) in page


def test_the_resident_sees_that_someone_came_and_not_the_words(
    cast: Cast, meng: Staff, phone: Client, client: Client
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    send(phone, visit(meng, order))
    client.post("/track/", {"number": order.number, "code": order.query_code})
    page = client.get(f"/o/{order.number}/", headers={"accept-language": "en"})
    assert "Someone came by" in read(page)
    for inside in ("敲门没人应", "Nobody home", "d1c2b3a4"):
        assert inside not in page.content.decode()


def test_photos_are_added_with_their_moment(cast: Cast, meng: Staff, phone: Client) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    status, answer = send(phone, photos(meng, order), picture("a.jpg"), picture("b.jpg"))
    assert (status, answer["number"]) == (201, order.number)
    assert (
        list(Upload.objects.values_list("moment", "uploaded_by_label", "public"))
        == [("after", "网格员小孟", False)] * 2
    )


def test_the_desk_reads_when_photos_were_taken_and_when_they_arrived(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    send(phone, photos(meng, order), picture("a.jpg"), picture("b.jpg"))
    page = read(signed_in(cast.lin).get(order_page(order)))
    told = "网格员小孟 · said today 14:05 on device d1c2b3a4, arrived today 16:00"
    assert page.count(told) == 1


@pytest.mark.parametrize("making", [lambda by, _order: report(by), visit, photos])
def test_a_record_sent_again_gets_the_same_answer_and_changes_nothing(
    cast: Cast, meng: Staff, phone: Client, making: Making
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    said = making(meng, order)
    first = send(phone, said, picture())
    before = (Order.objects.count(), Upload.objects.count(), moves(order))
    again = send(phone, said, picture())
    assert (first[0], again[0], first[1]) == (201, 200, again[1])
    assert (Order.objects.count(), Upload.objects.count(), moves(order)) == before


def test_a_retry_is_answered_though_the_post_has_ended_meanwhile(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    said = report(meng)
    first = send(phone, said)
    Post.objects.filter(person=meng.person).update(until=date(2026, 3, 1))
    assert send(phone, said) == (200, first[1])
    assert send(phone, report(meng, key="another-key-of-the-same-device"))[0] == 403
    assert Order.objects.count() == 1


def test_one_key_with_other_words_is_a_conflict(cast: Cast, meng: Staff, phone: Client) -> None:
    send(phone, report(meng))
    status, answer = send(phone, report(meng, text="别的事"))
    assert (status, answer["kept"], answer["code"]) == (409, False, "conflict")
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("said_at", "told"),
    [
        ("2027-01-01T08:00:00.000+08:00", "said 1 January 2027 08:00"),
        ("2026-03-01T08:00:00.000+08:00", "said 1 March 08:00"),
        ("yesterday", "said 1 January 1970 08:00"),
    ],
)
def test_an_absurd_clock_is_kept_and_marked_and_never_refused(
    cast: Cast, meng: Staff, phone: Client, said_at: str, told: str
) -> None:
    assert send(phone, report(meng, said_at=said_at))[0] == 201
    order = Order.objects.get()
    assert (order.placed_at.year, order.placed_at.month) == (2026, 3)
    page = read(signed_in(cast.lin).get(order_page(order)))
    assert f"{told} on device d1c2b3a4, arrived today 16:00 · the device's clock was wrong" in page


def test_nobody_signed_in_is_told_to_sign_in(cast: Cast, meng: Staff, client: Client) -> None:
    client.cookies["lang"] = "en"
    assert send(client, report(meng)) == (
        401,
        {
            "kept": False,
            "code": "not-signed-in",
            "reason": "Please sign in again. Nothing is lost.",
        },
    )
    assert Order.objects.count() == 0


def test_a_closed_account_sends_nothing(cast: Cast, meng: Staff, phone: Client) -> None:
    meng.account.is_active = False
    meng.account.save()
    assert send(phone, report(meng))[0] == 401
    assert Order.objects.count() == 0


def test_a_record_never_goes_out_under_someone_elses_session(cast: Cast, meng: Staff) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    for said in (
        report(meng),
        visit(meng, order),
        report(meng) | {"by": None},
        report(meng) | {"by": ""},
    ):
        status, answer = send(signed_in(cast.lin), said)
        assert (status, answer["code"], answer["kept"]) == (401, "another-person", False)
    assert (Order.objects.count(), "visit" in moves(order)) == (1, False)


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.SUPERVISOR, Role.EVALUATOR, Role.SYSTEM_KEEPER]
)
def test_who_may_not_take_requests_sends_nothing(cast: Cast, role: Role) -> None:
    other = cast.hire("别的岗位", role, cast.community)
    order = cast.order_in(S.IN_PROGRESS)
    for said in (report(other), visit(other, order), photos(other, order)):
        status, answer = send(signed_in(other), said, picture())
        assert (status, answer["kept"], answer["code"]) == (403, False, "not-yours")
    assert (Order.objects.count(), Upload.objects.count()) == (1, 0)


@pytest.mark.parametrize("role", [Role.GRID_WORKER, Role.BUILDING_HEAD, Role.RECEPTION_WORKER])
def test_nothing_goes_to_a_place_that_is_not_the_senders(cast: Cast, role: Role) -> None:
    other = cast.hire("邻居社区的人", role, cast.neighbour)
    order = cast.order_in(S.IN_PROGRESS)
    answers = [
        send(signed_in(other), said, picture())
        for said in (report(other), visit(other, order), photos(other, order))
    ]
    assert [(status, answer["code"]) for status, answer in answers] == [
        (403, "not-yours"), (409, "unknown"), (409, "unknown"),
    ]  # fmt: skip
    assert (Order.objects.count(), Upload.objects.count(), "visit" in moves(order)) == (1, 0, False)


def test_an_order_out_of_reach_and_one_there_is_not_are_told_alike(cast: Cast) -> None:
    other = cast.hire("邻居网格员", Role.GRID_WORKER, cast.neighbour)
    order = cast.order_in(S.IN_PROGRESS)
    told = [
        send(signed_in(other), visit(other, order) | {"order": number})
        for number in (order.number, new_number())
    ]
    assert told[0] == told[1]


def test_a_building_head_reports_but_finds_no_order_to_visit(cast: Cast) -> None:
    head = cast.hire("楼长老赵", Role.BUILDING_HEAD, cast.building)
    order = cast.order_in(S.IN_PROGRESS)
    assert send(signed_in(head), report(head))[0] == 201
    assert send(signed_in(head), visit(head, order, key="a-second-key-0001"))[0] == 409
    assert "visit" not in moves(order)


@pytest.mark.parametrize("state", sorted(set(OrderState) - OPEN - {S.MERGED}))
def test_a_visit_of_an_order_that_moved_on_says_where_it_stands(
    cast: Cast, meng: Staff, phone: Client, state: OrderState
) -> None:
    order = cast.order_in(state)
    status, answer = send(phone, visit(meng, order))
    assert (status, answer["code"], "into" in answer) == (409, "wrong-state", False)
    assert answer["reason"].startswith("Meanwhile it stands at “")
    assert "Your words are kept here" in answer["reason"]


def test_a_visit_of_an_order_that_was_merged_says_where_to_send_it(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    order = cast.order_in(S.MERGED)
    order.refresh_from_db()
    assert order.merged_into is not None
    into = order.merged_into.number
    status, answer = send(phone, visit(meng, order))
    assert (status, answer) == (
        409,
        {
            "kept": False, "code": "wrong-state", "into": into,
            "reason": f"It was merged into {into} meanwhile. Send it there, or copy your words.",
        },
    )  # fmt: skip


def test_a_place_that_was_retired_is_told_so(cast: Cast, meng: Staff, phone: Client) -> None:
    retire_place(cast.building, at=cast.at)
    status, answer = send(phone, report(meng))
    assert (status, answer["code"], answer["reason"]) == (
        422, "invalid",
        "This place takes no requests any more. Choose another place and send it again.",
    )  # fmt: skip


def test_the_same_matter_from_two_colleagues_is_two_orders(cast: Cast, meng: Staff) -> None:
    other = cast.hire("网格员小郑", Role.GRID_WORKER, cast.grid)
    for sender in (meng, other):
        assert send(signed_in(sender), report(sender))[0] == 201
    assert Order.objects.count() == 2


def test_a_photo_that_is_none_is_refused_with_its_reason_and_nothing_is_written(
    cast: Cast, meng: Staff, phone: Client, settings: Settings
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    false = SimpleUploadedFile("stairs.jpg", photo()[:7], "image/jpeg")
    settings.UPLOAD_MAX_BYTES = 2_000_000
    for said in (report(meng), photos(meng, order)):
        status, answer = send(phone, said, false)
        assert (status, answer["kept"], answer["code"]) == (422, False, "invalid")
        assert answer["reason"].startswith("A photo was not taken: ")
    assert (Order.objects.count(), Submission.objects.count()) == (1, 0)


def test_a_photo_too_large_and_too_many_photos_are_refused(
    cast: Cast, meng: Staff, phone: Client, settings: Settings
) -> None:
    five = [picture(f"{number}.jpg") for number in range(5)]
    assert send(phone, report(meng), *five)[0] == 422
    settings.UPLOAD_MAX_BYTES = 100
    status, answer = send(phone, report(meng), picture())
    assert (status, answer["reason"]) == (
        422, "A photo was not taken: the file is too large. Take it out and send the rest.",
    )  # fmt: skip
    assert Order.objects.count() == 0


def test_photos_without_a_photo_are_refused(cast: Cast, meng: Staff, phone: Client) -> None:
    assert send(phone, photos(meng, cast.order_in(S.IN_PROGRESS)))[0] == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"text": "灯\u202e坏"}, {"text": "x" * 5001}, {"place": ""}, {"place": "nowhere"},
        {"contact_phone": "打家里", "consent": "当面"}, {"contact_phone": "13800001234"}, {"key": "short"},
        {"contact_name": "高阿姨"}, {"text": "a\x00b"},
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_report_is_said_and_nothing_is_written(
    cast: Cast, meng: Staff, phone: Client, wrong: dict[str, str]
) -> None:
    status, answer = send(phone, report(meng) | wrong)
    assert (status, answer["kept"], Order.objects.count()) == (422, False, 0)
    assert answer["reason"]


@pytest.mark.parametrize(
    "garbage",
    [
        "", "{", "[]", "null", "1", '"report"', "[" * 100_000, '{"kind": "void"}', "{}",
        '{"kind": "report", "text": ["a"]}', '{"kind": "report", "text": "\\ud800"}',
        '{"kind": "report", "text": {"a": 1}}', '{"kind": ["report"]}', '{"kind": "report", "x": "' + "y" * 70_000 + '"}',
    ],
)  # fmt: skip
def test_garbage_is_refused_and_nothing_is_written(
    cast: Cast, meng: Staff, phone: Client, garbage: str
) -> None:
    status, answer = send(phone, garbage)
    assert (status, answer["kept"], answer["code"]) == (422, False, "invalid")
    assert Order.objects.count() == 0


def test_sending_needs_the_csrf_token(cast: Cast, meng: Staff) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(meng.account)
    refused = strict.post(reverse("field:send"), {"record": "{}"})
    assert (refused.status_code, refused.headers["Content-Type"][:9]) == (403, "text/html")
    token = strict.get(reverse("field:who")).json()["csrf"]
    heard = strict.post(reverse("field:send"), {"record": "{}"}, headers={"X-CSRFToken": token})
    assert heard.status_code == 422


def test_only_a_post_sends(phone: Client) -> None:
    assert phone.get(reverse("field:send")).status_code == 405


def test_reasons_are_said_in_the_readers_language(cast: Cast, meng: Staff, phone: Client) -> None:
    phone.cookies["lang"] = "zh-hans"
    _status, answer = send(phone, visit(meng, cast.order_in(S.CLOSED)))
    assert answer["reason"].startswith("这一单现在是“结案”")


@pytest.mark.usefixtures("kept_reference_data")
@pytest.mark.parametrize(
    ("making", "most"), [(lambda by, _order: report(by), 14), (visit, 14), (photos, 17)]
)
def test_a_record_costs_a_fixed_number_of_statements(
    cast: Cast, meng: Staff, phone: Client, making: Making, most: int
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    send(phone, report(meng, key="warm-up-of-what-is-kept"))
    said = making(meng, order)
    pictures = [picture()] if said["kind"] == "photo" else []
    with CaptureQueriesContext(connection) as queries:
        assert send(phone, said, *pictures)[0] == 201
    told = [one["sql"] for one in queries if not one["sql"].startswith(FRAME)]
    assert len(told) <= most, "\n".join(sql[:110] for sql in told)


def test_an_unknown_field_does_no_harm(cast: Cast, meng: Staff, phone: Client) -> None:
    assert (
        send(phone, record("report", meng, text="灯", place=cast.building.code, colour="red"))[0]
        == 201
    )
