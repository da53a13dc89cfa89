"""Lixia: response levels by clock and calendar, whistle, case leader, duty, satisfaction."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huying.clocks.models import Clock
from huying.duty.actions.calling import plan_special
from huying.duty.actions.posting import post
from huying.duty.models import Visit
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.called import asks_for_leader
from huying.orders.models import Order, Rating
from huying.orders.queries import Mine, Wanted, page
from huying.orgs.actions import register
from huying.orgs.states import OrgKind
from huying.people.roles import Role
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import EstateKind, Level
from huying.practices import adopt
from huying.trail.outbox import deliver_due
from huying.whistles.actions import perform
from huying.whistles.actions.blowing import blow
from huying.whistles.models import Advance
from huying.whistles.queries import answering, whistle_by_id
from tests.api.calling import caller_of, content
from tests.builders import START, Cast, Staff, build_cast, clock_at
from tests.web.browsing import read, signed_in


def at(month: int, day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    adopt("lixia", place=cast.district, by=SYSTEM, at=at(1, 5))
    return cast


def accepted(cast: Cast, level: int, when: datetime) -> tuple[Order, Clock]:
    """An order taken on at this instant, at this level, and its promise."""
    cast.at = when
    order = cast.place("老树断枝，压在平房上")
    order_at = cast.at
    cast.move(order, "accept", cast.lin, category="0101", level=str(level))
    clock = Clock.objects.get(subject_id=order.pk, name="close")
    assert clock.started_at > order_at
    return order, clock


# Friday 13 February 2026: Saturday 14 is a swapped workday, 15 to 23 are the Spring Festival.
# Wednesday 30 September: 1 to 7 October rest, Saturday 10 October is a swapped workday.
@pytest.mark.parametrize(
    ("level", "when", "due"),
    [
        (1, at(2, 13), at(2, 14, 17, 50)),
        (2, at(2, 13), at(2, 25)),
        (3, at(2, 13), at(3, 2)),
        (1, at(9, 30), at(10, 1, 17, 50)),
        (2, at(9, 30), at(10, 10)),
        (3, at(9, 30), at(10, 15)),
    ],
)
def test_each_level_before_a_holiday_is_due_as_the_calendar_says(
    cast: Cast, level: int, when: datetime, due: datetime
) -> None:
    _, clock = accepted(cast, level, when)
    assert clock.due_at == due


def test_a_major_risk_asks_for_a_case_leader_who_sets_its_own_date(cast: Cast) -> None:
    order, clock = accepted(cast, 4, at(2, 13))
    assert clock.due_at == at(4, 2)  # thirty workdays on, that it comes up again
    assert asks_for_leader(order)
    cast.move(order, "escalate", cast.lin, reason="有倒塌风险，请领导包案", level="4")
    leader = cast.hire("街道小祁", Role.STREET_LEADER, cast.street)
    with pytest.raises(Refused) as refused:
        cast.move(order, "appoint", cast.secretary, leader=str(cast.lin.person.pk), reason="包案")
    assert refused.value.code is Code.INVALID
    cast.move(
        order, "appoint", cast.secretary, leader=str(leader.person.pk), reason="街道包案",
        until="2026-04-20",
    )  # fmt: skip
    cast.move(order, "supervise", cast.secretary, instruction="今晚前围挡")
    stored = Order.objects.get(pk=order.pk)
    assert (stored.level, stored.supervised, stored.case_leader) == (4, True, leader.person)
    assert not asks_for_leader(stored)
    clock.refresh_from_db()
    assert clock.due_at == at(4, 20)
    assert stored.responsible_person == cast.lin.person  # whoever took first contact stays
    mine = Mine(leader.person.pk)
    assert [row.number for row in page(Wanted(mine=mine), leader.actor, at=cast.at).rows] == [
        order.number
    ]


def test_whoever_raises_a_matter_is_shown_the_ladder(cast: Cast) -> None:
    order, _clock = accepted(cast, 2, at(7, 14))
    with clock_at(cast.at):
        told = read(signed_in(cast.lin).get(reverse("desk:order", args=[order.number])))
    assert "The ladder here: 小事不出小区 → 大事不出社区 → 难事不出街道" in told


def test_whoever_finishes_a_matter_reads_when_it_is_done_and_what_is_asked_for(cast: Cast) -> None:
    order, _clock = accepted(cast, 2, at(7, 14))
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="归物业")
    cast.move(order, "sign", cast.zhou)
    with clock_at(cast.at):
        told = read(signed_in(cast.zhou).get(reverse("partner:order", args=[order.number])))
    assert "Done when: 清运完毕，无残留 · Asked for: 处理前后照片" in told


def test_a_fallen_tree_is_whistled_for_and_over_in_less_than_a_day(cast: Cast) -> None:
    """06:30: garden, emergency and urban management report in, each by its own time."""
    cast.at = at(7, 14, 6, 30)
    order = cast.place("老树断枝，压在平房上，墙裂了")
    cast.move(order, "accept", cast.lin, category="0101", level="1")
    units = {
        code: register(code=code, name=name, kind=OrgKind.DEPARTMENT, place=cast.district)
        for code, name in (("yuanlin", "园林中心"), ("yingji", "应急局"), ("zongzhi", "城管局"))
    }
    staff = {code: cast.enlist(f"{code}员", unit) for code, unit in units.items()}
    boss = cast.secretary.actor
    whistle = blow(
        order, matter="老树倒伏", units=list(units.values()), by=boss, at=cast.at, urgent=True
    )

    def move(name: str, code: str = "", *, after: int = 5, **raw: str) -> None:
        cast.at += timedelta(minutes=after)
        by = staff[code].actor if code else boss
        perform(whistle_by_id(whistle.pk, boss), name, by=by, at=cast.at, raw=raw)

    for code in units:
        move("acknowledge", code)
    for code in units:
        move("arrive", code, after=15)
    assert all(not one.missed for one in answering(whistle_by_id(whistle.pk, boss)))
    own = Clock.objects.filter(subject_kind="response", name="arrive").values_list(
        "started_at", flat=True
    )
    assert len(set(own)) == 3  # each unit's time runs by itself
    move("act", "yuanlin", words="吊走树干")
    move("advance", amount="3600", purpose="苫盖屋顶", payee="恒安物业", fund="应急资金", after=60)
    for code in units:
        move("leave", code, words="现场清理完", after=40)
    move("settle", outcome="树已移走，屋顶苫好")
    for code in units:
        move("judge", unit=code, helped="true")
    move("review", lessons="雨前巡树")
    cast.move(order, "answer", cast.lin, result="solved", reply="树已移走，屋顶苫好")
    cast.move(order, "judge", solved="yes", satisfied="yes")
    stored = Order.objects.get(pk=order.pk)
    assert stored.state == "closed"
    assert stored.closed_at is not None
    assert stored.closed_at - stored.placed_at < timedelta(days=1)
    promise = Clock.objects.get(subject_id=order.pk, name="close")
    assert promise.outcome == "met"
    advance = Advance.objects.get()
    assert (str(advance.amount), advance.fund, advance.settled_at) == ("3600.00", "应急资金", None)


@pytest.fixture
def meng(cast: Cast) -> Staff:
    return cast.hire("小孟", Role.GRID_WORKER, cast.grid)


@pytest.fixture
def estate(cast: Cast, meng: Staff) -> Place:
    """An estate with a building, to which one worker is posted."""
    made = add_place(
        parent=cast.grid, level=Level.ESTATE, code="990101001001001-E1", name="青禾家园", at=START,
        estate_kind=EstateKind.CLOSED,
    )  # fmt: skip
    found = Place.objects.get(pk=made.pk)
    post(meng.person, estate=found, since=START.date(), by=cast.secretary.actor, at=START)
    cast.at = START
    return found


def test_one_worker_is_a_gap_and_visits_of_1_h_50_are_under_the_line(
    cast: Cast, estate: Place, meng: Staff
) -> None:
    phone = signed_in(meng)
    with clock_at(START + timedelta(hours=7)):
        gaps = read(signed_in(cast.secretary).get(reverse("duty:gaps")))
        assert "青禾家园 1 of 2–3 posted" in gaps
        for minutes in ("50", "35", "25"):
            said = {
                "place": estate.code, "household": "", "reason": "other", "why": "问问近况",
                "due_on": "2026-03-10", "goes": "",
            }  # fmt: skip
            assert phone.post(reverse("duty:visit-new"), said).status_code == 302
            visit = Visit.objects.latest("pk")
            made = {"move": "make", "version": str(visit.version), "minutes": minutes, "words": "", "on": "2026-03-10"}  # fmt: skip
            assert phone.post(reverse("duty:visit-move", args=[visit.pk]), made).status_code == 302
        assert "1 hour 50 minutes of 2 hours" in read(phone.get(reverse("duty:today")))


def test_each_of_four_reasons_becomes_a_visit_by_itself(cast: Cast, estate: Place) -> None:
    cast.place("热线转来：楼道灯坏了", place=estate, channel="hotline")
    cast.place("阳台要掉", place=estate, safety=True)
    quarrel = cast.place("楼上天天吵", place=estate)
    cast.move(quarrel, "accept", cast.lin, category="0601")
    plan_special(estate, cause="care:1:2026-03", due_on=START.date(), at=START)
    deliver_due(START + timedelta(hours=6))
    with clock_at(START + timedelta(hours=7)):
        told = read(signed_in(cast.secretary).get(reverse("duty:today")))
    for reason in ("特殊群体", "热线工单", "安全隐患", "群众矛盾"):
        assert told.count(f"{reason} ") == 1, reason


def test_98_79_percent_is_never_told_without_what_it_was_counted_from(cast: Cast) -> None:
    """163 of 165 who were asked and answered; five did not, one took the order back."""
    rows = [
        ImportedRow(
            source="hotline", source_number=f"H{n}", placed_at=START, ended=Ended(closed_at=START),
            wish=Wish(text="热线转来的事", place=cast.building, channel="hotline"),
        )
        for n in range(170)
    ]  # fmt: skip
    import_orders(rows, at=START + timedelta(hours=1))
    for order in Order.objects.order_by("source_number")[:165]:
        solved = Rating.objects.count() < 163
        Rating.objects.create(
            order=order, satisfied=solved, solved=True, channel="phone", by_label="回访员", at=START
        )
    cast.at = START + timedelta(hours=2)
    cast.move(cast.place(), "withdraw")
    period = {"since": "2026-03-01", "until": "2026-03-31"}
    (row,) = content(caller_of(cast.secretary).get("/lists/satisfaction", **period))["items"]
    assert (row["numerator"], row["denominator"], f"{row['share']:.2%}") == (163, 165, "98.79%")
    assert (row["orders"], row["left_out"], row["no_answer"], row["withdrawn"]) == (171, 6, 5, 1)
    with clock_at(START + timedelta(hours=7)):
        page = reverse("lists:one", args=["satisfaction"])
        told = read(signed_in(cast.secretary).get(page, period))
    for words in (
        "163",
        "165",
        "98.79",
        "closed without an answer 5",
        "withdrawn by the resident 1",
    ):
        assert words in told, words
