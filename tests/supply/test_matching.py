"""What may meet a need: words in common, told, and never a guess."""

from hypothesis import given
from hypothesis import strategies as st

from huying.orders.models import Category
from huying.supply.actions.keeping import add_resource
from huying.supply.queries.matching import suggested
from huying.supply.rules import Candidate, differences, matches, shared
from tests.builders import Cast
from tests.supply.stocking import Stock

TEXTS = st.text(alphabet="理发上门老人社区服务居民a1 。", max_size=20)


def test_the_longest_common_words_are_found_and_idle_ones_are_not() -> None:
    assert shared("独居老人想理发", "为老人上门理发") == ("理发", "老人")
    assert shared("社区居民需要服务", "社区服务居民活动") == ()
    assert shared("wifi for all", "WiFi corner for elders") == ("wifi",)
    assert shared("心理疏导", "家庭心理疏导与陪伴") == ("心理疏导",)


@given(TEXTS, TEXTS)
def test_what_two_texts_share_stands_in_both_whichever_comes_first(one: str, other: str) -> None:
    found = shared(one, other)
    assert set(found) == set(shared(other, one))
    assert all(word in one.lower() and word in other.lower() for word in found)
    assert not any(a != b and a in b for a in found for b in found)


@given(st.lists(TEXTS, max_size=9), TEXTS)
def test_matches_come_best_first_each_with_a_reason(texts: list[str], need: str) -> None:
    rows = [Candidate(str(n), (("name", text),)) for n, text in enumerate(texts)]
    found = matches(need, rows)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.why for one in found)
    assert len(found) <= 6


def test_only_teams_with_that_speciality_are_offered_and_the_reason_is_told(
    cast: Cast, stock: Stock
) -> None:
    doctors = stock.resource("白衣小队", specialities=["义诊", "量血压"])
    stock.resource("法官工作室", specialities=["维权", "法律咨询"])
    listeners = stock.resource("倾听小队", specialities=["心理疏导", "家庭关系"])
    stock.item("心理咨询证明", offered=False, office="医院")
    need = stock.need("一家人想要心理疏导")
    found = suggested(need, on=cast.at.date())
    assert [(one.thing, one.why) for one in found] == [(listeners, (("心理疏导", "good_for"),))]
    blood = stock.need("想量血压")
    assert [one.thing for one in suggested(blood, on=cast.at.date())] == [doctors]


def test_the_words_of_the_class_and_what_a_street_shares_count_too(
    cast: Cast, stock: Stock
) -> None:
    lamps = Category.objects.get(code="0101")
    item = stock.item("路灯报修", category=lamps)
    hall = add_resource(
        place=cast.street, name="电工班", kind="skill", owner_name="街道", specialities=["修路灯"],
        by=cast.dispatcher.actor, at=stock.at,
    )  # fmt: skip
    found = suggested(stock.need("路灯太暗", category=lamps), on=cast.at.date())
    assert {(one.thing, one.is_item) for one in found} == {(item, True), (hall, False)}


def test_what_differs_is_new_changed_or_gone() -> None:
    old = {"needs": [{"id": "1", "name": "a", "n": 1}, {"id": "2", "name": "b", "n": 1}]}
    new = {"needs": [{"id": "2", "name": "b", "n": 2}, {"id": "3", "name": "c", "n": 1}]}
    assert [(one.id, one.what, one.fields) for one in differences(old, new)] == [
        ("2", "changed", ("n",)), ("3", "new", ()), ("1", "gone", ()),
    ]  # fmt: skip
    assert differences(new, new) == []
