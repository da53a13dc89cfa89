"""Standard texts: which are offered, what they say, and that nothing half-written is sent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.actor import SYSTEM
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import perform
from huying.orders.letters import Letters
from huying.orders.models import Order, StandardText
from huying.orders.states import NoteKind, OrderState
from huying.orders.wording import NOTHING, PLACEHOLDERS, UNKNOWN, UNWRITTEN, filled, holes
from huying.people.covering import arrange_cover
from huying.people.roles import Role
from huying.practices import adopt
from tests.builders import LONG_AGO, START, Cast, build_cast

VALUES = {name: (lambda name=name: f"<{name}>") for name in PLACEHOLDERS}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def text(words: str, move: str = "ask_info", **more: object) -> StandardText:
    facts = {"label": words[:60], "valid_from": LONG_AGO} | more
    return StandardText.objects.create(move=move, text=words, **facts)


def offered(order: Order, cast: Cast, move: str = "ask_info") -> list[str]:
    return [one.words for one in Letters(order, cast.at).fitting(move)]


def test_every_placeholder_says_what_it_stands_for(cast: Cast) -> None:
    cast.desk_unit.phone = "05330000001"
    cast.desk_unit.save()
    order = cast.order_in(OrderState.DISPATCHED)
    order.summary = "东门路灯"
    text("、".join(f"{{{name}}}" for name in PLACEHOLDERS), "report")
    text("{ number }，{{自己的括号}}", "report")
    assert offered(order, cast, "report")[0] == (
        f"{order.number}、东门路灯、公共照明、3号楼、槐荫里社区、恒安物业、小林、05330000001、"
        "3月17日 17:30、3月10日"
    )


def test_a_text_whose_placeholder_says_nothing_here_is_not_offered(cast: Cast) -> None:
    text("{unit}会去看看")
    text("请补充位置")
    assert offered(cast.place(), cast) == ["请补充位置"]


def test_the_unit_of_a_dispatch_is_the_one_that_is_chosen_with_it(cast: Cast) -> None:
    text("由{unit}办理，{person}跟进", "dispatch")
    order = cast.order_in(OrderState.ACCEPTED)
    assert offered(order, cast, "dispatch") == ["由{unit}办理，小林跟进"]
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="由{unit}办理，小林跟进")
    assert order.why_lead == "由恒安物业办理，小林跟进"


def test_texts_fit_by_state_class_place_and_day_the_closest_first(cast: Cast) -> None:
    order = cast.order_in(OrderState.SUSPENDED)
    text("哪里都行", "report")
    text("本社区", "report", place=cast.community)
    text("别的社区", "report", place=cast.neighbour)
    text("这一类", "report", category=cast.lighting)
    text("它的大类", "report", category=cast.lighting.parent)
    text("另一类", "report", category=cast.noise)
    text("挂账时", "report", state="suspended")
    text("办理时", "report", state="in_progress")
    text("还没开始", "report", valid_from=START.date() + timedelta(days=1))
    text("已经停用", "report", valid_until=date(2026, 3, 10))
    text("别的动作", "complete")
    assert offered(order, cast, "report") == ["这一类", "它的大类", "本社区", "哪里都行", "挂账时"]


def test_who_stands_in_today_is_the_person_named(cast: Cast) -> None:
    qin = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    order = cast.place(by=cast.lin.actor)
    arrange_cover(
        cast.lin.person, stand_in=qin.person, since=START.date(), until=date(2026, 3, 13),
        by=cast.lin.actor, at=cast.at,
    )  # fmt: skip
    text("请找{person}")
    assert offered(order, cast) == ["请找小秦"]


def test_what_is_sent_is_filled_in_at_that_moment_and_kept_so(cast: Cast) -> None:
    order = cast.place()
    cast.move(order, "ask_info", cast.lin, question="{number}：请补充位置，{when}前回复即可")
    note = order.notes.get(kind=NoteKind.QUESTION)
    assert note.text == f"{order.number}：请补充位置，3月17日 17:30前回复即可"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("您好，{编号}", UNKNOWN),
        ("您好，{nummer}", UNKNOWN),
        ("由{unit}办理", NOTHING),
        ("事实如下：【请写明事实和依据】", UNWRITTEN),
    ],
)
def test_what_cannot_be_filled_in_is_refused_with_a_plain_reason(
    cast: Cast, words: str, why: str
) -> None:
    order = cast.place()
    with pytest.raises(Refused) as refusal:
        perform(order, "ask_info", by=cast.lin.actor, at=cast.at, raw={"question": words})
    assert (refusal.value.code, refusal.value.fields) == (Code.INVALID, {"question": why})
    assert Order.objects.get().state == OrderState.SUBMITTED


def test_brackets_in_a_residents_own_words_mean_nothing(cast: Cast) -> None:
    order = cast.place()
    cast.move(order, "add_word", words="门牌写着{nummer}【请写明】")
    assert order.notes.get().text == "门牌写着{nummer}【请写明】"


def test_the_shipped_texts_can_be_offered_and_say_something_for_every_way_out(cast: Cast) -> None:
    adopt("standard", place=None, by=SYSTEM, at=START - timedelta(days=1))
    by_move = {
        move: len(StandardText.objects.filter(move=move))
        for move in ("ask_info", "decline", "dispatch", "answer", "complete", "report")
    }
    assert all(count >= 2 for count in by_move.values()), by_move
    order = cast.order_in(OrderState.DISPATCHED)
    for row in StandardText.objects.all():
        if row.state in {"", order.state} and row.category is None:
            assert row.label in [one.label for one in Letters(order, cast.at).fitting(row.move)]
    assert all(len(row.text) <= 500 for row in StandardText.objects.all())


def test_where_packs_meet_the_nearest_text_of_a_name_is_offered(cast: Cast) -> None:
    adopt("standard", place=None, by=SYSTEM, at=START - timedelta(days=9))
    before = [
        one.words for one in Letters(cast.order_in(OrderState.ACCEPTED), START).fitting("answer")
    ]
    adopt("zhifu", place=cast.district, by=SYSTEM, at=START - timedelta(days=1))
    StandardText.objects.filter(place=cast.district, code="done").update(text="本区办好了")
    order = cast.order_in(OrderState.IN_PROGRESS)
    offered = [one.words for one in Letters(order, cast.at).fitting("complete")]
    assert "本区办好了" in offered
    rows = StandardText.objects.filter(move="complete", place=None, state="", category=None)
    assert len(offered) == rows.count()
    order = cast.order_in(OrderState.ACCEPTED)
    assert len(Letters(order, START).fitting("answer")) == len(before)


def test_adopting_a_pack_again_leaves_texts_as_they_were_changed(cast: Cast) -> None:
    adopt("standard", place=None, by=SYSTEM, at=START)
    StandardText.objects.filter(code="done").update(text="办好了", label="好")
    before = StandardText.objects.count()
    adopt("standard", place=None, by=SYSTEM, at=START + timedelta(days=30))
    assert StandardText.objects.count() == before
    assert StandardText.objects.get(code="done").text == "办好了"


@given(st.text(max_size=300))
def test_any_text_is_filled_in_or_refused_and_nothing_else_in_it_changes(said: str) -> None:
    try:
        words = filled(said, VALUES, field="text")
    except Refused:
        assert not set(holes(said)) <= set(PLACEHOLDERS)
        return
    back = words
    for name in PLACEHOLDERS:
        back = back.replace(f"<{name}>", f"{{{name}}}")
    assert back == said or holes(said)
