"""The order page: everything about one order, and nothing about who the resident is."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from huying.files.models import Upload
from huying.orders.actions.placing import Behalf
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.outbox import deliver_due
from huying.trail.queries import chain
from tests.builders import PHONE, Cast, clock_at
from tests.web.browsing import order_page, post_move, read, signed_in

S = OrderState
MOST_QUERIES = [31, 26]  # the page with its list, the pane alone
NAME = "高阿姨"
MASKED = "138****1234"


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def photo() -> SimpleUploadedFile:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "#204060").save(out, "PNG")
    return SimpleUploadedFile("lamp.png", out.getvalue(), "image/png")


def test_an_opened_order_costs_the_same_few_queries_whatever_happened_to_it(
    cast: Cast, lin: Client, kept_reference_data: None
) -> None:
    order = cast.order_in(S.IN_PROGRESS)

    def costs() -> list[int]:
        """Statements of the whole page and of the pane alone, once three more things happened."""
        for number in range(3):
            cast.move(order, "report", cast.zhou, words=f"第{number}次")
            cast.place()
        while deliver_due(cast.at):
            pass
        found = []
        for headers in ({}, {"X-Pane": "order"}):
            lin.get(order_page(order), headers=headers)
            with CaptureQueriesContext(connection) as queries:
                assert lin.get(order_page(order), headers=headers).status_code == 200
            found.append(len(queries))
        return found

    costs()
    assert costs() == costs() <= MOST_QUERIES


def test_the_page_of_an_order_tells_everything_about_it(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.IN_PROGRESS, "路灯坏了\n请先放临时灯", address="东门台阶")
    cast.move(order, "add_helper", cast.lin, helper="chengguan")
    deliver_due(cast.at)
    page = read(lin.get(order_page(order)))
    for told in (
        "路灯坏了 请先放临时灯",
        f"Number {order.number}",
        "Place 槐荫里社区 · 3号楼 · 东门台阶",
        "Category 公共照明",
        "Channel Website",
        "Answers for it 小林",
        "Lead handler 恒安物业 · 周师傅",
        "Is with 恒安物业 楼内照明归物业",
        "Co-handlers 云川区城市管理局",
        "with the community 20 minutes",
        "Time to accept kept in time",
        "Time to finish 7 days left",
        "The order was dispatched today 09:30 · 小林 · Lead handler: 恒安物业 · Reason: 楼内照明归物业",
        "Work began Progress: 下午带灯管上门 today 09:50 · 周师傅",
        "Who was told what",
        f"您的 {order.number} 已派给恒安物业。 the resident · on the order's page",
    ):
        assert told in page


def test_the_timeline_is_newest_first_with_what_is_due_on_top(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.ACCEPTED)
    page = lin.get(order_page(order)).content.decode()
    assert re.findall(r'timeline-title">(.*?)<', page) == [
        "Time to finish",
        "Time to dispatch",
        "The request was accepted",
        "The request was placed",
    ]


def test_words_point_to_a_category_and_past_orders_to_a_unit(cast: Cast, lin: Client) -> None:
    for _ in range(2):
        cast.order_in(S.CLOSED)
    other = cast.order_in(S.ACCEPTED)
    cast.move(other, "take", cast.lin)
    cast.move(other, "complete", cast.lin, result="solved", reply="好了")
    cast.move(other, "check", cast.lin)
    cast.move(other, "judge", None, solved="yes", satisfied="yes")
    fresh = cast.place("楼道的路灯又坏了")
    assert "公共照明 Why: the resident's words: 路灯、灯" in read(lin.get(order_page(fresh)))
    cast.move(fresh, "accept", cast.lin, category="0101")
    page = lin.get(order_page(fresh))
    why = "of the last 3 closed orders about “公共照明” in this street, 2 went there"
    assert f"恒安物业 Why: {why}" in read(page)
    assert '<option value="hengan" selected>' in page.content.decode()


def test_parts_and_followers_lead_to_each_other(cast: Cast, lin: Client) -> None:
    whole = cast.order_in(S.ACCEPTED, "两件事")
    cast.move(whole, "split", cast.lin, parts="路灯\n台阶", reason="两家办")
    follower = cast.order_in(S.SUBMITTED, "我也看到了")
    cast.move(follower, "merge", cast.lin, into=whole.number, reason="同一件事")
    parts = Order.objects.filter(parent=whole)
    page = lin.get(order_page(whole)).content.decode()
    for other in (*parts, follower):
        assert page.count(f'href="{order_page(other)}"') >= 1
    assert f'href="{order_page(whole)}"' in lin.get(order_page(follower)).content.decode()
    assert f'href="{order_page(whole)}"' in lin.get(order_page(parts[0])).content.decode()


def test_a_rating_is_told_with_its_words(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", None, solved="yes", satisfied="no", words="等得太久", again="no")
    page = read(lin.get(order_page(order)))
    assert "Solved · dissatisfied 等得太久" in page
    assert "Is it solved? yes · Are you satisfied? no" in page


@pytest.mark.parametrize("state", list(OrderState))
def test_the_page_opens_in_every_state(cast: Cast, lin: Client, state: OrderState) -> None:
    order = cast.order_in(state)
    with clock_at(cast.at + timedelta(hours=1)):
        assert lin.get(order_page(order)).status_code == 200


def test_an_order_done_again_says_who_decided_that(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", None, solved="no", satisfied="no")
    assert "Is with 恒安物业 a colleague takes it again" in read(lin.get(order_page(order)))


def test_an_order_of_another_community_is_unknown(cast: Cast) -> None:
    order, gu = cast.place(), signed_in(cast.gu)
    sent = {"reason": "x", "move": "accept", "category": "0101"}
    answers = [gu.get(order_page(order)), gu.get(reverse("desk:order", args=["K7M-3Q9X"]))] + [
        gu.post(reverse(f"desk:{route}", args=[order.number]), sent)
        for route in ("moves", "contact", "photos")
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


@pytest.mark.parametrize("route", ["order", "moves", "contact", "photos"])
def test_a_visitor_sees_and_does_nothing(cast: Cast, route: str) -> None:
    order, visitor = cast.place(), signed_in(None)
    address = reverse(f"desk:{route}", args=[order.number])
    answer = visitor.get(address) if route == "order" else visitor.post(address)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
        302,
        "/login/",
    ) or (answer.status_code == 405)


def test_a_page_is_only_read_and_a_form_is_only_sent(cast: Cast, lin: Client) -> None:
    order = cast.place()
    assert lin.post(order_page(order)).status_code == 405
    assert lin.get(reverse("desk:moves", args=[order.number])).status_code == 405


# --- how to reach the resident ------------------------------------------------------------------


def opened(client: Client, order: Order, reason: str, room: str = "desk") -> str:
    """The page after opening the contact for a reason."""
    address = reverse(f"{room}:contact", args=[order.number])
    return client.post(address, {"reason": reason}).content.decode()


def test_the_contact_is_masked_until_it_is_opened_with_a_reason(cast: Cast, lin: Client) -> None:
    order = cast.place(on_behalf_of=Behalf("高小敏", "女儿", "母亲电话里同意"))
    before = lin.get(order_page(order)).content.decode()
    assert (MASKED in before, PHONE in before, NAME in before, "高小敏" in before) == (
        True, False, False, False,
    )  # fmt: skip
    after = opened(lin, order, "约上门时间")
    assert (PHONE in after, NAME in after, "高小敏" in after) == (True, True, True)
    again = lin.get(order_page(order)).content.decode()
    assert (PHONE in again, NAME in again, "约上门时间" in again) == (False, False, True)
    (record,) = chain("contact", order.pk)
    assert (record.by_label, record.given["reason"]) == ("小林", "约上门时间")


def test_an_opened_contact_is_not_kept_by_the_browser(cast: Cast, lin: Client) -> None:
    order = cast.place()
    answer = lin.post(reverse("desk:contact", args=[order.number]), {"reason": "约时间"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_contact_is_shown_without_a_reason(cast: Cast, lin: Client) -> None:
    order = cast.place()
    for reason in ("", "  ", "x" * 300):
        assert PHONE not in opened(lin, order, reason)
    assert not chain("contact", order.pk).exists()


def test_who_may_not_open_sees_no_sign_of_the_contact(cast: Cast) -> None:
    order = cast.place()
    grid = signed_in(cast.hire("网格员小孙", Role.GRID_WORKER, cast.community))
    page = grid.get(order_page(order)).content.decode()
    assert (MASKED in page, PHONE in page, NAME in page, "/contact/" in page) == (False,) * 4
    refused = grid.post(reverse("desk:contact", args=[order.number]), {"reason": "好奇"})
    assert (refused.status_code, PHONE in refused.content.decode()) == (403, False)


def test_a_confidential_contact_is_for_the_responsible_person_alone(
    cast: Cast, lin: Client
) -> None:
    order = cast.place(confidential=True)
    assert PHONE in opened(lin, order, "回访")
    secretary = signed_in(cast.secretary)
    assert MASKED not in secretary.get(order_page(order)).content.decode()
    answer = secretary.post(reverse("desk:contact", args=[order.number]), {"reason": "看看"})
    assert (answer.status_code, PHONE in answer.content.decode()) == (403, False)


def test_no_list_nor_page_of_any_state_shows_the_contact(cast: Cast, lin: Client) -> None:
    orders = [cast.order_in(state) for state in OrderState]
    with clock_at(cast.at):
        pages = [lin.get(reverse("desk:list"), {"list": "all"})]
        pages += [lin.get(order_page(order)) for order in orders]
    assert [page for page in pages if PHONE in page.content.decode()] == []
    assert [page for page in pages if NAME in page.content.decode()] == []


# --- photos ---------------------------------------------------------------------------------------


def test_photos_are_added_and_shown_to_who_may_see_the_order(cast: Cast, lin: Client) -> None:
    order = cast.place()
    address = reverse("desk:photos", args=[order.number])
    assert lin.post(address, {"photos": [photo()], "moment": "before"}).status_code == 302
    (upload,) = Upload.objects.all()
    here = reverse("desk:file", args=[order.number, upload.pk, "thumbnail"])
    assert here in lin.get(order_page(order)).content.decode()
    answer = lin.get(here)
    assert answer.status_code == 200
    assert Image.open(BytesIO(answer.getvalue())).size == (40, 30)
    assert signed_in(cast.gu).get(here).status_code == 404


def test_a_file_is_reached_only_through_its_own_order(cast: Cast, lin: Client) -> None:
    order, other = cast.place(), cast.place()
    lin.post(reverse("desk:photos", args=[order.number]), {"photos": [photo()], "moment": "after"})
    upload = Upload.objects.get()
    for number, pk, variant in (
        (other.number, upload.pk, "original"),
        (order.number, 1, "original"),
        (order.number, upload.pk, "huge"),
    ):
        assert lin.get(reverse("desk:file", args=[number, pk, variant])).status_code == 404


@pytest.mark.parametrize(
    ("photos", "said"),
    [
        ([], "Photos optional required"),
        ([SimpleUploadedFile("lamp.png", b"no picture at all", "image/png")], ""),
    ],
)
def test_what_is_no_photo_is_refused_on_the_form(
    cast: Cast, lin: Client, photos: list[SimpleUploadedFile], said: str
) -> None:
    order = cast.place()
    answer = lin.post(
        reverse("desk:photos", args=[order.number]), {"photos": photos, "moment": "after"}
    )
    assert (answer.status_code, Upload.objects.count()) == (422, 0)
    assert said in read(answer)


# --- between the rooms ----------------------------------------------------------------------------


def test_a_handler_is_led_from_the_desks_page_to_their_own(cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED)
    answer = signed_in(cast.zhou).get(order_page(order))
    assert (answer.status_code, answer.headers["Location"]) == (302, order_page(order, "partner"))


def test_whoever_leads_at_the_desk_finishes_there(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.ACCEPTED)
    post_move(lin, order, "take", reason="我去看看")
    answer = post_move(lin, order, "complete", result="solved", reply="已处理")
    order.refresh_from_db()
    assert (answer.status_code, order.state) == (302, S.COMPLETED)


def test_what_stands_beside_an_order_is_told_by_place_class_and_person(
    cast: Cast, lin: Client
) -> None:
    judged = cast.order_in(S.CLOSED, "那盏灯修好过")
    order = cast.order_in(S.ACCEPTED, "路灯又坏了")
    cast.place("邻居家的事", place=cast.neighbour)
    with clock_at(cast.at):
        words = read(lin.get(order_page(order)))
        assert "2 requests this year, satisfied with 1 of 1 judged" in words
        for heading in ("Same place", "Same class", "Same person"):
            assert f"{heading} 那盏灯修好过 {judged.number}" in words
        assert "邻居家的事" not in words
    with clock_at(cast.at + timedelta(days=40)):
        assert "那盏灯修好过" not in read(lin.get(order_page(order)))
        assert "那盏灯修好过" in read(lin.get(order_page(order, days="90")))


def test_who_may_not_open_the_contact_is_not_told_what_else_the_person_said(cast: Cast) -> None:
    cast.place("同一个人的另一件事", place=cast.grid)
    order = cast.order_in(S.ACCEPTED, "路灯又坏了")
    auditor = signed_in(cast.hire("审计员小池", Role.AUDITOR, cast.district))
    with clock_at(cast.at):
        words = read(auditor.get(order_page(order)))
    assert "This resident" not in words
    assert "同一个人的另一件事" not in words


def test_the_pane_alone_is_the_order_without_list_and_nav(cast: Cast, lin: Client) -> None:
    cast.place("另一件")
    order = cast.place("打开的这件")
    pane = lin.get(order_page(order, list="waiting"), headers={"X-Pane": "order"}).content.decode()
    assert pane.startswith("<main")
    assert "打开的这件" in pane
    assert "另一件" not in pane.split("Same place")[0]
    assert '<nav class="nav"' not in pane
    whole = lin.get(order_page(order, list="waiting")).content.decode()
    assert "另一件" in whole


def test_the_list_leads_on_to_the_next_order(cast: Cast, lin: Client) -> None:
    first, second = cast.place("第一件"), cast.place("第二件")
    with clock_at(cast.at):
        page = lin.get(order_page(first, list="waiting")).content.decode()
        assert re.search(r'rel="next" data-next><span><small>The next one</small>第二件', page)
        cast.move(first, "accept", cast.lin, category="0101")
        page = lin.get(order_page(first, list="waiting")).content.decode()
        assert re.search(r'rel="next" data-next><span><small>The next one</small>第二件', page)
        last = lin.get(order_page(second, list="waiting")).content.decode()
    assert "data-next" not in last
