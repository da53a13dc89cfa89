"""Pasting: fields filled and marked, cards placed or dropped one by one, nothing twice or lost."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.orders.models import Order
from huying.people.roles import Role
from huying.places.actions import add_place
from huying.places.states import Level
from huying.trail.queries import chain
from tests.builders import START, Cast
from tests.web.browsing import order_page, read, signed_in

PAGE = reverse("desk:paste")
LAMP = "张阿姨 2026/3/10 上午9:12\n槐荫路12号3号楼东门路灯又不亮了，我138 0000 1234\n"
NOISE = "李叔 2026/3/10 上午9:15\n楼上装修噪音太大，投诉\n"
THANKS = "李叔 2026/3/10 上午9:30\n谢谢\n"
PILL = "王师傅 2026/3/10 上午10:02\n小区门口有燃气味，快来看看\n"
GROUP = LAMP + NOISE + THANKS + PILL


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def pasted(client: Client, text: str = GROUP) -> Any:
    return client.post(PAGE, {"pasted": text})


def fields(answer: Any) -> dict[str, str]:
    """What the page's form would send, as a browser would."""
    page = answer.content.decode()
    form = re.search(r'<form class="paste".*?</form>', page, re.DOTALL)
    if form is None:
        return {}
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        said = {
            name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)
        }
        if said.get("type") == "checkbox" and " checked" not in tag:
            continue
        sent[said["name"]] = "on" if said.get("type") == "checkbox" else said.get("value", "")
    for name, words in re.findall(
        r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form[0], re.DOTALL
    ):
        sent[name] = html.unescape(words)
    for name, options in re.findall(
        r'<select name="([^"]+)".*?>(.*?)</select>', form[0], re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def pressed(client: Client, answer: Any, button: str, **changed: str) -> Any:
    return client.post(PAGE, fields(answer) | changed | {"do": button})


def test_a_message_fills_the_fields_and_each_guess_says_why(cast: Cast, lin: Client) -> None:
    answer = pasted(lin)
    said = fields(answer)
    assert {name.removeprefix("c0-"): said[name] for name in said if name.startswith("c0-") and name != "c0-key"} == {
        "text": "槐荫路12号3号楼东门路灯又不亮了，我138 0000 1234", "hide_phone": "on",
        "place": cast.building.code, "address": "槐荫路12号3号楼东门", "kind": "problem",
        "contact_phone": "13800001234", "contact_name": "张阿姨", "category": "0101",
        "channel": "wechat", "said_at": "2026-03-10T09:12", "source_number": "", "summary": "",
        "behalf_name": "", "behalf_relation": "", "behalf_consent": "",
    }  # fmt: skip
    told = read(answer)
    assert "Guess: “张阿姨” — who the message is from" in told
    assert "Guess: “路灯、灯” — residents use these words for it" in told
    assert "Guess: “槐荫路12号3号楼东门” — places are called so" in told
    assert said["c2-safety"] == "on"
    assert said["c1-kind"] == "complaint"
    assert "<mark>138 0000 1234</mark>" in answer.content.decode()
    assert Order.objects.count() == 0


def test_cards_are_placed_or_dropped_one_by_one_and_what_was_typed_stays(
    cast: Cast, lin: Client
) -> None:
    first = pressed(lin, pasted(lin), "place-0", **{"c1-place": cast.community.code, "c1-text": "楼上装修太吵"})  # fmt: skip
    order = Order.objects.get()
    assert (order.text, order.place, order.channel, order.category, order.responsible_person) == (
        "槐荫路12号3号楼东门路灯又不亮了，我138****1234", cast.building, "wechat", cast.lighting,
        cast.lin.person,
    )  # fmt: skip
    assert fields(first)["c1-text"] == "楼上装修太吵"
    second = pressed(lin, first, "drop-1")
    assert (Order.objects.count(), fields(second)["left"]) == (1, "2")
    third = pressed(lin, second, "place-2", **{"c2-place": cast.community.code})
    assert Order.objects.count() == 2
    assert Order.objects.latest("id").safety is True
    told = read(third)
    assert "2 orders placed" in told
    for each in Order.objects.all():
        assert f"{each.number} Query code {each.query_code[:4]} {each.query_code[4:]}" in told
        assert each.number in third.content.decode().split('name="pasted"')[0]
    assert "1 message without a matter" in told


def test_a_card_is_placed_once_however_often_it_is_sent(cast: Cast, lin: Client) -> None:
    answer = pasted(lin)
    for _ in range(3):
        assert pressed(lin, answer, "place-0").status_code == 200
    assert Order.objects.count() == 1
    changed = pressed(lin, answer, "place-0", **{"c0-text": "另一件事"})
    assert (changed.status_code, Order.objects.count()) == (422, 1)


def test_what_is_wrong_on_a_card_is_marked_there_and_nothing_is_lost(
    cast: Cast, lin: Client
) -> None:
    answer = pressed(lin, pasted(lin), "place-1", **{"c1-place": "", "c0-text": "改过的话"})
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert re.findall(r'id="(c\d-\w+)_error"', page) == ["c1-place"]
    assert fields(answer)["c0-text"] == "改过的话"
    assert fields(answer)["left"] == "0,1,2"


def test_all_are_placed_at_once_and_those_that_cannot_be_stay(cast: Cast, lin: Client) -> None:
    answer = pressed(lin, pasted(lin), "place-all", **{"c1-place": cast.community.code, "c2-place": ""})  # fmt: skip
    assert (answer.status_code, Order.objects.count(), fields(answer)["left"]) == (422, 2, "2")


def test_the_words_as_they_came_stay_with_the_contact_and_the_time_on_record(
    cast: Cast, lin: Client
) -> None:
    pressed(lin, pasted(lin), "place-0")
    order = Order.objects.get()
    assert order.contact.words == "槐荫路12号3号楼东门路灯又不亮了，我138 0000 1234"
    record = chain("order", order.pk)[0]
    assert record.given["said_at"].startswith("2026-03-10T01:12")
    assert not re.search(r"138 ?0000 ?1234", str(record.given))
    assert "Said at: 2026-03-10 09:12" in read(lin.get(order_page(order)))
    assert "138 0000 1234" not in lin.get(order_page(order)).content.decode()
    opened = lin.post(reverse("desk:contact", args=[order.number]), {"reason": "约时间"})
    assert "我138 0000 1234" in read(opened)


def test_the_words_stay_as_they_are_where_the_worker_wants_it(cast: Cast, lin: Client) -> None:
    sent = fields(pasted(lin))
    sent.pop("c0-hide_phone")
    lin.post(PAGE, sent | {"do": "place-0"})
    order = Order.objects.get()
    assert (order.text[-13:], order.contact.words) == ("138 0000 1234", "")


HOTLINE = "工单编号：A100200301 诉求内容：楼道灯不亮 联系电话：13800005678 地址：槐荫路12号3号楼"


def test_a_hotline_row_keeps_its_number_and_comes_once(cast: Cast, lin: Client) -> None:
    pressed(lin, pasted(lin, HOTLINE), "place-0")
    order = Order.objects.get()
    assert (order.source_number, order.channel, order.text) == (
        "A100200301",
        "hotline",
        "楼道灯不亮",
    )
    again = pasted(lin, HOTLINE)
    assert "This number is here already" in read(again)
    assert reverse("desk:order", args=[order.number]) in again.content.decode()
    refused = pressed(lin, again, "place-0")
    assert (refused.status_code, Order.objects.count()) == (422, 1)
    assert "c0-source_number_error" in refused.content.decode()


def test_a_likely_duplicate_is_shown_and_may_still_be_placed(cast: Cast, lin: Client) -> None:
    pressed(lin, pasted(lin, LAMP), "place-0")
    again = pasted(lin, LAMP)
    assert "Probably the same as an order of the last seven days" in read(again)
    assert pressed(lin, again, "place-0").status_code == 200
    assert Order.objects.count() == 2


def test_a_confidential_order_is_not_found_out_by_pasting_its_number(cast: Cast) -> None:
    cast.place("槐荫路12号3号楼东门路灯又不亮了", confidential=True, by=cast.lin.actor)
    told = read(pasted(signed_in(cast.secretary), LAMP))
    assert "Probably the same" not in told


def test_places_are_looked_for_where_one_may_take_requests_only(cast: Cast) -> None:
    gu = signed_in(cast.gu)
    said = fields(pasted(gu, LAMP))
    assert said["c0-place"] in {"", cast.neighbour.code}
    assert cast.building.code not in pasted(gu, LAMP).content.decode()
    head = signed_in(cast.hire("楼长老赵", Role.BUILDING_HEAD, cast.building))
    household = add_place(
        parent=cast.building, level=Level.HOUSEHOLD, code="990101001001001-B3-2-301",
        name="2单元301", at=START,
    )  # fmt: skip
    said = fields(pasted(head, "高姐 9:12\n3号楼2单元301漏水\n"))
    assert (said["c0-place"], household.code) == (cast.building.code, household.code)


def test_a_guess_that_cannot_be_chosen_is_not_put_in(
    cast: Cast, lin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "工单编号\t诉求内容\t来源\t地址\nA100200305\t灯不亮\t网站\t槐荫路12号3号楼\n"
    assert fields(pasted(lin, row))["c0-channel"] == "phone"
    monkeypatch.setattr("huying.orders.choices.MOST_PLACES", 2)
    assert fields(pasted(lin, row))["c0-place"] == cast.grid.code


def test_a_place_nobody_may_choose_is_refused_whatever_is_sent(cast: Cast, lin: Client) -> None:
    answer = pressed(lin, pasted(lin, LAMP), "place-0", **{"c0-place": cast.neighbour.code})
    assert (answer.status_code, Order.objects.count()) == (422, 0)


def test_who_may_not_take_requests_pastes_nothing(cast: Cast) -> None:
    auditor = signed_in(cast.hire("审计员", Role.AUDITOR, cast.community))
    assert (auditor.get(PAGE).status_code, pasted(auditor).status_code) == (403, 403)
    assert signed_in(None).get(PAGE).status_code == 302


def test_more_than_fits_is_kept_for_the_next_reading(cast: Cast, lin: Client) -> None:
    many = "".join(f"邻居{n} 2026/3/10 上午9:{n:02d}\n第{n}件事，灯不亮\n" for n in range(12))
    answer = pasted(lin, many)
    assert len(fields(answer)["left"].split(",")) == 10
    sent = fields(answer)
    last = lin.post(PAGE, sent | {"do": "drop-all"})
    box = re.search(r'<textarea name="pasted".*?</textarea>', last.content.decode(), re.DOTALL)
    assert box
    assert "第11件事" in box[0]
    assert "第9件事" not in box[0]


@pytest.mark.parametrize("text", ["", " \n", "谢谢", "\x00\u202e", "[图片]"])
def test_a_paste_without_a_matter_leaves_the_box_open(cast: Cast, lin: Client, text: str) -> None:
    answer = pasted(lin, text)
    assert answer.status_code == 200
    assert 'name="pasted"' in answer.content.decode()


def test_hostile_text_is_shown_as_text(cast: Cast, lin: Client) -> None:
    answer = pasted(lin, "张阿姨 9:12\n<script>alert(1)</script> 138 0000 1234 & <b>灯</b>\n")
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; <mark>138 0000 1234</mark> &amp; &lt;b&gt;" in page
    )


@pytest.mark.usefixtures("kept_reference_data")
def test_reading_a_paste_costs_few_queries_for_each_card(cast: Cast, lin: Client) -> None:
    def cost(text: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pasted(lin, text).status_code == 200
        return len(queries)

    cost(LAMP)
    one, three = cost(LAMP), cost(GROUP)
    assert one <= 16
    assert three - one <= 2 * 10
