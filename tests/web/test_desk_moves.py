"""Every move has its form on a page, and the form does what the table says."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.urls import reverse

from huying.notices.routing import lines_for
from huying.orders.actions import VERBS
from huying.orders.lifecycle import ORDER
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.states import OrderState
from huying.trail.queries import chain
from tests.builders import Cast, clock_at
from tests.web.browsing import order_page, post_move, read, signed_in

S = OrderState
Fields = dict[str, str | list[str]]
Step = tuple[str, str, dict[str, str]]
HOLD: Step = ("request_hold", "zhou", {"reason": "等配件", "review_on": "2026-04-20"})
RETURN: Step = ("request_return", "zhou", {"reason": "不归物业", "basis": "目录第 3 条"})
LONGER: Step = ("request_extension", "zhou", {"reason": "灯杆要换", "until": "2026-03-20"})


@dataclass(frozen=True)
class Scene:
    """Where an order stands when someone makes a move on a page, and what they fill in."""

    state: OrderState
    who: str
    fields: Fields = field(default_factory=dict)
    before: tuple[Step, ...] = ()
    later: timedelta = timedelta(0)

    @property
    def room(self) -> str:
        """Handlers work in their own room."""
        return "partner" if self.who == "zhou" else "desk"


WHY: Fields = {"reason": "有新的情况"}
SCENES: dict[str, Scene] = {
    "supply": Scene(S.INFO_NEEDED, "lin", {"words": "东门外那一盏"}),
    "add_word": Scene(S.SUBMITTED, "lin", {"words": "今晚又不亮"}),
    "chase": Scene(S.SUBMITTED, "lin", {"words": ""}),
    "judge": Scene(
        S.FOLLOW_UP, "lin", {"solved": "true", "satisfied": "false", "again": "false", "channel": "phone"}
    ),
    "submit": Scene(S.DRAFT, "lin", {"text": "路灯坏了"}),
    "ask_info": Scene(S.SUBMITTED, "lin", {"question": "哪一盏？"}),
    "accept": Scene(S.SUBMITTED, "lin", {"category": "0101", "grade": "A", "level": "2", "safety": "on"}),
    "decline": Scene(S.SUBMITTED, "lin", {"why": "legal_route", "other_way": "可以起诉"}),
    "correct": Scene(S.SUBMITTED, "lin", WHY | {"category": "02", "kind": "complaint"}),
    "dispatch": Scene(S.ACCEPTED, "lin", WHY | {"lead": "hengan", "helpers": ["chengguan"]}),
    "take": Scene(S.ACCEPTED, "lin", WHY),
    "answer": Scene(S.ACCEPTED, "lin", {"result": "explained", "reply": "本周内统一检修"}),
    "reassign": Scene(S.DISPATCHED, "lin", WHY | {"lead": "chengguan"}),
    "add_helper": Scene(S.SIGNED, "lin", {"helper": "chengguan"}),
    "merge": Scene(S.SUBMITTED, "lin", WHY | {"into": ""}),
    "unmerge": Scene(S.MERGED, "lin", WHY),
    "split": Scene(S.ACCEPTED, "lin", WHY | {"parts": "路灯\r\n台阶"}),
    "escalate": Scene(S.SIGNED, "lin", WHY | {"level": "3"}),
    "supervise": Scene(
        S.SIGNED, "secretary",
        {"instruction": "今晚先放临时灯", "degree": "urgent", "reply_by": "2026-03-12"},
    ),
    "report_back": Scene(
        S.SIGNED, "zhou", {"words": "已放临时灯"}, (("supervise", "secretary", {"instruction": "今晚先放临时灯"}),),
    ),
    "hand_over": Scene(S.SIGNED, "secretary", WHY | {"successor": ""}),
    "appoint": Scene(S.SIGNED, "secretary", WHY | {"leader": "", "until": "2026-03-20"}),
    "void": Scene(S.SUBMITTED, "secretary", WHY),
    "check": Scene(S.COMPLETED, "lin", {"note": "看过现场"}),
    "rework": Scene(S.COMPLETED, "lin", WHY),
    "close": Scene(S.FOLLOW_UP, "lin", WHY, later=timedelta(days=8)),
    "reopen": Scene(S.CLOSED, "lin", WHY | {"lead": "chengguan"}),
    "archive": Scene(S.CLOSED, "lin", later=timedelta(days=91)),
    "sign": Scene(S.DISPATCHED, "zhou"),
    "begin": Scene(S.SIGNED, "zhou", {"words": "下午上门"}),
    "report": Scene(S.IN_PROGRESS, "zhou", {"words": "线路查完了", "public": "on"}),
    "visit": Scene(
        S.IN_PROGRESS, "zhou",
        {"outcome": "met", "words": "看过灯了", "visited_at": "2026-03-10T08:40", "minutes": "20"},
    ),
    "complete": Scene(S.IN_PROGRESS, "zhou", {"result": "solved", "reply": "换好了"}),
    "request_return": Scene(S.DISPATCHED, "zhou", dict(RETURN[2])),
    "grant_return": Scene(S.SIGNED, "lin", {"answer": "收回"}, (RETURN,)),
    "refuse_return": Scene(S.SIGNED, "lin", {"answer": "就是物业的"}, (RETURN,)),
    "arbitrate": Scene(
        S.SIGNED, "secretary", WHY | {"lead": "hengan", "helpers": ["chengguan"]},
        (
            RETURN, ("grant_return", "lin", {}),
            ("dispatch", "lin", {"lead": "hengan", "reason": "还是物业"}), RETURN,
        ),
    ),
    "request_extension": Scene(S.SIGNED, "zhou", dict(LONGER[2])),
    "grant_extension": Scene(S.SIGNED, "secretary", {"answer": "同意"}, (LONGER,)),
    "refuse_extension": Scene(S.SIGNED, "secretary", {"answer": "抓紧"}, (LONGER,)),
    "request_hold": Scene(S.SIGNED, "zhou", dict(HOLD[2])),
    "grant_hold": Scene(S.SIGNED, "secretary", {"answer": "同意"}, (HOLD,)),
    "refuse_hold": Scene(S.SIGNED, "secretary", {"answer": "先用备件"}, (HOLD,)),
    "resume": Scene(S.SUSPENDED, "zhou", WHY),
}  # fmt: skip


def stage(cast: Cast, scene: Scene) -> tuple[Order, Fields]:
    """The order as the scene finds it, and the fields with the names only the cast knows."""
    order = cast.order_in(scene.state)
    for move, who, raw in scene.before:
        cast.move(order, move, getattr(cast, who), **raw)
    cast.at += scene.later
    told: Fields = dict(scene.fields)
    if "into" in told:
        told["into"] = cast.place("same lamp").number
    if "leader" in told:
        told["leader"] = str(cast.secretary.person.pk)
    if "successor" in told:
        told["successor"] = str(cast.secretary.person.pk)
    return order, told


def form_of(page: str, move: str) -> str:
    """The form of one move on a page."""
    forms = re.findall(r"<form.*?</form>", page, flags=re.DOTALL)
    return next((form for form in forms if f'name="move" value="{move}"' in form), "")


def test_every_move_of_the_table_is_made_on_some_page() -> None:
    alone = {"withdraw", "follow", "retime"}  # the resident's alone, and the product's
    assert set(SCENES) == set(VERBS) - alone


@pytest.mark.parametrize("move", sorted(SCENES))
def test_the_form_of_a_move_asks_for_its_fields_and_makes_it(cast: Cast, move: str) -> None:
    scene = SCENES[move]
    order, told = stage(cast, scene)
    client = signed_in(getattr(cast, scene.who))
    with clock_at(cast.at):
        form = form_of(client.get(order_page(order, scene.room)).content.decode(), move)
        answer = post_move(client, order, move, scene.room, **told)
    itself = {"device", "answers"}  # it says so itself; answers are to what a practice asks
    asked = (ORDER.moves[move].needs | ORDER.moves[move].may) - itself
    named = set(re.findall(r' name="(\w+)"', form)) - {"csrfmiddlewaretoken", "move", "version"}
    look = {"look"} if lines_for(f"order.{move}", cast.at) else set()
    assert (named, answer.status_code) == (set(asked) | look, 302), read(answer)
    assert [r.move for r in chain(KIND, order.pk)].count(move) == 1


@pytest.mark.parametrize("move", sorted(set(SCENES) - {"chase", "sign", "archive"}))
def test_a_form_without_what_it_needs_is_refused_and_says_so(cast: Cast, move: str) -> None:
    scene = SCENES[move]
    needs = ORDER.moves[move].needs - {"public"}
    order, _told = stage(cast, scene)
    client = signed_in(getattr(cast, scene.who))
    with clock_at(cast.at):
        answer = post_move(client, order, move, scene.room)
    if not needs:
        assert answer.status_code == 302
        return
    form = form_of(answer.content.decode(), move)
    assert (answer.status_code, form.count("This field is required.")) == (422, len(needs))


def test_the_moves_of_an_order_are_those_of_its_state_and_reader(cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED)
    offered = {
        name: set(re.findall(r'name="move" value="(\w+)"', client.get(order_page(order, room)).content.decode()))
        for name, client, room in [
            ("lin", signed_in(cast.lin), "desk"),
            ("secretary", signed_in(cast.secretary), "desk"),
            ("zhou", signed_in(cast.zhou), "partner"),
        ]
    }  # fmt: skip
    desk = {"add_word", "chase", "correct", "reassign", "add_helper", "merge", "escalate", "visit"}
    assert offered == {
        "lin": desk,
        "secretary": desk | {"supervise", "hand_over", "appoint"},
        "zhou": {"sign", "add_helper", "escalate", "visit", "request_return", "request_extension"},
    }


def test_a_decision_is_offered_only_while_someone_asks_for_it(cast: Cast) -> None:
    order = cast.order_in(S.SIGNED)
    client = signed_in(cast.secretary)
    before = client.get(order_page(order)).content.decode()
    cast.move(order, *HOLD[:1], cast.zhou, **HOLD[2])
    after = client.get(order_page(order)).content.decode()
    assert (form_of(before, "grant_hold"), bool(form_of(after, "grant_hold"))) == ("", True)
    assert "Hold requested" in read(client.get(order_page(order)))


def test_a_move_says_what_it_did_and_leads_back_to_the_order(cast: Cast) -> None:
    order, client = cast.place(), signed_in(cast.lin)
    address = f"{reverse('desk:moves', args=[order.number])}?list=waiting"
    answer = client.post(
        address, {"move": "accept", "version": "1", "category": "0101"}, follow=True
    )
    assert answer.redirect_chain == [(order_page(order, list="waiting"), 302)]
    assert "The request was accepted" in read(answer)


def test_the_move_may_stand_in_the_address(cast: Cast) -> None:
    order, client = cast.place(), signed_in(cast.lin)
    address = reverse("desk:move", args=[order.number, "accept"])
    assert client.post(address, {"category": "0101"}).status_code == 302
    order.refresh_from_db()
    assert order.state == S.ACCEPTED


def test_an_order_that_leaves_ones_place_leads_back_to_the_list(cast: Cast) -> None:
    order, client = cast.place(), signed_in(cast.lin)
    answer = post_move(client, order, "correct", reason="在隔壁", place=cast.neighbour.code)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_a_stale_page_says_so_plainly_and_keeps_every_word(cast: Cast) -> None:
    order, client = cast.place(), signed_in(cast.lin)
    cast.move(order, "add_word", None, words="还有台阶也松了")
    sent = {"move": "ask_info", "version": "1", "question": "哪一盏？请说详细"}
    answer = client.post(reverse("desk:moves", args=[order.number]), sent)
    form = form_of(answer.content.decode(), "ask_info")
    assert answer.status_code == 409
    assert "Someone else was a moment faster" in read(answer)
    assert "还有台阶也松了" in read(answer)
    assert ("哪一盏？请说详细" in form, 'name="version" value="2"' in form) == (True, True)
    assert client.post(reverse("desk:moves", args=[order.number]), sent | {"version": "2"}).status_code == 302  # fmt: skip


def test_words_for_a_move_that_is_gone_are_kept_in_sight(cast: Cast) -> None:
    order, client = cast.order_in(S.ACCEPTED), signed_in(cast.lin)
    cast.move(order, "ask_info", cast.lin, question="哪里？")
    sent = {"move": "dispatch", "version": "2", "lead": "hengan", "reason": "写了很长的理由"}
    answer = client.post(reverse("desk:moves", args=[order.number]), sent)
    assert (answer.status_code, form_of(answer.content.decode(), "dispatch")) == (409, "")
    assert "What you wrote is kept here" in read(answer)
    assert "写了很长的理由" in read(answer)


def test_a_refusal_stands_beside_its_field(cast: Cast) -> None:
    order, client = cast.order_in(S.SIGNED), signed_in(cast.zhou)
    answer = post_move(
        client, order, "request_extension", "partner", reason="灯杆要换", until="2026-03-12"
    )
    form = form_of(answer.content.decode(), "request_extension")
    assert answer.status_code == 422
    assert re.search(
        r'id="request_extension_until_error".*?not allow|present due time', form, re.DOTALL
    )
    assert "灯杆要换" in form


def test_hidden_characters_are_refused_beside_the_field(cast: Cast) -> None:
    order, client = cast.place(), signed_in(cast.lin)
    answer = post_move(client, order, "ask_info", question="哪\u202e里")
    form = form_of(answer.content.decode(), "ask_info")
    assert (answer.status_code, "ask_info_question_error" in form) == (422, True)


@pytest.mark.parametrize(
    ("who", "move", "status"),
    [
        ("lin", "no_such_move", 404),
        ("lin", "withdraw", 403),
        ("lin", "supervise", 403),
        ("gu", "accept", 404),
        ("zhou", "accept", 404),
    ],
)
def test_a_move_that_is_not_ones_own_is_refused_for_good(
    cast: Cast, who: str, move: str, status: int
) -> None:
    order, client = cast.place(), signed_in(getattr(cast, who))
    answer = post_move(client, order, move, category="0101", instruction="x")
    order.refresh_from_db()
    assert (answer.status_code, order.state, order.version) == (status, S.SUBMITTED, 1)


def test_who_asked_does_not_decide(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "take", cast.secretary)
    cast.move(order, "request_hold", cast.secretary, reason="等", review_on="2026-04-20")
    answer = post_move(signed_in(cast.secretary), order, "grant_hold", answer="我自己批")
    assert answer.status_code == 403


def test_a_judgement_by_telephone_is_written_down_with_its_channel(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    post_move(
        signed_in(cast.lin), order, "judge", solved="true", satisfied="true", channel="phone", words="挺快"
    )  # fmt: skip
    judged = order.ratings.values_list("solved", "satisfied", "channel", "words", "by_label")
    assert list(judged) == [(True, True, "phone", "挺快", "小林")]


def test_a_channel_is_kept_also_when_it_is_the_one_the_order_came_by(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP, channel="phone", by=cast.lin.actor)
    post_move(signed_in(cast.lin), order, "judge", solved="true", satisfied="true", channel="phone")
    assert list(order.ratings.values_list("channel", flat=True)) == ["phone"]


def test_a_correction_sends_only_what_is_new_also_where_it_was_suggested(cast: Cast) -> None:
    order, client = cast.place(), signed_in(cast.lin)
    form = form_of(client.get(order_page(order)).content.decode(), "correct")
    assert '<option value="0101" selected>' in form  # the words of the order point to it
    same = {"kind": "problem", "place": cast.building.code, "grade": "", "level": "", "summary": ""}
    post_move(client, order, "correct", reason="补分类", category="0101", **same)
    (corrected,) = [r for r in chain(KIND, order.pk) if r.move == "correct"]
    assert corrected.given == {"reason": "补分类", "category": "0101"}
    again = post_move(client, order, "correct", reason="再来", category="0101", **same)
    assert again.status_code == 422


def test_a_tick_taken_away_is_a_correction_too(cast: Cast) -> None:
    order, client = cast.place(safety=True), signed_in(cast.lin)
    assert post_move(client, order, "correct", reason="不涉险").status_code == 302
    order.refresh_from_db()
    assert order.safety is False


def test_unticked_words_are_kept_from_the_resident(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    post_move(signed_in(cast.zhou), order, "report", "partner", words="只给社区看")
    assert list(order.notes.filter(text="只给社区看").values_list("public", flat=True)) == [False]
