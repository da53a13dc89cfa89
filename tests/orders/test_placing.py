"""Placing: what is kept of the words, who answers, what is refused, and once per key."""

import threading
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections

from huying.clocks.models import Clock
from huying.kernel.actor import VISITOR
from huying.kernel.numbers import parse_number
from huying.kernel.receipts import parse_receipt
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.placing import Behalf, Key, Placed, Wish, place_order
from huying.orders.models import Contact, Order, Submission
from huying.orders.rules import LONGEST_TEXT
from huying.orders.verify import check_orders, check_words
from huying.people.roles import Role
from huying.places.actions.keeping import retire_place
from huying.trail.models import Message, Record
from huying.trail.queries import chain
from tests.builders import PHONE, START, WORDS, Cast, build_cast

RACERS = 8
FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🏴󠁧󠁢󠁳󠁣󠁴󠁿"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def told(placed: Placed) -> Mapping[str, Any]:
    return {"number": placed.order.number, "code": placed.order.query_code}


def place(cast: Cast, key: Key | None = None, **facts: Any) -> tuple[Placed | None, Any]:
    wish = Wish(**({"text": WORDS, "place": cast.building} | facts))
    return place_order(wish, by=VISITOR, at=START, key=key, answer=told)


def everything() -> tuple[int, ...]:
    """How many rows there are of all that placing writes."""
    return tuple(
        model.objects.count() for model in (Order, Record, Clock, Contact, Submission, Message)
    )


def test_what_was_said_is_kept_and_the_first_record_says_so(cast: Cast) -> None:
    placed, said = place(cast, contact_name="高阿姨", contact_phone="138 0000-1234")
    assert placed is not None
    order = Order.objects.get()
    assert (order.text, order.place, order.state, order.channel) == (
        WORDS,
        cast.building,
        "submitted",
        "web",
    )
    assert (order.community, order.street, order.district) == (
        cast.community,
        cast.street,
        cast.district,
    )
    assert (order.desk, order.responsible_person) == (cast.community, cast.lin.person)
    assert (order.contact.name, order.contact.phone) == ("高阿姨", PHONE)
    assert (said, parse_number(order.number)) == (told(placed), order.number)
    first = chain("order", order.pk).get()
    assert (first.move, first.seq, first.at, first.by_label) == ("place", 1, START, "visitor")
    receipt = parse_receipt(placed.receipt)
    assert receipt is not None
    assert (receipt.number, receipt.seq, receipt.hash) == (order.number, 1, first.hash)


@pytest.mark.parametrize(
    "text",
    [
        f"楼下{FAMILY}天天吵 {FLAG} 😡",
        "第一行\n第二行\t有缩进",
        "<script>alert('喂')</script> & \"引号\"",
        "Комната ３号 — naïve ﬁ",
        "字" * LONGEST_TEXT,
    ],
)
def test_words_are_kept_as_they_were_written(cast: Cast, text: str) -> None:
    place(cast, text=text)
    assert Order.objects.get().text == text
    assert check_words().differences == 0


def test_the_edges_are_trimmed_and_line_ends_made_alike(cast: Cast) -> None:
    place(cast, text="  灯坏了\r\n东门\r西门 \n")
    assert Order.objects.get().text == "灯坏了\n东门\n西门"


