"""Rates that anyone can recount: a set of orders counted by hand, and each number with it."""

from datetime import datetime
from itertools import product

import pytest
from django.utils import timezone

from huying.evaluation.queries import Rates, rates
from huying.evaluation.rules import FEWEST_TO_PUBLISH, RULE_VERSION, Rate
from huying.kernel.calendar import SHANGHAI
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.directory import left_out_of_scores, row_for
from huying.orders.models import DirectoryRow, Order
from huying.orders.states import OrderState
from huying.orgs.states import OrgKind
from huying.people.roles import Role
from huying.places.models import Place
from tests.builders import Cast, Staff, build_cast

S = OrderState


def march(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


SINCE, UNTIL, AT = march(10), march(27), march(27)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def recounted(cast: Cast, place: Place | None = None, by: Staff | None = None) -> Rates:
    return rates(place or cast.community, SINCE, UNTIL, viewer=(by or cast.secretary).actor, at=AT)


def done(cast: Cast, order: Order) -> None:
    """From taken on to checked, by the unit that is asked first."""
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="归物业")
    cast.move(order, "sign", cast.zhou)
    cast.move(order, "complete", cast.zhou, result="solved", reply="好了")
    cast.move(order, "check", cast.lin)


def judged(cast: Cast) -> None:
    """Four orders that their residents judged, one of them in its second round."""
    cast.at = march(10)
    cast.order_in(S.CLOSED)  # in time, solved, satisfied
    slow = cast.place()  # accepted two days late, done in time: solved, not satisfied
    cast.at = march(13)
    cast.move(slow, "accept", cast.lin, category="0101")
    done(cast, slow)
    cast.move(slow, "judge", solved="yes", satisfied="no", again="no")
    cast.at = march(11)
    twice = cast.order_in(S.ACCEPTED)  # accepted in time, done late; not solved, then solved
    cast.at = march(19)
    done(cast, twice)
    cast.move(twice, "judge", solved="no", satisfied="no")
    cast.move(twice, "complete", cast.wu, result="solved", reply="这次好了")
    cast.move(twice, "check", cast.lin)
    cast.move(twice, "judge", solved="yes", satisfied="yes")
    cast.at = march(13)
    bad = cast.order_in(S.FOLLOW_UP)  # in time; neither solved nor satisfied, no more wanted
    cast.move(bad, "judge", solved="no", satisfied="no", again="no")


def unjudged(cast: Cast) -> None:
    """Seven orders that nobody judged, or not yet."""
    cast.at = march(12)
    cast.place("没人管")  # both promises broken; nobody swept
    cast.order_in(S.NOT_ACCEPTED)
    cast.order_in(S.INFO_NEEDED)  # its time stands still
    silent = cast.order_in(S.FOLLOW_UP)
    parts = cast.order_in(S.ACCEPTED)  # accepted in time, not done in time; its parts do not count
    cast.move(parts, "split", cast.lin, parts=["一件", "另一件"], reason="两件事")
    cast.at = march(23)
    cast.move(silent, "close", cast.lin, reason="超过评价时间")
    cast.order_in(S.FOLLOW_UP)  # asked, not answered yet
    cast.at = march(26, 16)
    cast.place("刚说的")  # nothing due yet


def uncounted(cast: Cast) -> None:
    """One of each that asked nothing of the community, and three from elsewhere or another time."""
    cast.at = march(12)
    for state in (S.WITHDRAWN, S.VOIDED, S.DRAFT):
        cast.order_in(state)
    follower = cast.place()
    into = Order.objects.filter(text="没人管").get()
    cast.move(follower, "merge", cast.lin, into=into.number, reason="同一件")
    cast.place(place=cast.neighbour)
    for at in (march(9, 8, 50), march(27, 8, 50)):  # a move takes ten minutes: 9:00 on the day
        cast.at = at
        cast.place()


def imported(cast: Cast) -> None:
    """Four orders of another system: in time, late, unknown, and by our own limit."""
    ends = (
        Ended(closed_at=march(13), in_time=True),
        Ended(closed_at=march(13), in_time=False),
        Ended(),
        Ended(closed_at=march(13)),
    )
    rows = [
        ImportedRow(
            source="hotline", source_number=f"H{number}", placed_at=march(11), ended=ended,
            wish=Wish(text="热线转来的事", place=cast.building, channel="hotline"),
        )
        for number, ended in enumerate(ends)
    ]  # fmt: skip
    assert import_orders(rows, at=AT) == 4


LEFT_OUT = {"draft": 1, "withdrawn": 1, "voided": 1, "merged": 1}


def test_a_set_counted_by_hand_gives_exactly_these_numbers(cast: Cast) -> None:
    judged(cast)
    unjudged(cast)
    uncounted(cast)
    imported(cast)
    found = recounted(cast)
    assert (found.place, found.since, found.until) == (cast.community.code, SINCE, UNTIL)
    # 4 judged + 7 not judged + 4 imported are counted, 4 are left out.
    assert (found.rule_version, found.orders) == (RULE_VERSION, 19)
    waits = LEFT_OUT | {"no_limit_known": 1, "not_due_yet": 2}
    silent = LEFT_OUT | {"still_under_way": 4, "asked_not_answered_yet": 1, "no_answer": 6}
    assert found.rates == {
        # Late: slow, the one nobody cared for, the hotline's own word.
        "response": Rate("response", 9, 12, waits),
        # Late: twice, the one nobody cared for, the one in parts, the hotline's own word.
        "on_time": Rate("on_time", 8, 12, waits),
        "resolution": Rate("resolution", 3, 4, silent),
        "satisfaction": Rate("satisfaction", 2, 4, silent),
    }


