"""Campaigns at the desk: prepared and moved by who leads them, read by who works there."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.campaigns.models import Campaign, Point, Target
from huying.campaigns.states import CampaignState
from huying.people.roles import Role
from tests.builders import Cast
from tests.campaigns.planning import Day, day_in, heads_in
from tests.web.browsing import read, signed_in, version_in

LIST, NEW = reverse("campaigns:list"), reverse("campaigns:new")
ONE = "3号楼1单元101"
MOST_QUERIES = 26
SAID = {"name": "接种日", "place": "990101001001", "held_on": "2026-03-20", "basis": "targets"}


@pytest.fixture
def day(cast: Cast) -> Day:
    return day_in(cast)


def page(day: Day, name: str = "one") -> str:
    return reverse(f"campaigns:{name}", args=[day.campaign.pk])


def moved(client: Client, day: Day, move: str, **fields: Any) -> Any:
    """Send a move's form as the page sends it."""
    version = version_in(client.get(page(day)).content.decode())
    return client.post(page(day, "moves"), {"move": move, "version": version} | fields)


def test_a_campaign_is_prepared_on_the_page_and_carried_to_its_end(cast: Cast) -> None:
    secretary = signed_in(cast.secretary)
    assert "No campaign yet" in read(secretary.get(LIST))
    answer = secretary.post(NEW, SAID)
    assert answer.status_code == 302
    day = Day(cast, Campaign.objects.get())
    assert moved(secretary, day, "enlist", lines="3号楼101\n3号楼102,李大爷").status_code == 302
    leaders = [str(cast.lin.person.pk)]
    assert moved(secretary, day, "add_point", point_name="东门", leaders=leaders).status_code == 302
    assert moved(secretary, day, "start").status_code == 302
    day.campaign.refresh_from_db()
    day.bring(day.tick("3号楼101"))
    told = read(secretary.get(page(day)))
    for words in ("接种日", "Going on now", "Reached 1 / 2", "1 not reached yet", "东门", "小林"):
        assert words in told
    for move in ("end", "close"):
        assert moved(secretary, day, move).status_code == 302
    told = read(secretary.get(page(day)))
    assert "1 missed" in told
    assert "1 were reached, 1 were not." in told
    assert moved(secretary, day, "archive").status_code == 302
    assert "Put away" in read(secretary.get(LIST))


def test_what_cannot_be_prepared_stands_on_its_field_and_nothing_is_lost(cast: Cast) -> None:
    secretary = signed_in(cast.secretary)
    answer = secretary.post(NEW, SAID | {"expected": "50", "purpose": "给老人接种"})
    assert answer.status_code == 422
    assert re.findall(r'id="new_(\w+)_error"', answer.content.decode()) == ["expected"]
    assert "给老人接种" in answer.content.decode()
    assert secretary.post(NEW, SAID | {"place": cast.neighbour.code}).status_code == 422
    assert Campaign.objects.count() == 0


def test_a_move_that_is_refused_keeps_what_was_typed(cast: Cast, day: Day) -> None:
    secretary = signed_in(cast.secretary)
    answer = moved(secretary, day, "strike", lines="9号楼101", reason="空房")
    assert answer.status_code == 422
    assert ("9号楼101" in answer.content.decode(), "空房" in answer.content.decode()) == (
        True,
        True,
    )
    stale = secretary.post(page(day, "moves"), {"move": "end", "version": "1"})
    assert (stale.status_code, "someone else changed this" in read(stale)) == (409, True)
    assert secretary.post(page(day, "moves"), {"move": "fly"}).status_code == 404
    assert Target.objects.filter(struck_at=None).count() == 4


def test_figures_stand_by_building_and_by_point_and_rank_nobody(cast: Cast, day: Day) -> None:
    day.move("add_point", point_name="东门")
    day.bring(day.tick(ONE, point=str(Point.objects.get().pk)), day.tick("3号楼1单元102"))
    told = read(signed_in(cast.lin).get(page(day)))
    assert "By building 3号楼 2 / 3 5号楼 0 / 1" in told
    assert "By point 东门 1 At no point 1" in told
    assert "小林" not in told.split("By building", 1)[1].split("What happened", 1)[0]


