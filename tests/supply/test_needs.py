"""One matter, however often and wherever it is asked for, is one need with its supporters."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.refusals import Code
from huying.supply.actions.merging import merge, unmerge
from huying.supply.actions.raising import close, confirm, correct, decline, raise_need, reopen
from huying.supply.actions.supporting import add_order, add_representative, add_survey, take_out
from huying.supply.models import Need, Support
from huying.supply.queries.lists import needs
from huying.supply.queries.supporters import standing_of, supporters_of
from huying.supply.states import NeedState
from huying.supply.verify import CHECKS
from huying.trail.models import Message, Record
from tests.builders import Cast
from tests.supply.refusing import refused
from tests.supply.stocking import Stock

WISH = "想请邻居互相帮着买菜"


def whole() -> bool:
    return sum(check().differences for check in CHECKS) == 0


def test_twelve_households_and_two_orders_are_one_need_with_fourteen_supporters(
    cast: Cast, stock: Stock
) -> None:
    need = stock.need("邻里互助", households=12)
    counter = cast.place(WISH, channel="counter", by=cast.lin.actor)
    online = cast.place("我也想有人帮我取药")
    for order in (counter, online):
        add_order(need, order=order, **stock.how())
    assert [one.supporters for one in needs(cast.lin.actor, cast.community)] == [14]  # type: ignore[attr-defined]
    seen = {standing_of(order) for order in (counter, online)}
    assert len(seen) == 1
    standing = seen.pop()
    assert standing is not None
    assert (standing.state, standing.supporters, standing.title) == ("raised", 14, "邻里互助")
    confirm(need, score=7, decision="两委会定：办", **stock.how())
    again = {standing_of(order) for order in (counter, online)}
    assert {one.state for one in again if one} == {"confirmed"}
    assert len(again) == 1
    assert whole()


def test_an_order_stands_behind_one_need_at_most(cast: Cast, stock: Stock) -> None:
    order = cast.place()
    one, other = stock.need(households=0), stock.need(households=0)
    add_order(one, order=order, **stock.how())
    before = Record.objects.count()
    with refused(Code.CONFLICT, "order"):
        add_order(other, order=order, **stock.how())
    assert (Record.objects.count(), supporters_of(other)) == (before, 0)
    row = Support.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(
            need=other, kind="order", order=order, counted_on=row.counted_on, added_at=row.added_at
        )


def test_a_need_made_of_an_order_counts_it_and_those_who_follow_it(
    cast: Cast, stock: Stock
) -> None:
    order, second = cast.place(), cast.place()
    cast.move(second, "merge", cast.lin, into=order.number, reason="同一盏灯")
    need = raise_need(place=cast.community, title="楼道照明", order=order, **stock.how())
    assert supporters_of(need) == 2
    assert standing_of(second) == standing_of(order)


def test_who_joins_an_order_later_sees_the_same_need(cast: Cast, stock: Stock) -> None:
    order, late = cast.place(), cast.place()
    raise_need(place=cast.community, title="楼道照明", order=order, **stock.how())
    cast.move(late, "merge", cast.lin, into=order.number, reason="同一盏灯")
    assert standing_of(late) == standing_of(order)


def test_what_an_order_of_one_household_asks_is_personal_and_its_title_is_not_told(
    cast: Cast, stock: Stock
) -> None:
    private = cast.place("家里老人要人照看", kind="help")
    need = raise_need(place=cast.community, title="独居老人照看", order=private, **stock.how())
    standing = standing_of(private)
    assert standing is not None
    assert (need.personal, standing.title, standing.supporters) == (True, "", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(published_at=stock.at)


def test_a_representative_speaks_for_households_and_is_named_in_no_record(stock: Stock) -> None:
    need = stock.need(households=0)
    add_representative(need, representative="居民代表老任", count=9, **stock.how())
    assert supporters_of(need) == 9
    said = Record.objects.filter(subject_kind="need").values_list("given", flat=True)
    assert "老任" not in str(list(said))


def test_a_support_that_was_taken_out_counts_no_more_and_the_order_is_free(
    cast: Cast, stock: Stock
) -> None:
    order, need = cast.place(), stock.need(households=3)
    add_order(need, order=order, **stock.how())
    row = Support.objects.get(order=order)
    take_out(need, support=row, reason="说的是另一件事", **stock.how())
    assert (supporters_of(need), standing_of(order)) == (3, None)
    add_order(stock.need(households=0), order=order, **stock.how())
    with refused(Code.INVALID, "support"):
        take_out(need, support=row, reason="再来一次", **stock.how())
    assert whole()


def test_an_order_its_resident_took_back_counts_no_more(cast: Cast, stock: Stock) -> None:
    need, order = stock.need(households=0), cast.place()
    add_order(need, order=order, **stock.how())
    assert supporters_of(need) == 1
    cast.move(order, "withdraw")
    assert (supporters_of(need), needs(cast.lin.actor).get().supporters) == (0, 0)  # type: ignore[attr-defined]
    with refused(Code.NOT_YET):
        confirm(need, score=5, decision="办", **stock.how())


def test_counts_are_whole_and_days_are_past(stock: Stock) -> None:
    need = stock.need(households=0)
    said: dict[str, Any] = {"source": "摸排", "counted_by": "老邢"}
    for count in (0, -1, 100_001):
        with refused(Code.INVALID, "count"):
            add_survey(need, count=count, **said, **stock.how())
    tomorrow = stock.cast.at.date() + timedelta(days=1)
    with refused(Code.INVALID, "counted_on"):
        add_survey(need, count=2, counted_on=tomorrow, **said, **stock.how())
    assert supporters_of(need) == 0


def test_a_need_is_confirmed_with_how_many_wanted_it_a_score_and_a_decision(stock: Stock) -> None:
    need = stock.need(households=12)
    with refused(Code.INVALID, "score"):
        confirm(need, score=11, decision="办", **stock.how())
    confirm(need, score=8, decision="评榜会：先办", **stock.how())
    decided = need.assessments.get()
    assert (decided.supporters, decided.score, decided.decision) == (12, 8, "评榜会：先办")
    entry = Record.objects.get(subject_kind="need", move="confirm")
    assert entry.given == {"score": 8, "decision": "评榜会：先办", "supporters": 12}
    assert Message.objects.filter(event="need.confirm", subject_id=need.pk).count() == 1


def test_nobody_confirms_what_nobody_wants(stock: Stock) -> None:
    with refused(Code.NOT_YET):
        confirm(stock.need(households=0), score=5, decision="办", **stock.how())


def test_a_declined_need_names_another_way_and_can_be_opened_again(stock: Stock) -> None:
    need = stock.need()
    with refused(Code.INVALID, "why"):
        decline(need, why="no_reason", other_way="x", **stock.how())
    decline(need, why="not_offered", other_way="请到派出所", **stock.how())
    assert (need.state, need.why_not, need.other_way) == ("declined", "not_offered", "请到派出所")
    reopen(need, reason="派出所说该社区办", **stock.how())
    assert need.state == NeedState.RAISED
    assert whole()


def test_a_merged_need_gives_its_supporters_away_and_gets_them_back(
    cast: Cast, stock: Stock
) -> None:
    order, other = cast.place(), stock.need("帮扶", households=5)
    need = stock.need("邻里互助", households=12)
    add_order(need, order=order, **stock.how())
    merge(need, into=other, reason="同一件事", **stock.how())
    standing = standing_of(order)
    assert standing is not None
    assert (standing.need_id, standing.supporters) == (other.pk, 18)
    assert [one.pk for one in needs(cast.lin.actor)] == [other.pk]
    assert whole()
    unmerge(need, reason="不是一回事", **stock.how())
    assert (supporters_of(need), supporters_of(other), need.state) == (13, 5, "raised")
    moves = Record.objects.filter(subject_kind="need", subject_id=other.pk).values_list("move")
    assert [move for (move,) in moves][-2:] == ["absorb", "give_back"]
    assert whole()


def test_two_merges_on_end_are_undone_one_by_one(stock: Stock) -> None:
    first, second, third = (stock.need(str(n), households=n) for n in (1, 2, 4))
    merge(first, into=second, reason="同", **stock.how())
    merge(second, into=third, reason="同", **stock.how())
    assert supporters_of(third) == 7
    unmerge(first, reason="不同", **stock.how())
    assert [supporters_of(one) for one in (first, second, third)] == [1, 0, 6]
    assert whole()


def test_a_need_is_not_merged_into_itself_what_is_over_or_another_community(
    cast: Cast, stock: Stock
) -> None:
    need = stock.need()
    with refused(Code.INVALID):
        merge(need, into=need, reason="同", **stock.how())
    over = stock.need_in(NeedState.DECLINED)
    next_door = raise_need(place=cast.neighbour, title="同样", by=cast.gu.actor, at=stock.at)
    for into in (over, next_door):
        with refused(Code.CONFLICT):
            merge(need, into=into, reason="同", **stock.how())


def test_a_correction_says_why_and_a_personal_need_is_public_no_longer(stock: Stock) -> None:
    need = stock.confirmed()
    Need.objects.filter(pk=need.pk).update(published_at=stock.at)
    correct(need, reason="说的是一户人家", personal=True, title="照看", **stock.how())
    need.refresh_from_db()
    assert (need.personal, need.published_at, need.title) == (True, None, "照看")


def test_a_need_that_was_met_says_what_came_of_it(stock: Stock) -> None:
    need = stock.need_in(NeedState.LANDED)
    close(need, result="每周三有人上门", **stock.how())
    assert (need.state, need.result) == ("closed", "每周三有人上门")
    assert whole()
