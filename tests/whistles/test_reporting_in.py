"""Each called unit has its own time; what it misses is seen; how it ends is on record."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from huying.clocks.models import Clock
from huying.clocks.sweep import sweep
from huying.kernel.refusals import Code, Refused
from huying.notices.models import Notice
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.models import Record
from huying.trail.outbox import deliver_due
from huying.trail.verify import check_lives
from huying.whistles.actions import perform
from huying.whistles.models import Advance, Response, Whistle
from huying.whistles.queries import answering, missed, records
from huying.whistles.verify import check_whistles
from tests.whistles.scene import Scene

HOUR = timedelta(hours=1)


def refusal(scene: Scene, whistle: Whistle, name: str, by: object, **raw: object) -> Refused:
    with pytest.raises(Refused) as refused:
        perform(scene.seen(whistle), name, by=by.actor, at=scene.cast.at, raw=raw)  # type: ignore[attr-defined]
    return refused.value


def clocks(unit: str) -> dict[str, tuple[datetime | None, str]]:
    """Due time and outcome of each clock of a unit."""
    response = Response.objects.get(unit__code=unit)
    rows = Clock.objects.filter(subject_kind="response", subject_id=response.pk)
    return {row.name: (row.due_at, row.outcome) for row in rows}


def test_each_unit_answers_and_arrives_by_its_own_time(scene: Scene) -> None:
    whistle = scene.blow()
    blown = scene.cast.at
    whistle = scene.move(whistle, "acknowledge", scene.gardener)
    answered = scene.cast.at
    assert clocks("yuanlin") == {
        "respond": (blown + HOUR, "met"), "arrive": (answered + 2 * HOUR, ""),
    }  # fmt: skip
    assert clocks("chengguan") == {"respond": (blown + HOUR, "")}
    promised = scene.cast.at + timedelta(minutes=25)
    scene.move(whistle, "acknowledge", scene.cast.ma, promised_at=promised.isoformat())
    assert clocks("chengguan")["arrive"] == (promised, "")


def test_a_whistle_is_as_far_as_its_furthest_unit_and_never_goes_back(scene: Scene) -> None:
    whistle = scene.blow()
    stages = [whistle.state]
    for name, who, raw in (
        ("acknowledge", scene.gardener, {}), ("arrive", scene.cast.ma, {}),
        ("arrive", scene.gardener, {}), ("act", scene.gardener, {"words": "断枝"}),
        ("leave", scene.gardener, {"words": "完"}), ("act", scene.cast.ma, {"words": "维持秩序"}),
    ):  # fmt: skip
        whistle = scene.move(whistle, name, who, **raw)
        stages.append(whistle.state)
    assert stages == [
        "blown", "acknowledged", "on_site", "on_site", "acting", "acting", "acting",
    ]  # fmt: skip
    assert check_whistles().differences == 0


def test_a_unit_that_does_not_answer_is_seen_one_level_up_and_told(scene: Scene) -> None:
    cast = scene.cast
    above = cast.hire("街道小祁", Role.STREET_LEADER, cast.street)
    whistle = scene.blow()
    scene.move(whistle, "acknowledge", scene.gardener)
    deliver_due(cast.at)
    called = set(Notice.objects.filter(event="response.call").values_list("person__name", "urgent"))
    assert called == {("丁师傅", True), ("马科长", True)}
    at = cast.at + HOUR
    sweep(at)
    deliver_due(at)
    assert list(missed(above.actor)) == [whistle]
    found = {one.response.unit.code: one.missed for one in answering(whistle)}
    assert found == {"yuanlin": (), "chengguan": ("respond",)}
    late = Notice.objects.filter(event="clock.breached")
    assert set(late.values_list("audience", "person__name")) == {
        ("called", "马科长"), ("supervisors", "街道小祁"), ("responsible", "小林"),
    }  # fmt: skip
    assert not late.filter(text__contains="园林所").exists()
    assert list(missed(cast.gu.actor)) == []


def test_it_is_settled_when_nobody_is_there_any_more_and_judged_before_it_is_looked_back_at(
    scene: Scene,
) -> None:
    whistle, boss = scene.blow(), scene.cast.secretary
    scene.move(whistle, "arrive", scene.gardener)
    assert refusal(scene, whistle, "settle", boss, outcome="完").code is Code.NOT_YET
    scene.move(whistle, "leave", scene.gardener, words="树已移走")
    assert refusal(scene, whistle, "settle", boss, outcome="完").code is Code.NOT_YET
    scene.move(whistle, "excuse", boss, unit="chengguan", reason="路没有堵")
    assert (
        refusal(scene, whistle, "judge", boss, unit="yuanlin", helped="true").code is Code.NOT_YET
    )
    scene.move(whistle, "settle", boss, outcome="路通了，屋顶已苫盖")
    assert refusal(scene, whistle, "review", boss, lessons="早巡").code is Code.NOT_YET
    scene.move(whistle, "judge", boss, unit="yuanlin", helped="true", verdict="来得快")
    scene.move(whistle, "judge", boss, unit="chengguan", helped="false")
    whistle = scene.move(whistle, "review", boss, lessons="雨前巡一遍老树")
    verdicts = whistle.responses.values_list("unit__code", "helped", "verdict")
    assert set(verdicts) == {("yuanlin", True, "来得快"), ("chengguan", False, "")}
    assert (whistle.state, whistle.is_open) == ("reviewed", False)


def test_a_whistle_nobody_came_to_is_called_off_and_excuses_who_is_awaited(scene: Scene) -> None:
    whistle = scene.blow()
    boss = scene.cast.secretary
    for unit in ("yuanlin", "chengguan"):
        scene.move(whistle, "excuse", boss, unit=unit, reason="不用来了")
    assert refusal(scene, whistle, "settle", boss, outcome="完").code is Code.NOT_YET
    whistle = scene.move(whistle, "call_off", boss, reason="误会")
    assert whistle.state == "called_off"
    again = scene.blow(scene.garden)
    again = scene.move(again, "call_off", boss, reason="误会")
    assert [one.state for one in again.responses.all()] == ["excused"]
    assert not Clock.objects.filter(subject_kind="response", stopped_at=None).exists()


def test_a_unit_is_called_once_and_an_order_has_one_open_whistle(scene: Scene) -> None:
    whistle = scene.blow(scene.garden)
    scene.move(whistle, "call", scene.cast.secretary, units=["yuanlin", "chengguan"])
    assert [one.unit.code for one in scene.seen(whistle).responses.all()] == [
        "yuanlin",
        "chengguan",
    ]
    assert (
        refusal(scene, whistle, "call", scene.cast.secretary, units=["yuanlin"]).code
        is Code.INVALID
    )
    with pytest.raises(Refused) as refused:
        scene.blow(scene.garden)
    assert refused.value.code is Code.CONFLICT


def test_no_whistle_on_an_order_that_is_over_and_none_about_nothing(scene: Scene) -> None:
    with pytest.raises(Refused) as refused:
        scene.blow(matter="")
    assert refused.value.code is Code.INCOMPLETE
    scene.order = scene.cast.order_in(OrderState.CLOSED)
    with pytest.raises(Refused) as refused:
        scene.blow()
    assert refused.value.code is Code.WRONG_STATE
    assert not Whistle.objects.exists()


@pytest.mark.parametrize(
    ("amount", "kept"),
    [("1800", "1800.00"), (" 0.01 ", "0.01"), ("0", ""), ("-5", ""), ("1.005", ""), ("NaN", ""),
     ("1e30", ""), ("many", ""), ("10000000", "10000000.00"), ("10000000.01", "")],
)  # fmt: skip
def test_an_advance_is_an_amount_of_money_or_refused_by_its_field(
    scene: Scene, amount: str, kept: str
) -> None:
    whistle, boss = scene.blow(), scene.cast.secretary
    said = {"amount": amount, "purpose": "修屋顶", "payee": "恒安物业", "fund": "应急资金"}
    if kept:
        scene.move(whistle, "advance", boss, **said)
        assert Advance.objects.get().amount == Decimal(kept)
        assert check_whistles().differences == 0
    else:
        assert refusal(scene, whistle, "advance", boss, **said).fields.keys() == {"amount"}
        assert not Advance.objects.exists()


def test_advances_are_settled_one_by_one_also_long_after(scene: Scene) -> None:
    whistle, boss = scene.blow(), scene.cast.secretary
    for payee in ("恒安物业", "老范五金"):
        scene.move(whistle, "advance", boss, amount="100", purpose="油布", payee=payee, fund="应急")
    assert refusal(scene, whistle, "settle_advance", boss, settlement="已报").fields.keys() == {
        "payee"
    }
    scene.move(whistle, "settle_advance", boss, settlement="已报", payee="老范五金")
    scene.move(whistle, "settle_advance", boss, settlement="保险赔付")
    assert refusal(scene, whistle, "settle_advance", boss, settlement="又").code is Code.NOT_YET
    rows = Advance.objects.values_list("payee", "settlement")
    assert set(rows) == {("恒安物业", "保险赔付"), ("老范五金", "已报")}


def test_what_was_altered_by_hand_is_found(scene: Scene) -> None:
    whistle = scene.blow()
    scene.move(whistle, "arrive", scene.gardener)
    said = {"amount": "100", "purpose": "油布", "payee": "老范", "fund": "应急"}
    scene.move(whistle, "advance", scene.cast.secretary, **said)
    whole = [check_whistles(), check_lives("w", Whistle), check_lives("r", Response)]
    assert [one.differences for one in whole] == [0, 0, 0]
    Advance.objects.update(amount=1)
    Response.objects.filter(unit=scene.garden).update(state="acting")
    Whistle.objects.update(state="acknowledged")
    found = [check_whistles(), check_lives("w", Whistle), check_lives("r", Response)]
    assert [one.differences for one in found] == [2, 1, 1]


def test_records_are_one_story_in_order_of_time(scene: Scene) -> None:
    whistle = scene.blow()
    scene.move(whistle, "acknowledge", scene.gardener)
    told = [(one.subject_kind, one.move) for one in records(scene.seen(whistle))]
    assert told == [
        ("whistle", "blow"), ("response", "call"), ("response", "call"),
        ("response", "acknowledge"), ("whistle", "keep_up"),
    ]  # fmt: skip
    assert Record.objects.filter(subject_kind="whistle").count() == 2


def test_the_desk_says_for_which_unit_and_who_was_too_late_is_told(scene: Scene) -> None:
    whistle = scene.blow()
    with pytest.raises(Refused) as refused:
        perform(
            scene.seen(whistle), "arrive", by=scene.cast.secretary.actor, at=scene.cast.at, raw={}
        )
    assert refused.value.fields.keys() == {"unit"}
    late = scene.seen(whistle)
    scene.move(whistle, "arrive", scene.gardener)
    with pytest.raises(Refused) as refused:
        perform(late, "arrive", by=scene.gardener.actor, at=scene.cast.at, raw={})
    assert refused.value.code is Code.STALE
