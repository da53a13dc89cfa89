"""Licang: first-contact duty by its days; one need behind the counter, the phone and the doors."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huying.clocks.models import Clock
from huying.clocks.sweep import sweep
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Order, Rating
from huying.orders.verify import check_ratings
from huying.practices import adopt
from huying.trail.queries import chain
from tests.api.calling import caller_of, content, refusal
from tests.builders import Cast, build_cast, clock_at
from tests.web.browsing import read, signed_in
from tests.web.saying import proven, say

DAY_0 = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast's district working by first-contact duty."""
    cast = build_cast()
    adopt("licang", place=cast.district, by=SYSTEM, at=DAY_0 - timedelta(days=9))
    return cast


def on_day(cast: Cast, day: int, hour: int = 10) -> None:
    """The next move happens on this day after the words were said."""
    cast.at = DAY_0 + timedelta(days=day, hours=hour - 10)


def a_drain(cast: Cast, *, accepted: int, sent: int, done: int) -> tuple[Order, dict[str, str]]:
    """A drain complaint accepted, sent on and finished on these days; how each promise ended."""
    on_day(cast, 0)
    order = cast.place("院里的下水道堵了，一下雨就积水")
    on_day(cast, accepted)
    sweep(cast.at)
    cast.move(order, "accept", cast.lin, category="0101")
    on_day(cast, sent, 16)
    sweep(cast.at)
    cast.move(order, "dispatch", cast.lin, lead="chengguan", reason="排水归城管")
    cast.move(order, "sign", cast.ma)
    on_day(cast, done, 17)
    sweep(cast.at)
    cast.move(order, "complete", cast.ma, result="solved", reply="管道已改造")
    ended = Clock.objects.filter(subject_id=order.pk).values_list("name", "outcome")
    return order, dict(ended)


def test_a_drain_complaint_in_time_breaks_no_limit(cast: Cast) -> None:
    order, ended = a_drain(cast, accepted=4, sent=4, done=30)
    assert {name: ended[name] for name in ("accept", "transfer", "close")} == {
        "accept": "met", "transfer": "met", "close": "met",
    }  # fmt: skip
    assert order.responsible_person == cast.lin.person


@pytest.mark.parametrize(
    ("days", "broken"),
    [
        ({"accepted": 6, "sent": 6, "done": 30}, "accept"),
        ({"accepted": 4, "sent": 5, "done": 30}, "transfer"),
        ({"accepted": 4, "sent": 4, "done": 31}, "close"),
    ],
)
def test_each_limit_broken_is_marked_and_only_that_one(
    cast: Cast, days: dict[str, int], broken: str
) -> None:
    order, ended = a_drain(cast, **days)
    assert {name for name, outcome in ended.items() if outcome == "breached"} == {broken}
    clock = Clock.objects.get(subject_id=order.pk, name=broken)
    assert [float(mark.share) for mark in clock.marks.order_by("share")][-1] == 1.0


def test_one_person_answers_from_the_first_word_to_the_last(cast: Cast) -> None:
    order, _ = a_drain(cast, accepted=4, sent=4, done=10)
    cast.move(order, "check", cast.secretary)
    cast.move(order, "judge", solved="no", satisfied="no")
    assert order.lead_person != cast.ma.person
    cast.move(order, "complete", cast.lin, result="solved", reply="又疏通了一次")
    cast.move(order, "check", cast.secretary)
    cast.move(order, "judge", solved="yes", satisfied="yes")
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.responsible_person) == ("closed", cast.lin.person)


