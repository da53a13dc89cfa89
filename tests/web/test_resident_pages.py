"""A resident without an account: says something, follows it, judges it; nobody else can."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huying.files.models import Upload
from huying.orders.models import Category, Contact, Order, Rating
from huying.orders.states import OrderState
from huying.trail.models import Record
from tests.builders import PHONE, WORDS, Cast, build_cast, clock_at
from tests.web.saying import FRONT, picture, proven, say


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def resident() -> Client:
    return Client(headers={"accept-language": "en"})


def test_words_alone_make_an_order_with_a_number_a_code_and_a_promise(
    cast: Cast, resident: Client
) -> None:
    with clock_at(cast.at):
        answer = say(resident)
        page = resident.get(answer["location"]).content.decode()
    order = Order.objects.get()
    assert answer["location"] == f"/o/{order.number}/?new=1"
    assert (order.text, order.state, order.community) == (WORDS, "submitted", cast.community)
    assert order.number in page
    assert order.query_code in page
    assert "17 March before 17:30" in page
    assert not Contact.objects.exists()


def test_pressing_send_twice_makes_one_order_and_going_back_shows_it(
    cast: Cast, resident: Client
) -> None:
    where = resident.post(FRONT, {"text": WORDS})["location"]
    reach = resident.post(where)["location"]
    first, again = resident.post(reach), resident.post(reach)
    order = Order.objects.get()
    assert first["location"] == f"/o/{order.number}/?new=1"
    assert again["location"] == resident.get(where)["location"] == f"/o/{order.number}/"
    say(resident, f"{WORDS}台阶也坏了。")
    assert Order.objects.count() == 2


def test_photo_address_phone_and_agent_are_kept(cast: Cast, resident: Client) -> None:
    say(
        resident, photos=[picture(), picture()],
        where={"address": "槐荫路12号3号楼东门", "category": "0101"},
        reach={
            "contact_phone": "138 0000 1234", "contact_name": "高阿姨", "confidential": "on",
            "behalf_name": "小高", "behalf_relation": "女儿", "behalf_consent": "母亲电话里同意",
        },
    )  # fmt: skip
    order = Order.objects.get()
    assert (order.place, order.confidential) == (cast.building, True)
    assert order.category == cast.lighting
    contact = order.contact
    assert (contact.name, contact.phone, contact.agent_name) == ("高阿姨", PHONE, "小高")
    assert Upload.objects.filter(subject_id=order.pk, moment="before", public=False).count() == 2
    on_record = Record.objects.filter(subject_kind="files", subject_id=order.pk)
    assert [record.move for record in on_record] == ["attach", "attach"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "字" * 5001}, "text"),
        ({"photos": [SimpleUploadedFile("lamp.jpg", b"PK\x03\x04" * 50)]}, "photos"),
        ({"where": {"place": "990101001002"}}, "place"),
        ({"where": {"lng": "200", "lat": "36"}}, "lng"),
        ({"reach": {"contact_phone": "call me"}}, "contact_phone"),
        ({"reach": {"behalf_name": "小高"}}, "behalf_name"),
    ],
)
def test_what_is_wrong_is_marked_and_what_was_said_stays(
    cast: Cast, resident: Client, wrong: dict[str, Any], field: str
) -> None:
    answer = say(resident, **({"text": "东门的灯"} | wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    if field != "text":
        assert "东门的灯" in answer.content.decode()
    assert not Order.objects.exists()


def test_hidden_characters_from_a_paste_are_taken_out_and_emoji_stay(
    cast: Cast, resident: Client
) -> None:
    say(resident, "灯坏了\u202e\x00\x07，黑🌃")
    assert Order.objects.get().text == "灯坏了，黑🌃"


def test_without_the_code_nothing_is_shown(cast: Cast, resident: Client) -> None:
    order, other = cast.place(), cast.place()
    page = f"/o/{order.number}/"
    assert resident.get(page)["location"] == f"/track/?n={order.number}"
    wrong = resident.post("/track/", {"number": order.number, "code": other.query_code})
    assert wrong.status_code == 422
    assert WORDS not in wrong.content.decode()
    assert resident.get(f"{page}?code={other.query_code}")["location"].startswith("/track/")
    for path in ("qr.svg", "add_word/", "judge/"):
        method = resident.get if path == "qr.svg" else resident.post
        assert method(page + path).status_code == 404
    assert Order.objects.get(pk=order.pk).version == 1


def test_the_qr_code_s_address_opens_the_order_and_hides_the_code(
    cast: Cast, resident: Client
) -> None:
    order = cast.place()
    answer = resident.get(f"/o/{order.number}/?code={order.query_code}", follow=True)
    assert answer.redirect_chain == [(f"/o/{order.number}/", 302)]
    assert WORDS in answer.content.decode()
    assert resident.get(f"/o/{order.number}/qr.svg")["content-type"] == "image/svg+xml"


def test_a_photo_is_shown_to_its_own_resident_alone(cast: Cast, resident: Client) -> None:
    say(resident, photos=[picture()])
    order, upload = Order.objects.get(), Upload.objects.get()
    path = f"/o/{order.number}/photos/{upload.pk}/original/"
    shown = resident.get(path)
    assert (shown.status_code, shown["content-type"]) == (200, "image/jpeg")
    assert shown.getvalue().startswith(b"\xff\xd8")
    other = cast.place("另一件事")
    assert resident.get(f"/o/{other.number}/photos/{upload.pk}/original/").status_code == 404
    assert Client().get(path).status_code == 404


def test_inner_words_and_other_people_s_contacts_are_not_told(cast: Cast, resident: Client) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    cast.move(order, "report", cast.zhou, words="业主态度不好", public="no")
    cast.move(order, "report", cast.zhou, words="灯管明早到货")
    page = resident.get(proven(resident, order)).content.decode()
    assert "灯管明早到货" in page
    assert "业主态度不好" not in page
    assert PHONE not in page


def test_the_desk_s_question_is_answered_on_the_page(cast: Cast, resident: Client) -> None:
    order = cast.order_in(OrderState.INFO_NEEDED)
    page = proven(resident, order)
    assert "是哪个单元门口的灯？" in resident.get(page).content.decode()
    with clock_at(cast.at):
        resident.post(f"{page}supply/", {"words": "二单元"})
    order.refresh_from_db()
    assert order.state == "submitted"
    assert order.notes.get(kind="answer").text == "二单元"


@pytest.mark.parametrize(
    ("verdict", "more", "state", "again"),
    [
        ("yes-yes", {}, "closed", False),
        ("yes-no", {}, "in_progress", True),
        ("yes-no", {"enough": "on"}, "closed", False),
        ("no-no", {"words": "晚上还是黑的"}, "in_progress", True),
    ],
)
def test_judging_closes_or_sends_it_to_someone_else(
    cast: Cast, resident: Client, verdict: str, more: dict[str, str], state: str, *, again: bool
) -> None:
    order = cast.order_in(OrderState.FOLLOW_UP)
    page = proven(resident, order)
    with clock_at(cast.at):
        resident.post(f"{page}judge/", {"verdict": verdict, **more})
    order = Order.objects.get(pk=order.pk)
    rating = Rating.objects.get()
    assert (order.state, order.reopens) == (state, int(again))
    assert (rating.solved, rating.satisfied) == (verdict[:3] == "yes", verdict == "yes-yes")
    assert order.lead_person == (cast.wu.person if again else cast.zhou.person)


def test_a_judgement_without_an_answer_is_asked_for_again(cast: Cast, resident: Client) -> None:
    order = cast.order_in(OrderState.FOLLOW_UP)
    answer = resident.post(f"{proven(resident, order)}judge/", {"words": "还行"})
    assert answer.status_code == 422
    assert not Rating.objects.exists()


def test_a_move_that_is_too_late_says_so_plainly_and_changes_nothing(
    cast: Cast, resident: Client
) -> None:
    order = cast.order_in(OrderState.CLOSED)
    answer = resident.post(f"{proven(resident, order)}withdraw/")
    assert answer.status_code == 409
    assert Order.objects.get(pk=order.pk).state == "closed"


def test_who_opened_the_telephone_number_is_shown(cast: Cast, resident: Client) -> None:
    from huying.orders.actions.contacting import open_contact  # noqa: PLC0415

    order = cast.order_in(OrderState.ACCEPTED)
    assert "Nobody has." in resident.get(proven(resident, order)).content.decode()
    open_contact(order, by=cast.lin.actor, at=cast.at, reason="约上门时间")
    page = resident.get(f"/o/{order.number}/").content.decode()
    assert "小林 · 约上门时间" in page


def test_guessing_codes_is_slowed_down_for_an_address_that_can_be_told(
    cast: Cast, settings: Any
) -> None:
    settings.PUBLIC_WRITES_PER_MINUTE = 5
    order = cast.place()
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    codes = [f"{n:08d}" for n in range(8)]
    answers = [
        guesser.post("/track/", {"number": order.number, "code": c}).status_code for c in codes
    ]
    assert answers == [422] * 5 + [429] * 3
    assert Client().post("/track/", {"number": order.number, "code": "x"}).status_code == 422


def test_the_front_page_tells_what_was_done_without_names_or_words(
    cast: Cast, resident: Client
) -> None:
    cast.order_in(OrderState.CLOSED)
    cast.order_in(OrderState.CLOSED, "一件不便公开的事", confidential=True)
    Category.objects.filter(pk=cast.noise.pk).update(personal=True)
    quarrel = cast.order_in(OrderState.CLOSED)
    Order.objects.filter(pk=quarrel.pk).update(category=cast.noise)
    with clock_at(cast.at):
        page = resident.get(FRONT).content.decode()
    assert page.count("公共照明") == 1
    assert "邻里噪音" not in page
    assert WORDS not in page
    assert "3 matters" in page


def test_the_first_page_is_light_and_asks_little_of_the_database(
    cast: Cast, resident: Client
) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = resident.get(FRONT)
    assert len(queries) <= 6
    assert len(answer.content) < 20_000
    assert not re.search(r"<script(?![^>]*src=)", answer.content.decode())


def test_a_resident_chooses_a_community_once(cast: Cast, resident: Client) -> None:
    listed = resident.get("/").content.decode()
    assert "槐荫里社区" in listed
    assert "柳岸社区" in listed
    assert "柳岸社区" not in resident.get("/?q=槐荫").content.decode()
    resident.get(FRONT)
    assert resident.get("/")["location"] == FRONT
    assert resident.get("/?choose=1").status_code == 200


def test_an_unknown_community_is_not_found(cast: Cast, resident: Client) -> None:
    assert resident.get("/c/000000000000/").status_code == 404
