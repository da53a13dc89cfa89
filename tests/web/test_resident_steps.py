"""The second and third step: what the product thinks, promises, knows already, and never tells."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huying.files.models import Upload
from huying.files.tasks import make_thumbnail
from huying.kernel.now import now
from huying.orders.models import Category, Merge, Order
from huying.orders.states import OrderState
from huying.orders.tasks import clear_away
from tests.builders import WORDS, Cast, build_cast, clock_at
from tests.web.browsing import read
from tests.web.saying import FRONT, picture, proven, say

OTHER = "另一栋楼门口的路灯一闪一闪的"


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = build_cast()
    with clock_at(cast.at):
        yield cast


@pytest.fixture
def resident() -> Client:
    return Client(headers={"accept-language": "en"})


def second_step(client: Client, text: str = WORDS, front: str = FRONT) -> Any:
    return client.get(client.post(front, {"text": text})["location"])


def test_the_guess_says_why_and_the_promise_stands_before_it_is_sent(
    cast: Cast, resident: Client
) -> None:
    page = second_step(resident).content.decode()
    assert "公共照明" in page
    assert "because you say: 路灯" in page
    assert "17 March before 17:30" in page
    assert not Order.objects.exists()


def test_words_that_point_nowhere_ask_nothing(cast: Cast, resident: Client) -> None:
    answer = second_step(resident, "想说件事")
    assert "because you say" not in answer.content.decode()
    assert answer.context["form"].fields["category"].choices == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("楼道里着火了，有人晕倒", ["120", "119"]),
        ("有人持刀在门口", ["110"]),
        ("门口刚出了车祸", ["122"]),
        ("Smoke in the corridor, something is ON FIRE", ["119"]),
        ("消防通道堆了东西", []),
    ],
)
def test_danger_shows_the_number_to_call_before_anything_else(
    cast: Cast, resident: Client, text: str, numbers: list[str]
) -> None:
    page = second_step(resident, text).content.decode()
    assert [n for n in ("120", "119", "110", "122") if f"tel:{n}" in page] == numbers
    if numbers:
        assert page.index("tel:") < page.index("Where is it?</h1>")
    answer = say(resident, text)
    assert answer.status_code == 302


def test_a_photo_can_be_taken_out_again_and_is_shown_to_its_sender_alone(
    cast: Cast, resident: Client
) -> None:
    where = resident.post(FRONT, {"text": WORDS, "photos": [picture(), picture()]})["location"]
    first, second = Upload.objects.order_by("id")
    make_thumbnail.enqueue(first.pk)
    shown = resident.get(f"{where}photos/{first.pk}/")
    assert shown.status_code == 200
    assert shown.getvalue()
    assert Client().get(f"{where}photos/{first.pk}/").status_code == 404
    stranger = Client()
    elsewhere = stranger.post(FRONT, {"text": WORDS})["location"]
    assert stranger.get(f"{elsewhere}photos/{first.pk}/").status_code == 404
    stranger.post(elsewhere, {"drop": str(first.pk)})
    assert Upload.objects.count() == 2
    resident.post(where, {"drop": str(first.pk)})
    assert list(Upload.objects.values_list("pk", flat=True)) == [second.pk]


def test_photos_of_what_was_never_sent_are_forgotten_after_a_day(
    cast: Cast, resident: Client
) -> None:
    resident.post(FRONT, {"text": WORDS, "photos": [picture()]})
    kept = say(Client(), photos=[picture()])
    assert kept.status_code == 302
    clear_away.call()
    assert Upload.objects.count() == 2
    with clock_at(now() + timedelta(days=2)):
        clear_away.call()
    assert [upload.subject_kind for upload in Upload.objects.all()] == ["order"]


def test_the_words_can_be_changed_and_what_else_was_said_stays(
    cast: Cast, resident: Client
) -> None:
    where = resident.post(FRONT, {"text": WORDS})["location"]
    key = where.rstrip("/").rsplit("/", 1)[1]
    resident.post(where, {"address": "东门", "place": cast.building.code})
    assert WORDS in resident.get(f"{FRONT}?saying={key}").content.decode()
    again = resident.post(f"{FRONT}?saying={key}", {"text": "路灯又亮了一盏"})["location"]
    assert again == where
    resident.post(f"{where}reach/")
    order = Order.objects.get()
    assert (order.text, order.address, order.place) == ("路灯又亮了一盏", "东门", cast.building)


def test_what_one_browser_is_saying_is_not_shown_to_another(cast: Cast, resident: Client) -> None:
    where = resident.post(FRONT, {"text": WORDS})["location"]
    for path in (where, f"{where}reach/"):
        assert Client().get(path).status_code == 404
        assert Client().post(path).status_code == 404
    key = where.rstrip("/").rsplit("/", 1)[1]
    assert WORDS not in Client().get(f"{FRONT}?saying={key}").content.decode()
    assert resident.get(where.replace("990101001001", "990101001002")).status_code == 404


def test_a_service_and_a_wish_are_asked_in_their_own_words(cast: Cast, resident: Client) -> None:
    for kind in ("booking", "wish", "class_wish", "suggestion"):
        page = resident.get(f"{FRONT}ask/{kind}/")
        assert page.status_code == 200
        say(resident, "想请理发师傅上门", front=f"{FRONT}ask/{kind}/")
        assert Order.objects.order_by("-id")[0].kind == kind
    assert resident.get(f"{FRONT}ask/complaint/").status_code == 404


def test_a_matter_that_is_known_is_offered_without_anyone_s_words(
    cast: Cast, resident: Client
) -> None:
    known = cast.order_in(OrderState.ACCEPTED, WORDS + "我家在三楼，姓贾")
    page = second_step(resident).content.decode()
    assert "3号楼 · 公共照明" in page
    assert "姓贾" not in page
    assert known.query_code not in page


@pytest.mark.parametrize(
    "hidden",
    [
        {"confidential": True},
        {"kind": "complaint"},
        {"place": "neighbour"},
    ],
)
def test_what_is_not_everyone_s_matter_is_not_offered(
    cast: Cast, resident: Client, hidden: dict[str, Any]
) -> None:
    if "place" in hidden:
        hidden = {"place": cast.neighbour}
    known = cast.place(WORDS, **hidden)
    assert known.number not in second_step(resident).content.decode()


def test_what_is_personal_old_or_over_is_not_offered(cast: Cast, resident: Client) -> None:
    over = cast.order_in(OrderState.CLOSED)
    assert over.number not in second_step(resident).content.decode()
    known = cast.order_in(OrderState.ACCEPTED)
    assert known.number in second_step(resident).content.decode()
    with clock_at(cast.at + timedelta(days=31)):
        assert known.number not in second_step(resident).content.decode()
    Category.objects.filter(pk=cast.lighting.pk).update(personal=True)
    assert known.number not in second_step(resident).content.decode()


def test_following_a_known_matter_keeps_one_s_own_words_and_shows_its_steps(
    cast: Cast, resident: Client
) -> None:
    known = cast.order_in(OrderState.ACCEPTED, WORDS + "我姓贾")
    with clock_at(cast.at):
        answer = say(resident, where={"same_as": known.number})
    mine = Order.objects.get(merged_into=known)
    assert (mine.state, mine.text) == ("merged", WORDS)
    assert Merge.objects.get(order=mine).was == "submitted"
    cast.move(known, "dispatch", cast.lin, lead="hengan", reason="楼内照明归物业")
    with clock_at(cast.at):
        page = resident.get(answer["location"]).content.decode()
    assert "姓贾" not in page
    assert "The order was dispatched" in page
    assert "Waiting to be signed for" in page
    cast.move(mine, "unmerge", cast.lin, reason="不是同一盏")
    assert mine.state == "submitted"


@pytest.mark.parametrize("which", ["neighbours", "own", "over", "nonsense"])
def test_what_cannot_be_followed_leaves_the_order_standing_on_its_own(
    cast: Cast, resident: Client, which: str
) -> None:
    ways: dict[str, Callable[[], str]] = {
        "neighbours": lambda: cast.place(WORDS, place=cast.neighbour).number,
        "own": lambda: cast.place(WORDS, confidential=True).number,
        "over": lambda: cast.order_in(OrderState.CLOSED).number,
        "nonsense": lambda: "??",
    }
    other = ways[which]()
    with clock_at(cast.at):
        answer = say(resident, "另外一件事情", where={"same_as": other})
    order = Order.objects.get(text="另外一件事情")
    assert answer["location"] == f"/o/{order.number}/?new=1"
    assert (order.state, order.merged_into) == ("submitted", None)
    assert "stands on its own" in resident.get(answer["location"]).content.decode()


def test_a_closed_order_that_is_wrong_again_is_opened_on_the_page(
    cast: Cast, resident: Client
) -> None:
    order = cast.order_in(OrderState.CLOSED)
    page = proven(resident, order)
    with clock_at(cast.at):
        assert "It is wrong again" in resident.get(page).content.decode()
        assert resident.post(f"{page}reopen/", {"reason": " "}).status_code == 422
        resident.post(f"{page}reopen/", {"reason": "又不亮了"})
    order.refresh_from_db()
    assert (order.state, order.reopens) == ("in_progress", 1)


def test_the_likely_date_is_told_only_when_enough_like_it_are_known(
    cast: Cast, resident: Client
) -> None:
    def told() -> str:
        page = proven(resident, cast.order_in(OrderState.ACCEPTED))
        with clock_at(cast.at):
            shown: str = resident.get(page).content.decode()
            return shown

    for _ in range(4):
        cast.order_in(OrderState.CLOSED)
    assert "most likely" not in told()
    cast.order_in(OrderState.CLOSED)
    assert "most likely done today (going by 5 like it)" in told()


def test_what_was_done_is_counted_by_category(cast: Cast, resident: Client) -> None:
    cast.order_in(OrderState.CLOSED)
    cast.order_in(OrderState.CLOSED)
    cast.order_in(OrderState.CLOSED, "一件不便公开的事", confidential=True)
    with clock_at(cast.at):
        page = resident.get(f"{FRONT}done/").content.decode()
    assert "2 matters; left out is what is confidential" in page
    assert WORDS not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("lng=1&lat=x", 422), ("", 422), ("lng=500&lat=1", 422), ("lng=120&lat=36", 200)],
)
def test_a_point_is_looked_up_within_the_community(
    cast: Cast, resident: Client, query: str, status: int
) -> None:
    answer = resident.get(f"{FRONT}here/?{query}")
    assert answer.status_code == status
    if status == 200:
        assert answer.json() == {"code": "", "name": ""}


def test_a_word_is_added_with_a_photo_and_what_is_no_photo_adds_nothing(
    cast: Cast, resident: Client
) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    page = proven(resident, order)
    fake = SimpleUploadedFile("lamp.jpg", b"PK\x03\x04" * 50)
    refused = resident.post(f"{page}add_word/", {"words": "又暗了", "photos": [fake]})
    assert refused.status_code == 422
    assert "又暗了" in refused.content.decode()
    assert not order.notes.exists()
    resident.post(f"{page}add_word/", {"words": "又暗了", "photos": [picture()]})
    assert order.notes.get().text == "又暗了"
    upload = Upload.objects.get()
    assert (upload.subject_id, upload.uploaded_by_label) == (order.pk, "resident")


@pytest.mark.parametrize(("who", "told"), [("resident", True), ("lin", False)])
def test_why_it_was_opened_again_is_told_to_the_resident_who_said_it(
    cast: Cast, resident: Client, who: str, told: bool
) -> None:
    order = cast.order_in(OrderState.CLOSED)
    by = None if who == "resident" else cast.lin
    cast.move(order, "reopen", by, reason="才两天又不亮了")
    assert ("才两天又不亮了" in read(resident.get(proven(resident, order)))) is told