BAD: dict[str, tuple[dict[str, Any], Code, str]] = {
    "a megabyte of text": ({"text": "灯" * 1_000_000}, Code.INVALID, "text"),
    "one character too many": ({"text": "灯" * (LONGEST_TEXT + 1)}, Code.INVALID, "text"),
    "no text": ({"text": ""}, Code.INCOMPLETE, "text"),
    "blank text": ({"text": " \n\t\u3000 "}, Code.INCOMPLETE, "text"),
    "a null character": ({"text": "灯\x00坏了"}, Code.INVALID, "text"),
    "a bell": ({"text": "灯\x07坏了"}, Code.INVALID, "text"),
    "an escape": ({"text": "\x1b[31m灯坏了"}, Code.INVALID, "text"),
    "a text turned around": ({"text": "灯\u202e坏了"}, Code.INVALID, "text"),
    "an isolate": ({"text": "灯\u2067坏了\u2069"}, Code.INVALID, "text"),
    "half a character": ({"text": "灯\ud83d坏了"}, Code.INVALID, "text"),
    "an address turned around": ({"address": "\u202e路12号"}, Code.INVALID, "address"),
    "a long address": ({"address": "路" * 201}, Code.INVALID, "address"),
    "a long title": ({"summary": "题" * 121}, Code.INVALID, "summary"),
    "a phone with letters": ({"contact_phone": "138-call-me"}, Code.INVALID, "contact_phone"),
    "a short phone": ({"contact_phone": "110"}, Code.INVALID, "contact_phone"),
    "an endless phone": ({"contact_phone": "1" * 21}, Code.INVALID, "contact_phone"),
    "a long name": ({"contact_name": "高" * 61}, Code.INVALID, "contact_name"),
    "a hidden name": ({"contact_name": "高\u202e阿姨"}, Code.INVALID, "contact_name"),
    "half a name": ({"contact_name": "\ud83d"}, Code.INVALID, "contact_name"),
    "no such kind": ({"kind": "wonder"}, Code.INVALID, "kind"),
    "no such channel": ({"channel": "smoke"}, Code.INVALID, "channel"),
    "an agent without consent": (
        {"on_behalf_of": Behalf("小高", "女儿", "")},
        Code.INCOMPLETE,
        "on_behalf_of",
    ),
    "an agent with a blank consent": (
        {"on_behalf_of": Behalf("小高", "女儿", "  ")},
        Code.INCOMPLETE,
        "on_behalf_of",
    ),
    "a nameless agent": (
        {"on_behalf_of": Behalf("", "女儿", "电话里同意")},
        Code.INCOMPLETE,
        "on_behalf_of",
    ),
    "a hidden agent": (
        {"on_behalf_of": Behalf("小\x00高", "女儿", "电话里同意")},
        Code.INVALID,
        "on_behalf_of",
    ),
    "half an agent": (
        {"on_behalf_of": Behalf("\udc00", "女儿", "电话里同意")},
        Code.INVALID,
        "on_behalf_of",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_field_and_nothing_is_half_written(
    cast: Cast, name: str
) -> None:
    facts, code, field = BAD[name]
    before = everything()
    with pytest.raises(Refused) as refused:
        place(cast, key=Key("k", "b"), **facts)
    assert (refused.value.code, list(refused.value.fields)) == (code, [field])
    assert everything() == before


def test_a_retired_place_takes_no_orders(cast: Cast) -> None:
    retire_place(cast.building, at=START)
    with pytest.raises(Refused) as refused:
        place(cast)
    assert (refused.value.code, list(refused.value.fields)) == (Code.INVALID, ["place"])


def test_where_nobody_answers_nothing_is_open_yet(cast: Cast) -> None:
    for staff in (cast.lin, cast.secretary, cast.dispatcher):
        staff.person.posts.update(until=date(2026, 3, 10))
    with pytest.raises(Refused) as refused:
        place(cast)
    assert refused.value.code == Code.NOT_OPEN
    assert not Order.objects.exists()


def test_the_nearest_desk_answers_first_and_a_higher_one_where_it_is_empty(cast: Cast) -> None:
    cast.lin.person.posts.update(until=date(2026, 3, 10))
    place(cast)
    assert Order.objects.get().responsible_person == cast.secretary.person
    cast.secretary.account.is_active = False
    cast.secretary.account.save()
    Order.objects.all().delete()
    place(cast)
    order = Order.objects.get()
    assert (order.desk, order.responsible_person) == (cast.street, cast.dispatcher.person)


def test_equals_at_a_desk_share_the_first_contact(cast: Cast) -> None:
    second = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    answering = [place(cast)[0].order.responsible_person_id for _ in range(40)]  # type: ignore[union-attr]
    assert set(answering) == {cast.lin.person.pk, second.person.pk}


def test_whoever_writes_it_down_at_the_desk_is_the_first_contact(cast: Cast) -> None:
    order = cast.place(by=cast.secretary.actor, channel="counter")
    assert (order.responsible_person, order.desk) == (cast.secretary.person, cast.community)


def test_an_agent_is_kept_with_the_consent_and_sealed_in_the_record(cast: Cast) -> None:
    place(cast, on_behalf_of=Behalf("小高", "女儿", "电话里同意"), contact_name="高阿姨")
    contact = Contact.objects.get()
    assert (contact.name, contact.agent_name, contact.agent_relation, contact.consent) == (
        "高阿姨",
        "小高",
        "女儿",
        "电话里同意",
    )
    assert set(Record.objects.get().given["on_behalf_of"]) == {"sealed"}


def test_without_any_contact_none_is_kept(cast: Cast) -> None:
    place(cast)
    assert not Contact.objects.exists()


# --- once per key --------------------------------------------------------------------------


def test_the_same_key_and_body_get_the_first_answer_and_no_second_order(cast: Cast) -> None:
    first, said = place(cast, key=Key("k", "b"))
    after = everything()
    assert first is not None
    assert place(cast, key=Key("k", "b")) == (None, said)
    assert everything() == after


def test_the_same_key_with_another_body_is_a_conflict(cast: Cast) -> None:
    place(cast, key=Key("k", "b"))
    after = everything()
    with pytest.raises(Refused) as refused:
        place(cast, key=Key("k", "another"), text="别的事")
    assert (refused.value.code, everything()) == (Code.CONFLICT, after)


def test_a_retry_is_answered_though_the_place_takes_no_more_orders(cast: Cast) -> None:
    _, said = place(cast, key=Key("k", "b"))
    retire_place(cast.building, at=START)
    assert place(cast, key=Key("k", "b")) == (None, said)


def test_a_refused_order_leaves_its_key_free(cast: Cast) -> None:
    with pytest.raises(Refused):
        place(cast, key=Key("k", "b"), text="")
    placed, _ = place(cast, key=Key("k", "b"))
    assert placed is not None


def test_without_a_key_the_same_words_are_two_orders(cast: Cast) -> None:
    place(cast)
    place(cast)
    assert Order.objects.count() == 2


def test_what_comes_along_and_fails_takes_the_order_with_it(cast: Cast) -> None:
    def along(order: Order) -> None:
        assert Order.objects.filter(pk=order.pk).exists()
        raise Refused(Code.INVALID, "no such file", fields={"files": "unknown"})

    before = everything()
    with pytest.raises(Refused):
        place_order(
            Wish(text=WORDS, place=cast.building), by=VISITOR, at=START, key=Key("k", "b"),
            along=along,
        )  # fmt: skip
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_one_key_one_order_comes_and_all_get_its_answer() -> None:
    cast = build_cast()
    barrier = threading.Barrier(RACERS)
    answers: list[Mapping[str, Any]] = []
    came: list[Placed | None] = []

    def race() -> None:
        barrier.wait()
        try:
            placed, said = place(cast, key=Key("k", "b"))
            came.append(placed)
            answers.append(said)
        finally:
            connections.close_all()

    racers = [threading.Thread(target=race) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    order = Order.objects.get()
    assert answers == [{"number": order.number, "code": order.query_code}] * RACERS
    assert sum(placed is not None for placed in came) == 1
    assert (Record.objects.count(), Submission.objects.get().order) == (1, order)
    assert check_orders().differences == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_without_keys_all_come() -> None:
    cast = build_cast()
    barrier = threading.Barrier(RACERS)

    def race() -> None:
        barrier.wait()
        try:
            for _ in range(5):
                place(cast)
        finally:
            connections.close_all()

    racers = [threading.Thread(target=race) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    orders = Order.objects.all()
    assert len({order.number for order in orders}) == RACERS * 5 == orders.count()
    assert {order.next_due_at for order in orders} == {
        START.replace(hour=17, minute=30) + timedelta(days=1)
    }
