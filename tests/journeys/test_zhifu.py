"""Zhifu: grades A, B and C by their limits; beyond and back; four posts a grid; dead spots."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huying.clocks.models import Clock
from huying.clocks.sweep import sweep
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Note, Order
from huying.people.roles import Role
from huying.practices import adopt
from tests.api.calling import caller_of, content
from tests.builders import Cast, build_cast, clock_at
from tests.web.browsing import read, signed_in
from tests.web.fieldwork import report, send

MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    adopt("zhifu", place=cast.district, by=SYSTEM, at=MORNING - timedelta(days=9))
    cast.at = MORNING
    return cast


def triaged(cast: Cast, grade: str) -> tuple[Order, Clock]:
    order = cast.place("楼道灯不亮")
    cast.move(order, "accept", cast.lin, category="0101", grade=grade)
    return order, Clock.objects.get(subject_id=order.pk, name="close")


def test_grade_a_is_fixed_and_fed_back_the_same_day(cast: Cast) -> None:
    order, clock = triaged(cast, "A")
    assert clock.due_at == datetime(2026, 3, 10, 17, 30, tzinfo=SHANGHAI)
    cast.move(order, "answer", cast.lin, result="solved", reply="灯泡已换")
    assert Clock.objects.get(pk=clock.pk).outcome == "met"
    assert Note.objects.get(order=order, kind="reply").public


def test_grade_b_shows_its_nodes(cast: Cast) -> None:
    order, clock = triaged(cast, "B")
    assert clock.due_at == datetime(2026, 3, 24, 17, 30, tzinfo=SHANGHAI)
    sweep(clock.due_at - timedelta(minutes=1))
    assert [float(mark.share) for mark in clock.marks.all()] == [0.25, 0.5, 0.75]
    assert Clock.objects.get(pk=clock.pk).outcome == ""
    assert order.grade == "B"


def test_grade_c_has_a_plan_and_reports_that_the_resident_reads(cast: Cast) -> None:
    order, clock = triaged(cast, "C")
    assert clock.due_at == datetime(2026, 6, 5, 17, 30, tzinfo=SHANGHAI)
    cast.move(order, "dispatch", cast.lin, lead="chengguan", reason="需立项改造")
    cast.move(order, "sign", cast.ma)
    cast.move(order, "begin", cast.ma, words="计划：三月勘察，四月招标，五月施工")
    for month, words in ((4, "勘察已完成"), (5, "招标已完成")):
        cast.at = datetime(2026, month, 8, 10, 0, tzinfo=SHANGHAI)
        cast.move(order, "report", cast.ma, words=words)
    told = Note.objects.filter(order=order, kind="report", public=True).order_by("seq")
    assert [note.text for note in told] == [
        "计划：三月勘察，四月招标，五月施工", "勘察已完成", "招标已完成",
    ]  # fmt: skip


def test_what_is_beyond_the_street_goes_to_the_district_and_comes_back(cast: Cast) -> None:
    order, _ = triaged(cast, "B")
    cast.move(order, "escalate", cast.lin, reason="超出社区权限，报区协调", level="3")
    cast.move(order, "dispatch", cast.dispatcher, lead="chengguan", reason="区里确定归口")
    cast.move(order, "sign", cast.ma)
    cast.move(order, "complete", cast.ma, result="solved", reply="已由区里协调解决")
    cast.move(order, "check", cast.dispatcher)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.level, stored.state, stored.reply) == (3, "follow_up", "已由区里协调解决")
    assert stored.responsible_person == cast.lin.person


def test_a_basic_grid_without_one_of_its_four_roles_is_flagged_until_somebody_holds_it(
    cast: Cast,
) -> None:
    commander = signed_in(cast.hire("区长", Role.DISTRICT_COMMANDER, cast.district))
    gaps, list_of = reverse("duty:gaps"), reverse("lists:one", args=["grid-posts"])
    with clock_at(MORNING):
        held = [Role.GRID_WORKER, Role.GRID_ASSISTANT, Role.STREET_ADVISER]
        for role in held:
            cast.hire(f"{role}一", role, cast.grid)
        told = read(commander.get(gaps))
        assert "1 posts of grids without anybody of 4 in 1 basic grids" in told
        assert "槐荫里第一网格 Department adviser" in told
        assert "槐荫里第一网格" in read(commander.get(list_of))
        cast.hire("部门顾问一", Role.DEPARTMENT_ADVISER, cast.grid)
        assert "槐荫里第一网格" not in read(commander.get(gaps))


def test_a_report_from_a_dead_spot_arrives_later_with_the_time_it_was_written(cast: Cast) -> None:
    meng = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)
    with clock_at(MORNING + timedelta(hours=7)):
        status, answer = send(signed_in(meng), report(meng))
        assert status == 201
        told = read(signed_in(cast.lin).get(reverse("desk:order", args=[answer["number"]])))
    assert "said today 14:05 on device d1c2b3a4, arrived today 16:00" in told


def test_what_three_lines_and_a_station_found_is_one_need_that_says_by_which(cast: Cast) -> None:
    with clock_at(MORNING):
        lin = caller_of(cast.lin)
        need = content(lin.post("/needs", {"title": "加装晾衣杆"}))["id"]
        page = signed_in(cast.lin).get(reverse("supply:need", args=[need])).content.decode()
        lines = re.findall(r'<option value="([^"]+)">', page[page.index('id="finders"') :][:400])
        assert lines == ["党组织线", "居民自治线", "社会组织线", "民需管家服务站"]
        for source, count in zip(lines[1:], (12, 5, 3), strict=True):
            said = {"count": count, "source": source, "counted_by": "楼片长"}
            assert lin.post(f"/needs/{need}/moves/add_survey", said).status_code == 200
        (row,) = content(lin.get("/lists/needs"))["items"]
    assert (row["supporters"], row["found_by"]) == (20, "居民自治线、社会组织线、民需管家服务站")
