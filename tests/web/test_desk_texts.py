"""Standard texts on pages: offered where they fit, used without a script, put in place with one."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from huying.orders.models import Order, StandardText
from huying.orders.states import NoteKind, OrderState
from huying.people.roles import Role
from tests.builders import LONG_AGO, PASSWORD, Cast, build_cast
from tests.web.browsing import order_page, post_move, read, signed_in

WORDS = "您好，{number}：请补充具体位置。"


def text(words: str = WORDS, move: str = "ask_info") -> StandardText:
    return StandardText.objects.create(
        label="请补充位置", move=move, text=words, valid_from=LONG_AGO
    )


def choices(client: Client, order: Order, room: str = "desk") -> list[str]:
    """The words of every standard text on an order's page."""
    page = client.get(order_page(order, room)).content.decode()
    return re.findall(r"data-words>([^<]*)<", page)


def test_a_form_offers_the_texts_as_the_resident_would_get_them(cast: Cast) -> None:
    order = cast.place()
    text()
    assert choices(signed_in(cast.lin), order) == [f"您好，{order.number}：请补充具体位置。"]
    text("已到现场", "begin")
    cast.move(order, "accept", cast.lin, category="0101")
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="归物业")
    cast.move(order, "sign", cast.zhou)
    assert choices(signed_in(cast.zhou), order, "partner") == ["已到现场"]


def test_a_chosen_text_is_sent_where_nothing_was_written(cast: Cast) -> None:
    order, chosen = cast.place(), text()
    answer = post_move(signed_in(cast.lin), order, "ask_info", question="", standard=chosen.pk)
    assert answer.status_code == 302
    note = order.notes.get(kind=NoteKind.QUESTION)
    assert note.text == f"您好，{order.number}：请补充具体位置。"


def test_what_was_written_goes_before_what_was_chosen(cast: Cast) -> None:
    order, chosen = cast.place(), text()
    post_move(signed_in(cast.lin), order, "ask_info", question="哪个门？", standard=chosen.pk)
    assert order.notes.get(kind=NoteKind.QUESTION).text == "哪个门？"


def test_a_text_of_another_move_is_no_choice_and_nothing_is_sent(cast: Cast) -> None:
    order, other = cast.place(), text("办好了", "complete")
    text()
    answer = post_move(signed_in(cast.lin), order, "ask_info", question="", standard=other.pk)
    assert answer.status_code == 422
    assert Order.objects.get().state == OrderState.SUBMITTED


def test_a_blank_left_in_a_text_is_told_and_the_text_stands_in_the_field(cast: Cast) -> None:
    order, chosen = cast.place(), text("事实如下：【请写明事实】")
    answer = post_move(signed_in(cast.lin), order, "ask_info", question="", standard=chosen.pk)
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.get().state) == (422, OrderState.SUBMITTED)
    assert "a blank in the standard text still waits to be written" in read(answer)
    field = re.search(r'<textarea name="question".*?</textarea>', page, re.DOTALL)
    assert field
    assert "事实如下：【请写明事实】" in field[0]


def test_a_placeholder_written_by_hand_is_filled_in_or_refused(cast: Cast) -> None:
    order, lin = cast.place(), signed_in(cast.lin)
    assert post_move(lin, order, "ask_info", question="{编号}").status_code == 422
    assert post_move(lin, order, "ask_info", question="{number}").status_code == 302
    assert order.notes.get(kind=NoteKind.QUESTION).text == order.number


def console(cast: Cast) -> Client:
    return signed_in(cast.hire("系统员", Role.SYSTEM_KEEPER, cast.district))


def form(**more: str) -> dict[str, str]:
    return {
        "label": "请补充位置", "move": "ask_info", "state": "", "category": "", "place": "",
        "text": "请补充{place}的位置", "kept_by": "办公室", "valid_from": "2026-03-01", "valid_until": "",
    } | more  # fmt: skip


def test_texts_are_kept_in_the_console_and_count_at_once(cast: Cast) -> None:
    keeper, order = console(cast), cast.place()
    address = reverse("console:orders_standardtext_add")
    assert "{number} the order's number" in read(keeper.get(address))
    assert keeper.post(address, form()).status_code == 302
    assert choices(signed_in(cast.lin), order) == ["请补充3号楼的位置"]
    row = StandardText.objects.get()
    change = reverse("console:orders_standardtext_change", args=[row.pk])
    assert keeper.post(change, form(valid_until="2026-03-05")).status_code == 302
    assert choices(signed_in(cast.lin), order) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "您好，{编号}"}, "text"),
        ({"move": "accept"}, "move"),
        ({"valid_until": "2026-02-01"}, "valid_until"),
    ],
)
def test_a_text_that_could_never_be_sent_is_not_kept(
    cast: Cast, more: dict[str, str], field: str
) -> None:
    answer = console(cast).post(reverse("console:orders_standardtext_add"), form(**more))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not StandardText.objects.exists()


def test_with_a_script_one_tap_puts_the_words_into_the_field(
    live_server: object, page: Page, transactional_db: None
) -> None:
    cast = build_cast()
    order, chosen = cast.place(), text()
    page.goto(f"{live_server}/login/?next={order_page(order)}")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(re.compile(order.number))
    form = page.locator('form:has(input[name="move"][value="ask_info"])')
    page.locator("details.mover-move", has=form).locator("summary").first.click()
    form.locator(".texts summary").click()
    form.locator(f'input[name="standard"][value="{chosen.pk}"]').click()
    field = form.locator("textarea")
    expect(field).to_have_value(f"您好，{order.number}：请补充具体位置。")
    field.fill("您好，请补充单元号。")
    form.locator("button:not([name=look])").last.click()
    page.wait_for_load_state()
    assert order.notes.get(kind=NoteKind.QUESTION).text == "您好，请补充单元号。"
