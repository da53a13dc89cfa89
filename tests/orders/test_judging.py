"""Three questions, and another round by someone else when the answers ask for it."""

from datetime import timedelta
from typing import Any

import pytest

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import perform
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.actions.triage import leading_person
from huying.orders.models import Note, Order, Rating
from huying.orders.policy import asker_of
from huying.orders.rules import MOST_REOPENS, REOPEN_WINDOW, goes_again
from huying.orders.states import OrderState
from huying.people.models import Person
from huying.trail.queries import chain
from tests.builders import WORDS, Cast, Staff, build_cast

S = OrderState
BAD: dict[str, Any] = {"solved": "no", "satisfied": "no"}
GOOD: dict[str, Any] = {"solved": "yes", "satisfied": "yes"}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def led_by(order: Order) -> tuple[str, str]:
    """Who leads now: the unit and the person."""
    assert order.lead_unit is not None
    assert order.lead_person is not None
    return order.lead_unit.name, order.lead_person.name


def done_again(cast: Cast, order: Order, who: Staff) -> None:
    """Let this person report it done, and the desk confirm it."""
    cast.move(order, "complete", who, result="solved", reply="又修了一遍")
    cast.move(order, "check", cast.lin if who is not cast.lin else cast.secretary)


def refusal(cast: Cast, order: Order, name: str, by: Actor | None = None, **raw: Any) -> Code:
    """The code with which a move is refused; nothing must have changed."""
    before = Order.objects.filter(pk=order.pk).values().get()
    with pytest.raises(Refused) as refused:
        perform(order, name, by=by or asker_of(order), at=cast.at, raw=raw)
    assert Order.objects.filter(pk=order.pk).values().get() == before
    return refused.value.code


# --- the answers ---------------------------------------------------------------------------


def test_a_solved_and_satisfying_order_closes_with_the_three_answers(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", **GOOD, words="谢谢周师傅")
    rating = Rating.objects.get()
    assert (rating.order, rating.round, rating.solved, rating.satisfied, rating.words) == (
        order,
        0,
        True,
        True,
        "谢谢周师傅",
    )
    assert (rating.channel, rating.by_label, rating.at) == ("web", "resident", cast.at)
    assert (order.state, order.closed_at, order.reopens) == ("closed", cast.at, 0)
    note = Note.objects.get(order=order, kind="judgement")
    assert (note.text, note.public) == ("谢谢周师傅", True)


def test_words_are_not_needed(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", **GOOD)
    assert Rating.objects.get().words == ""
    assert not Note.objects.filter(order=order, kind="judgement").exists()


@pytest.mark.parametrize("missing", ["solved", "satisfied"])
def test_both_other_questions_must_be_answered(cast: Cast, missing: str) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    with pytest.raises(Refused) as refused:
        cast.move(order, "judge", **{key: value for key, value in GOOD.items() if key != missing})
    assert (refused.value.code, list(refused.value.fields)) == (Code.INCOMPLETE, [missing])


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"solved": "perhaps"}, "solved"),
        ({"channel": "smoke"}, "channel"),
        ({"words": "好\u202e"}, "words"),
    ],
)
def test_an_answer_that_is_none_is_refused(cast: Cast, raw: dict[str, Any], field: str) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    with pytest.raises(Refused) as refused:
        cast.move(order, "judge", **(GOOD | raw))
    assert (refused.value.code, list(refused.value.fields)) == (Code.INVALID, [field])
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("solved", "satisfied", "again", "expected"),
    [
        (True, True, None, False), (True, False, None, True), (False, True, None, True),
        (False, False, None, True), (False, False, False, False), (True, True, True, True),
    ],
)  # fmt: skip
def test_which_answers_ask_for_another_round(
    *, solved: bool, satisfied: bool, again: bool | None, expected: bool
) -> None:
    rounds = range(MOST_REOPENS + 2)
    asked = [goes_again(solved=solved, satisfied=satisfied, again=again, reopens=n) for n in rounds]
    assert asked == [expected and n < MOST_REOPENS for n in rounds]