def test_what_is_counted_and_what_is_left_out_are_all_the_orders(cast: Cast) -> None:
    judged(cast)
    unjudged(cast)
    uncounted(cast)
    imported(cast)
    found = recounted(cast)
    for rate in found.rates.values():
        assert rate.denominator + sum(rate.exclusions.values()) == found.orders, rate


def test_a_street_counts_its_communities_and_a_building_only_itself(cast: Cast) -> None:
    judged(cast)
    cast.at = march(12)
    cast.place(place=cast.neighbour)
    cast.place(place=cast.grid)
    places = (cast.district, cast.street, cast.community, cast.neighbour, cast.building)
    viewer = cast.hire("小池", Role.AUDITOR, cast.district)
    assert [recounted(cast, place, viewer).orders for place in places] == [6, 6, 5, 1, 4]


def test_nothing_to_divide_by_is_no_rate(cast: Cast) -> None:
    found = recounted(cast)
    assert (found.orders, {rate.value for rate in found.rates.values()}) == (0, {None})
    assert not any(rate.publishable for rate in found.rates.values())


def test_few_are_not_published() -> None:
    enough, few = (Rate("response", 1, n) for n in (FEWEST_TO_PUBLISH, FEWEST_TO_PUBLISH - 1))
    assert (enough.publishable, few.publishable) == (True, False)
    assert Rate("response", 3, 4).value == 0.75


def test_whoever_evaluates_for_others_counts_the_same_though_they_open_no_order(
    cast: Cast,
) -> None:
    judged(cast)
    unjudged(cast)
    evaluator = cast.hire("小阮", Role.EVALUATOR, cast.district)
    assert recounted(cast, by=evaluator) == recounted(cast)


def test_nobody_reads_rates_without_the_grant_for_the_place(cast: Cast) -> None:
    strangers = [
        (cast.lin, cast.community), (cast.zhou, cast.community), (cast.gu, cast.community),
        (cast.secretary, cast.neighbour), (cast.secretary, cast.street),
        (cast.hire("小孟", Role.GRID_WORKER, cast.grid), cast.grid),
        (cast.hire("小芦", Role.SYSTEM_KEEPER, cast.district), cast.district),
    ]  # fmt: skip
    for staff, place in strangers:
        with pytest.raises(Refused) as refused:
            recounted(cast, place, staff)
        assert refused.value.code == Code.NOT_YOURS, (staff, place)


@pytest.mark.parametrize("until", [SINCE, march(9)])
def test_a_period_that_is_none_is_refused(cast: Cast, until: datetime) -> None:
    with pytest.raises(Refused) as refused:
        rates(cast.community, SINCE, until, viewer=cast.secretary.actor, at=AT)
    assert (refused.value.code, list(refused.value.fields)) == (Code.INVALID, ["to"])


def test_what_the_directory_exempts_is_left_out_of_the_on_time_rate_and_told(cast: Cast) -> None:
    judged(cast)
    before = recounted(cast).rates
    row = {"lead_kind": OrgKind.PROPERTY_COMPANY, "valid_from": SINCE.date()}
    parent = cast.lighting.parent
    assert parent is not None
    exempting = DirectoryRow.objects.create(
        category=parent, exempt="需立项，时间不由承办人决定", **row
    )
    after = recounted(cast).rates
    assert (after["on_time"].denominator, after["on_time"].exclusions["exempt"]) == (0, 4)
    assert [after[name] for name in ("response", "resolution", "satisfaction")] == [
        before[name] for name in ("response", "resolution", "satisfaction")
    ]
    nearer = DirectoryRow.objects.create(category=cast.lighting, place=cast.community, **row)
    assert recounted(cast).rates["on_time"] == before["on_time"]
    nearer.delete()
    exempting.valid_until = march(11).date()
    exempting.save()
    assert recounted(cast).rates["on_time"].exclusions["exempt"] == 2


def test_the_same_row_exempts_as_governs(cast: Cast) -> None:
    """For orders of every category, place and day: the query and the row in memory agree."""
    parent = cast.lighting.parent
    assert parent is not None
    places = (None, cast.district, cast.community, cast.neighbour)
    homes = (cast.building, cast.community, cast.neighbour)
    days = (march(1).date(), march(12).date())
    for number, (category, place) in enumerate(
        product((parent, cast.lighting, cast.noise), places)
    ):
        DirectoryRow.objects.create(
            category=category, place=place, lead_kind=OrgKind.POLICE, valid_from=days[number % 2],
            valid_until=march(20).date() if number % 3 == 0 else None,
            exempt="时间不由承办人决定" if number % 2 == number // 4 % 2 else "",
        )  # fmt: skip
    for day, place, category in product((5, 15, 25), homes, (parent, cast.lighting, cast.noise)):  # fmt: skip
        cast.at = march(day)
        order = cast.place(place=place)
        Order.objects.filter(pk=order.pk).update(category=category)
    cast.place("还没有分类的事")
    exempt = set(Order.objects.filter(left_out_of_scores()))
    orders = Order.objects.select_related("category", "place")
    governed = {
        order
        for order in orders
        if (row := row_for(order, timezone.localdate(order.placed_at))) and row.exempt
    }
    assert exempt == governed
    assert set(Order.objects.exclude(left_out_of_scores())) == set(orders) - governed
    assert 0 < len(exempt) < len(orders)
