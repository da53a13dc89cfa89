"""From door to door together: what is handed over is signed for, and nothing is left unsaid."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from huying.trail.verify import check_chains, check_lives
from huying.whistles.actions import perform
from huying.whistles.models import Door, Whistle
from huying.whistles.policy import reads_names
from huying.whistles.queries import progress
from huying.whistles.verify import check_doors
from tests.builders import Staff
from tests.whistles.scene import Scene

THINGS = ["烟感报警器", "逃生面罩", "灭火器"]
ONE, TWO = "5号楼1单元101", "5号楼1单元102"
LINES = f"{ONE},许桂兰\n{TWO}"


def listed(scene: Scene, lines: str = LINES, things: str = "\n".join(THINGS)) -> Whistle:
    """A whistle whose only unit came and left, with these doors."""
    whistle = scene.blow(scene.garden)
    whistle = scene.move(whistle, "list_doors", scene.cast.secretary, lines=lines, things=things)
    whistle = scene.move(whistle, "arrive", scene.gardener)
    return scene.move(whistle, "leave", scene.gardener, words="已走完")


def door(label: str) -> Door:
    return Door.objects.get(label=label)


def at(scene: Scene, label: str, name: str, by: Staff | None = None, **raw: object) -> Whistle:
    """A move at this door, by the unit that was called unless someone else is named."""
    one = door(label)
    return scene.move(one.whistle, name, by or scene.gardener, door=str(one.pk), **raw)


def refused(scene: Scene, label: str, name: str, by: Staff | None = None, **raw: object) -> Refused:
    before = Record.objects.count(), list(Door.objects.values())
    with pytest.raises(Refused) as refusal:
        at(scene, label, name, by, **raw)
    assert (Record.objects.count(), list(Door.objects.values())) == before
    return refusal.value


def whole() -> list[int]:
    checks = (check_doors(), check_lives("door lives", Door), check_chains())
    return [check.differences for check in checks]


def test_a_whistle_is_settled_only_when_every_door_is_signed_for_or_says_why(scene: Scene) -> None:
    whistle, boss = listed(scene), scene.cast.secretary
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    with pytest.raises(Refused) as refusal:
        scene.move(whistle, "settle", boss, outcome="走完了")
    assert refusal.value.code is Code.NOT_YET
    at(scene, TWO, "find_nobody")
    at(scene, TWO, "find_nobody", words="邻居说晚上回来")
    at(scene, TWO, "pass_by", reason="户主在外地，钥匙不在社区")
    whistle = scene.move(whistle, "settle", boss, outcome="走完了")
    assert whistle.state == "settled"
    found = progress(whistle)
    assert (found.doors, found.done, found.excepted, found.answered) == (2, 1, 1, 2)
    assert found.handed == {"烟感报警器": 1, "逃生面罩": 1, "灭火器": 1}
    assert (door(TWO).tries, door(TWO).note) == (2, "户主在外地，钥匙不在社区")
    assert whole() == [0, 0, 0]


def test_what_is_missing_at_a_door_is_said_and_nothing_else_can_be_handed_over(
    scene: Scene,
) -> None:
    listed(scene)
    some: dict[str, Any] = {"given": THINGS[:2], "signed_by": "许桂兰"}
    assert refused(scene, ONE, "hand_over", **some).code is Code.INVALID
    assert refused(scene, ONE, "hand_over", given=THINGS).code is Code.INCOMPLETE
    assert refused(scene, ONE, "hand_over", signed_by="许桂兰").code is Code.INCOMPLETE
    other = refused(scene, ONE, "hand_over", given=["电视机"], signed_by="许桂兰")
    assert (other.code, list(other.fields)) == (Code.INVALID, ["given"])
    hidden = refused(scene, ONE, "hand_over", given=THINGS, signed_by="许\x00桂兰")
    assert (hidden.code, list(hidden.fields)) == (Code.INVALID, ["signed_by"])
    assert refused(scene, ONE, "pass_by").code is Code.INCOMPLETE
    at(scene, ONE, "hand_over", **some, words="家里已有灭火器")
    assert (door(ONE).state, door(ONE).given) == ("done", THINGS[:2])
    assert whole() == [0, 0, 0]


def test_a_door_can_be_gone_back_to_while_the_whistle_is_open(scene: Scene) -> None:
    whistle = listed(scene, ONE)
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    assert refused(scene, ONE, "hand_over", given=THINGS, signed_by="x").code is Code.WRONG_STATE
    at(scene, ONE, "go_back", reason="签错了一户")
    assert (door(ONE).state, door(ONE).given, door(ONE).signed_by) == ("to_visit", [], "")
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    scene.move(whistle, "settle", scene.cast.secretary, outcome="走完了")
    assert refused(scene, ONE, "go_back", reason="再看看").code is Code.WRONG_STATE
    assert whole() == [0, 0, 0]


def test_doors_are_listed_once_each_with_what_is_handed_out_there(scene: Scene) -> None:
    whistle, boss = listed(scene), scene.cast.secretary
    more = f"{TWO}\n5号楼1单元103"
    scene.move(whistle, "list_doors", boss, lines=more, things="灭火器、灭火器")
    assert list(Door.objects.values_list("label", "name", "things")) == [
        (ONE, "许桂兰", THINGS), (TWO, "", THINGS), ("5号楼1单元103", "", ["灭火器"]),
    ]  # fmt: skip
    told = Record.objects.filter(move="list_doors").latest("id").given
    assert (told["added"], told["known"], told["things"]) == (1, 1, ["灭火器"])
    for wrong in (
        {"lines": "，，"}, {"lines": "楼" * 81}, {"lines": "5号楼\x00"}, {"things": "器" * 41},
        {"things": "\n".join(map(str, range(13)))}, {"things": "器\x00"},
    ):  # fmt: skip
        raw = {"lines": "6号楼", "things": "灭火器"} | wrong
        with pytest.raises(Refused) as refusal:
            scene.move(whistle, "list_doors", boss, **raw)
        assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, list(wrong))
    many = "\n".join(f"6号楼{number}" for number in range(498))
    with pytest.raises(Refused) as refusal:
        scene.move(whistle, "list_doors", boss, lines=many, things="灭火器")
    assert refusal.value.code is Code.TOO_MANY
    assert Door.objects.count() == 3


def test_who_lives_there_and_who_signed_is_read_by_those_who_go_and_sealed_on_record(
    scene: Scene,
) -> None:
    whistle, cast = listed(scene), scene.cast
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    assert "许桂兰" not in str(list(Record.objects.values_list("given", flat=True)))
    grid = cast.hire("网格员小孟", Role.GRID_WORKER, cast.community)
    auditor = cast.hire("审计员小池", Role.AUDITOR, cast.district)
    reading = {who.person.name: reads_names(who.actor, whistle) for who in (scene.gardener, grid, auditor, cast.secretary, cast.gu)}  # fmt: skip
    assert list(reading.values()) == [True, True, False, True, False]
    at(scene, TWO, "find_nobody", grid)
    for outsider in (auditor, cast.gu, cast.ma):
        assert refused(scene, TWO, "find_nobody", outsider).code is Code.NOT_YOURS


def test_a_door_of_another_whistle_is_not_found(scene: Scene) -> None:
    listed(scene, ONE)
    raw = {"door": "12345", "reason": "x"}
    with pytest.raises(Refused) as refusal:
        scene.move(door(ONE).whistle, "pass_by", scene.gardener, **raw)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, ["door"])


@pytest.mark.parametrize(
    "change",
    [
        {"given": []},
        {"given": ["电视机"]},
        {"tries": 3},
        {"things": []},
        {"version": 9},
        {"signed_by": "别人"},
        {"label": "9号楼"},
        {"name": "别人"},
        {"note": "改过"},
    ],
    ids=str,
)
def test_verify_finds_what_was_altered_by_hand(scene: Scene, change: dict[str, object]) -> None:
    listed(scene, ONE)
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    Door.objects.update(**change)
    assert sum(whole()) > 0


@pytest.mark.parametrize(
    "change",
    [{"signed_by": ""}, {"ended_at": None}, {"state": "excepted"}, {"state": "to_visit"}],
    ids=str,
)
def test_the_database_itself_keeps_no_door_done_without_a_signature(
    scene: Scene, change: dict[str, object]
) -> None:
    listed(scene, ONE)
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    with pytest.raises(IntegrityError), transaction.atomic():
        Door.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_settling_and_going_back_at_the_same_moment_leaves_no_door_open(scene: Scene) -> None:
    """Whichever comes first, a settled whistle has no door that waits."""
    whistle, boss = listed(scene, ONE), scene.cast.secretary.actor
    at(scene, ONE, "hand_over", given=THINGS, signed_by="许桂兰")
    start, said = Barrier(2), list[str]()

    def run(name: str, **raw: str) -> None:
        fresh = scene.seen(whistle)
        start.wait()
        try:
            perform(fresh, name, by=boss, at=scene.cast.at, raw=raw)
            said.append(name)
        except Refused as refusal:
            said.append(str(refusal.code))
        finally:
            connection.close()

    pair = [
        Thread(target=run, args=("settle",), kwargs={"outcome": "走完了"}),
        Thread(target=run, args=("go_back",), kwargs={"door": str(door(ONE).pk), "reason": "再看"}),
    ]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    settled = Whistle.objects.get().state == "settled"
    assert (settled, door(ONE).state) in {(True, "done"), (False, "to_visit")}, said
    assert whole() == [0, 0, 0]