def test_the_missed_are_printed_as_they_are_now_and_as_they_were_closed(
    cast: Cast, day: Day
) -> None:
    day.bring(day.tick(ONE))
    day.move("end")
    day.move("close")
    day.bring(day.tick("5号楼1单元101"))
    secretary = signed_in(cast.secretary)
    now = read(secretary.get(page(day, "missed")))
    then = read(secretary.get(page(day, "missed"), {"closing": "1"}))
    assert ("Not reached yet: 2" in now, "5号楼1单元101" in now) == (True, False)
    assert ("): 3" in then, "5号楼1单元101" in then, "高秀兰" in then) == (True, True, True)
    assert "1 came after the first closing" in read(secretary.get(page(day)))
    assert secretary.get(page(day, "missed"), {"closing": "x" * 9}).status_code == 200


def test_a_building_head_reads_their_own_doors_and_leads_nothing(cast: Cast, day: Day) -> None:
    head = signed_in(cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building))
    told = read(head.get(page(day, "missed")))
    assert ("3 of them are at doors you work at." in told, "5号楼1单元101" in told) == (True, False)
    assert "The plan" not in read(head.get(page(day)))
    assert head.post(page(day, "moves"), {"move": "end"}).status_code == 403
    auditor = signed_in(cast.hire("审计员小池", Role.AUDITOR, cast.district))
    told = auditor.get(page(day, "missed")).content.decode()
    assert ("3号楼" in told, "高秀兰" in told) == (False, False)


def test_nobody_from_elsewhere_finds_it_and_a_visitor_is_led_to_the_door(
    cast: Cast, day: Day
) -> None:
    doors = [(page(day), "get"), (page(day, "missed"), "get"), (page(day, "moves"), "post")]
    for stranger in (cast.gu, cast.zhou, cast.ma):
        for where, method in doors:
            answer = getattr(signed_in(stranger), method)(where, {"move": "end"})
            assert answer.status_code == 404
            assert "核酸采样" not in answer.content.decode()
    assert "核酸采样" not in read(signed_in(cast.gu).get(LIST))
    assert signed_in(cast.zhou).get(LIST).status_code == 403
    assert signed_in(cast.lin).get(NEW).status_code == 403
    for where, method in [*doors, (LIST, "get"), (NEW, "get")]:
        assert getattr(signed_in(None), method)(where).status_code == 302


def test_followed_live_the_page_comes_anew_and_has_no_forms(cast: Cast, day: Day) -> None:
    secretary = signed_in(cast.secretary)
    live = secretary.get(page(day), {"live": ""}).content.decode()
    assert ('http-equiv="refresh"' in live, 'name="move"' in live) == (True, False)
    assert 'http-equiv="refresh"' not in secretary.get(page(day)).content.decode()


def test_the_desk_leads_there_and_heads_have_no_list(cast: Cast) -> None:
    day = heads_in(cast, CampaignState.LIVE, expected="200")
    day.bring(day.tick(), day.tick())
    lin = signed_in(cast.lin)
    assert f'href="{LIST}"' in lin.get("/desk/").content.decode()
    told = read(lin.get(page(day)))
    assert ("Counted 2 / 200" in told, "not reached" in told) == (True, False)


def test_a_page_costs_the_same_few_statements_however_long_the_list(cast: Cast, day: Day) -> None:
    secretary = signed_in(cast.secretary)
    found = []
    for more in range(2):
        day.move("enlist", lines="\n".join(f"{more + 7}号楼{n}" for n in range(40)))
        day.bring(*(day.tick(f"{more + 7}号楼{n}") for n in range(30)))
        for where in (page(day), LIST):
            with CaptureQueriesContext(connection) as queries:
                secretary.get(where)
            found.append(len(queries))
    assert found[:2] == found[2:]
    assert max(found) <= MOST_QUERIES