def test_a_resident_is_asked_whether_they_are_satisfied_glad_and_agree(cast: Cast) -> None:
    order, _ended = a_drain(cast, accepted=1, sent=1, done=3)
    browser = Client(headers={"accept-language": "en"})
    with clock_at(cast.at + timedelta(hours=1)):
        page = proven(browser, order)
        told = read(browser.get(page))
        assert "您高兴吗？" in told
        assert "您答应吗？" in told
        said = {"verdict": "yes-yes", "ask_glad": "yes", "ask_agreed": "no"}
        assert browser.post(f"{page}judge/", said).status_code == 302
        rating = Rating.objects.get(order=order)
        assert (rating.solved, rating.satisfied) == (True, True)
        assert rating.answers == {"glad": True, "agreed": False}
        told = read(signed_in(cast.lin).get(reverse("desk:order", args=[order.number])))
    assert "Solved · satisfied 您高兴吗？ Yes 您答应吗？ No" in told
    given = chain("order", order.pk).filter(move="judge").get().given
    assert given["answers"] == {"glad": True, "agreed": False}


def test_the_desk_asks_the_same_by_telephone_and_nothing_nobody_asks_here(cast: Cast) -> None:
    order, _ended = a_drain(cast, accepted=1, sent=1, done=3)
    lin = caller_of(cast.lin)
    body: dict[str, object] = {"solved": True, "satisfied": True, "channel": "phone"}
    with clock_at(cast.at + timedelta(hours=1)):
        page = signed_in(cast.lin).get(reverse("desk:order", args=[order.number])).content.decode()
        assert 'name="ask_glad"' in page
        card = {"as": "cards", "n": order.number}
        assert "您高兴吗？ Yes No" in read(signed_in(cast.lin).get(reverse("desk:print"), card))
        for wrong in (["proud=yes"], ["glad=perhaps"], ["glad=yes", "glad=no"]):
            answer = lin.post(f"/orders/{order.number}/moves/judge", body | {"answers": wrong})
            assert refusal(answer) == (422, "invalid", ["answers"])
        body["answers"] = ["agreed=yes"]
        assert lin.post(f"/orders/{order.number}/moves/judge", body).status_code == 200
    assert Rating.objects.get().answers == {"agreed": True}
    assert (check_ratings().checked, check_ratings().differences) == (1, 0)
    changes: list[dict[str, object]] = [{"answers": {}}, {"satisfied": False}, {"channel": "web"}]
    for change in changes:
        before = Rating.objects.values(*change).get()
        Rating.objects.update(**change)
        assert check_ratings().differences == 1, change
        Rating.objects.update(**before)
    Rating.objects.all().delete()
    assert check_ratings().differences == 1


def test_the_counter_and_the_phone_are_one_need_with_fourteen_supporters(cast: Cast) -> None:
    """Twelve households named it at their doors; a representative and a neighbour ordered it."""
    on_day(cast, 0)
    lin, web = caller_of(cast.lin), Client(headers={"accept-language": "en"})
    with clock_at(cast.at):
        need = content(lin.post("/needs", {"title": "邻里互助"}))["id"]
        survey = {"count": 12, "source": "三月逐户摸排", "counted_by": "楼栋长老邢"}
        assert lin.post(f"/needs/{need}/moves/add_survey", survey).status_code == 200
        said = {"text": "想请邻居互相帮着买菜", "place": cast.community.code, "channel": "counter"}
        counter = content(lin.post("/orders", said))["number"]
        say(web, "我也想有人帮我取药")
        online = Order.objects.exclude(number=counter).get().number
        for number in (counter, online):
            added = lin.post(f"/needs/{need}/moves/add_order", {"order": number})
        assert content(added)["supporters"] == 14
        for state, words in (("raised", "Raised"), ("confirmed", "Confirmed")):
            assert content(lin.get(f"/needs/{need}"))["state"] == state
            for number in (counter, online):
                told = standing(number, web if number == online else Client(headers={"accept-language": "en"}))  # fmt: skip
                assert f"Part of a need of 14 households: 邻里互助 now: {words}" in told
            lin.post(f"/needs/{need}/moves/confirm", {"score": 7, "decision": "办"})


def standing(number: str, browser: Client) -> str:
    """The resident's page of an order, opened by number and code."""
    return read(browser.get(proven(browser, Order.objects.get(number=number))))