# --- another round -------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [BAD, BAD | {"solved": "yes"}, BAD | {"satisfied": "yes"}])
def test_unsolved_or_dissatisfied_goes_to_another_person(cast: Cast, raw: dict[str, Any]) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    assert led_by(order) == ("恒安物业", "周师傅")
    cast.move(order, "judge", **raw)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.reopens, stored.completed_at, stored.closed_at) == (
        "in_progress",
        1,
        None,
        None,
    )
    assert led_by(stored) == led_by(order) == ("恒安物业", "吴师傅")
    assert stored.responsible_person == cast.lin.person
    assert Rating.objects.get().round == 0


def test_who_is_dissatisfied_and_wants_no_more_is_left_in_peace(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", **BAD, again="no")
    rating = Rating.objects.get()
    assert (order.state, rating.solved, rating.satisfied) == ("closed", False, False)


def test_the_second_round_goes_to_the_desk_when_the_unit_has_nobody_new(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", **BAD)
    done_again(cast, order, cast.wu)
    cast.move(order, "judge", **BAD)
    assert led_by(order) == ("槐荫里社区居委会", "小林")
    assert (order.reopens, Rating.objects.count()) == (2, 2)


def test_after_the_last_round_a_judgement_closes_whatever_it_says(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    for who in (cast.wu, cast.lin):
        cast.move(order, "judge", **BAD)
        done_again(cast, order, who)
    cast.move(order, "judge", **BAD, again="yes")
    assert (order.state, order.reopens) == ("closed", MOST_REOPENS)
    assert [(r.round, r.solved) for r in Rating.objects.all()] == [
        (0, False),
        (1, False),
        (2, False),
    ]
    assert refusal(cast, order, "reopen", reason="还是不亮") == Code.CONFLICT


def test_every_round_has_someone_who_never_led_the_order_before(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    led = [order.lead_person_id]
    for _ in range(MOST_REOPENS):
        cast.move(order, "judge", **BAD)
        led.append(order.lead_person_id)
        who = next(s for s in (cast.zhou, cast.wu, cast.lin) if s.person.pk == order.lead_person_id)
        done_again(cast, order, who)
    assert len(set(led)) == MOST_REOPENS + 1
    recorded = [r.given["led_by"] for r in chain("order", order.pk) if "led_by" in r.given]
    assert recorded == led


def test_a_signer_who_took_it_over_counts_as_having_led(cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED)
    assert led_by(order)[1] == "周师傅"
    cast.move(order, "sign", cast.wu)
    cast.move(order, "complete", cast.wu, result="solved", reply="好了")
    cast.move(order, "check", cast.lin)
    cast.move(order, "judge", **BAD)
    assert led_by(order) == ("槐荫里社区居委会", "小林")


def test_nobody_who_left_or_whose_account_is_closed_gets_it(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.wu.account.is_active = False
    cast.wu.account.save()
    cast.lin.person.posts.update(until=cast.at.date())
    cast.move(order, "judge", **BAD)
    assert led_by(order) == ("槐荫里社区居委会", "陈书记")


def test_where_nobody_else_is_there_the_same_person_takes_it_again_and_it_says_so(
    cast: Cast,
) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    for staff in (cast.wu, cast.lin, cast.secretary, cast.dispatcher):
        staff.person.posts.update(until=cast.at.date())
        staff.person.memberships.update(until=cast.at.date())
    cast.move(order, "judge", **BAD)
    assert led_by(order) == ("恒安物业", "周师傅")
    assert order.why_lead == "nobody else is there to take it"


def came_closed(cast: Cast) -> Order:
    """An order that another system closed last week, without a word on who led it."""
    closed_at = cast.at - timedelta(days=5)
    row = ImportedRow(
        source="hotline", source_number="H1", wish=Wish(text=WORDS, place=cast.building),
        placed_at=closed_at - timedelta(days=3), ended=Ended(closed_at=closed_at, reply="已修"),
    )  # fmt: skip
    assert import_orders([row], at=cast.at) == 1
    return Order.objects.get()


def test_an_order_another_system_closed_goes_to_the_desk(cast: Cast) -> None:
    order = came_closed(cast)
    cast.move(order, "judge", **BAD)
    assert led_by(order) == ("槐荫里社区居委会", "小林")
    assert order.responsible_person == cast.lin.person


def test_with_no_one_there_at_all_there_is_no_other_round(cast: Cast) -> None:
    for staff in (cast.lin, cast.secretary, cast.dispatcher):
        staff.person.posts.update(until=cast.at.date())
    order = came_closed(cast)
    assert refusal(cast, order, "judge", **BAD) == Code.NOT_OPEN
    assert not Rating.objects.exists()


# --- when, by whom, how often --------------------------------------------------------------


@pytest.mark.parametrize("state", [S.COMPLETED, S.FOLLOW_UP])
def test_the_resident_may_judge_before_the_desk_has_checked(cast: Cast, state: OrderState) -> None:
    order = cast.order_in(state)
    cast.move(order, "judge", **GOOD)
    assert order.state == "closed"


def test_one_judgement_a_round(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", **GOOD)
    assert refusal(cast, order, "judge", **BAD) == Code.CONFLICT
    assert Rating.objects.count() == 1


def test_each_round_may_be_judged_anew(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", **BAD)
    done_again(cast, order, cast.wu)
    cast.move(order, "judge", **GOOD)
    assert [(r.round, r.solved) for r in Rating.objects.all()] == [(0, False), (1, True)]


def unjudged(cast: Cast) -> Order:
    """An order that was closed because its resident said nothing."""
    order = cast.order_in(S.FOLLOW_UP)
    cast.at += timedelta(days=8)
    return cast.move(order, "close", cast.lin, reason="超过评价时间")


@pytest.mark.parametrize("name", ["judge", "reopen"])
def test_a_closed_order_can_come_back_until_its_window_has_passed(cast: Cast, name: str) -> None:
    raw = BAD if name == "judge" else {"reason": "又坏了"}
    intime, late = unjudged(cast), unjudged(cast)
    assert intime.closed_at is not None
    assert late.closed_at is not None
    at = intime.closed_at + REOPEN_WINDOW
    perform(intime, name, by=asker_of(intime), at=at, raw=raw)
    assert intime.state == "in_progress"
    cast.at = late.closed_at + REOPEN_WINDOW + timedelta(microseconds=1)
    assert refusal(cast, late, name, **raw) == Code.TOO_LATE


def test_a_follow_up_by_phone_says_who_called_and_the_handler_may_not_call(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.move(order, "judge", cast.lin, **GOOD, channel="phone")
    rating = Rating.objects.get()
    assert (rating.channel, rating.by_label) == ("phone", "小林")
    mine = cast.order_in(S.ACCEPTED)
    cast.move(mine, "take", cast.lin)
    cast.move(mine, "complete", cast.lin, result="solved", reply="好了")
    assert refusal(cast, mine, "judge", cast.lin.actor, **GOOD) == Code.NOT_YOURS
    cast.move(mine, "judge", cast.secretary, **GOOD, channel="phone")


def test_reopening_by_the_desk_may_name_who_does_it(cast: Cast) -> None:
    order = cast.order_in(S.CLOSED)
    cast.move(order, "reopen", cast.lin, reason="又坏了", lead="chengguan")
    assert led_by(order) == ("云川区城市管理局", "马科长")
    assert (order.reopens, order.closed_at) == (1, None)


def test_reopening_without_a_name_goes_to_someone_new(cast: Cast) -> None:
    order = cast.order_in(S.CLOSED)
    cast.move(order, "reopen", reason="又坏了")
    assert led_by(order) == ("恒安物业", "吴师傅")


def test_a_person_named_must_belong_to_the_unit(cast: Cast) -> None:
    stranger: Person = cast.ma.person
    with pytest.raises(Refused) as refused:
        leading_person(cast.hengan, stranger, cast.at)
    assert list(refused.value.fields) == ["lead_person"]
    wanted = (None, cast.wu.person)
    found = [leading_person(cast.hengan, person, cast.at).name for person in wanted]
    assert found == ["周师傅", "吴师傅"]
