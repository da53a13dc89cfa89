"""The pages of duty as their readers use them, without JavaScript."""

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.duty.actions.meeting import open_meeting, raise_matter
from huying.duty.actions.visiting import make
from huying.duty.actions.writing import write_entry
from huying.duty.models import Entry, Item, Meeting, Posting, Stay, Visit
from huying.orders.models import Order
from tests.builders import START
from tests.duty.conftest import TODAY, Yard
from tests.web.browsing import read, signed_in

TODAYS = reverse("duty:today")
DIARY = reverse("duty:diary")
MEETING = reverse("duty:meeting")


def errors(answer: Any) -> list[str]:
    """The fields that carry an error, by the end of their id."""
    page = answer.content.decode()
    return re.findall(r'id="(?:[\w-]+?_)+(\w+)_error"', page)


def version(visit: Visit) -> str:
    return str(Visit.objects.get(pk=visit.pk).version)


def moved(client: Client, visit: Visit, move: str, **fields: str) -> Any:
    said = {"move": move, "version": version(visit)} | fields
    return client.post(reverse("duty:visit-move", args=[visit.pk]), said)


def test_my_day_shows_the_line_the_visits_and_the_diary_form(yard: Yard) -> None:
    make(yard.planned(), minutes=110, by=yard.meng.actor, at=START)
    yard.planned(household="5号楼501", goes=yard.meng.person)
    yard.planned(why="看看楼道灯", due_on=TODAY + timedelta(days=1))
    yard.post(yard.cast.lin)
    page = signed_in(yard.meng).get(TODAYS)
    told = read(page)
    assert "1 hour 50 minutes of 2 hours" in told
    assert re.search(r"问问近况 · 5号楼501 today 青禾家园 · 小孟 .*看看楼道灯 tomorrow", told)
    assert "Posted here: 小林" in told
    assert 'name="private"' in page.content.decode()


def test_a_visit_is_planned_made_and_leaves_the_list(yard: Yard) -> None:
    meng = signed_in(yard.meng)
    said = {
        "place": yard.estate.code, "household": "5号楼501", "reason": "special_group", "why": "",
        "due_on": "2026-03-10", "goes": "",
    }  # fmt: skip
    new = reverse("duty:visit-new")
    assert "特殊群体" in read(meng.get(new))
    wrong = meng.post(new, said | {"reason": "other"})
    assert (wrong.status_code, errors(wrong), "5号楼501" in wrong.content.decode()) == (422, ["why"], True)  # fmt: skip
    assert meng.post(new, said).status_code == 302
    visit = Visit.objects.get()
    shown = read(meng.get(reverse("duty:visit", args=[visit.pk])))
    assert ("特殊群体" in shown, "Whoever is posted there" in shown) == (True, True)
    wrong = moved(meng, visit, "make", minutes="", words="一切都好", on="2026-03-10")
    assert errors(wrong) == ["minutes"]
    assert "一切都好" in wrong.content.decode()
    moved(meng, visit, "make", minutes="25", words="一切都好", on="2026-03-10")
    told = read(meng.get(TODAYS))
    assert ("Nobody waits for your visit" in told, "25 minutes of 2 hours" in told) == (True, True)


def test_a_visit_moved_by_somebody_else_meanwhile_keeps_what_was_typed(yard: Yard) -> None:
    visit, meng = yard.planned(), signed_in(yard.meng)
    late = {"move": "make", "version": "0", "minutes": "30", "words": "别丢了", "on": "2026-03-10"}
    answer = meng.post(reverse("duty:visit-move", args=[visit.pk]), late)
    assert (answer.status_code, "别丢了" in answer.content.decode()) == (422, True)
    assert Visit.objects.get().state == "planned"


def test_a_request_taken_on_a_visit_has_its_place_and_is_linked_back(yard: Yard) -> None:
    visit, lin = yard.planned(), signed_in(yard.cast.lin)
    address = reverse("duty:visit-request", args=[visit.pk])
    form = lin.get(address).content.decode()
    assert f'value="{yard.estate.code}" selected' in form
    said = {
        "text": "楼道灯坏了",
        "channel": "grid_visit",
        "kind": "problem",
        "place": yard.estate.code,
    }
    assert lin.post(address, said).status_code == 302
    order = Order.objects.get()
    assert (Visit.objects.get().follow_order, order.place) == (order, yard.estate)
    assert order.number in read(lin.get(reverse("duty:visit", args=[visit.pk])))
    again = lin.post(address, said | {"text": "又一件"})
    assert (again.status_code, Order.objects.count()) == (422, 1)


def test_minutes_are_noted_and_taken_back_and_a_wrong_number_is_said_where_it_stands(
    yard: Yard,
) -> None:
    meng, address = signed_in(yard.meng), reverse("duty:stay", args=[yard.estate.code])
    wrong = meng.post(address, {"minutes": "0", "on": "2026-03-10", "note": "在门岗"})
    assert (wrong.status_code, errors(wrong)) == (422, ["minutes"])
    assert "在门岗" in wrong.content.decode()
    assert meng.post(address, {"minutes": "35", "on": "2026-03-10"}).status_code == 302
    assert "35 minutes of 2 hours" in read(meng.get(TODAYS))
    assert meng.post(reverse("duty:stay-back", args=[Stay.objects.get().pk])).status_code == 302
    assert "0 minutes of 2 hours" in read(meng.get(TODAYS))


def test_the_diary_is_written_corrected_and_printed_without_what_is_private(yard: Yard) -> None:
    meng = signed_in(yard.meng)
    said = {
        "estate": yard.estate.code,
        "on": "2026-03-10",
        "public": "东门没关",
        "private": "两口子吵架",
    }
    assert meng.post(DIARY, said).status_code == 302
    correct = reverse("duty:diary-correct", args=[Entry.objects.get().pk])
    assert meng.post(correct, {"public": "西门没关", "private": "两口子吵架"}).status_code == 302
    told = read(meng.get(DIARY))
    assert [words in told for words in ("西门没关", "东门没关", "两口子吵架")] == [True] * 3
    paper = read(meng.get(reverse("duty:diary-print"), {"estate": yard.estate.code, "month": "2026-03"}))  # fmt: skip
    assert ("西门没关" in paper, "东门没关" in paper, "两口子" in paper) == (True, False, False)
    empty = meng.post(DIARY, said | {"public": "", "private": " "})
    assert (empty.status_code, errors(empty)) == (422, ["public"])
    assert "Nothing was written in this month" in read(meng.get(DIARY, {"month": "2026-02"}))
    assert meng.get(DIARY, {"month": "nonsense"}).status_code == 200


def test_a_morning_from_opening_to_closing(yard: Yard) -> None:
    lin = signed_in(yard.cast.lin)
    assert "Open this morning" in read(lin.get(MEETING))
    lin.post(reverse("duty:meeting-open", args=[yard.cast.community.code]))
    meeting = Meeting.objects.get()
    into = reverse("duty:meeting-raise", args=[meeting.pk])
    assert errors(lin.post(into, {"matter": "", "place": yard.estate.code})) == ["matter"]
    lin.post(into, {"matter": "老槐树倒了", "place": yard.estate.code, "owner": ""})
    item = Item.objects.get()
    close = reverse("duty:meeting-close", args=[meeting.pk])
    refused = lin.post(close)
    assert refused.status_code == 422
    assert "A matter has nobody who takes care of it yet" in read(refused)
    settle = reverse("duty:meeting-item", args=[item.pk])
    assert errors(lin.post(settle, {"owner": "", "becomes": "later"})) == ["owner"]
    owner = str(yard.meng.person.pk)
    lin.post(settle, {"owner": owner, "becomes": "order"})
    order = Order.objects.get()
    told = read(lin.get(MEETING))
    assert f"A request · {order.number}" in told
    assert "小孟 takes care of it" in told
    assert lin.post(close).status_code == 302
    assert "Something more came up" in read(lin.get(MEETING))


def test_a_meeting_that_was_left_open_is_found_and_closed_the_next_morning(yard: Yard) -> None:
    yesterday = START - timedelta(days=1)
    meeting = open_meeting(yard.cast.community, by=yard.cast.lin.actor, at=yesterday)
    lin = signed_in(yard.cast.lin)
    assert "on=2026-03-09" in lin.get(MEETING).content.decode()
    assert "2026-03-09 Later morning" in read(lin.get(MEETING, {"on": "2026-03-09"}))
    close = reverse("duty:meeting-close", args=[meeting.pk])
    assert lin.post(close)["location"].endswith("on=2026-03-09")
    assert Meeting.objects.get().state == "closed"
    for day in ("2026-03-11", "nonsense", "9999-12-31"):
        assert "Open this morning" in read(lin.get(MEETING, {"on": day}))


def test_gaps_lead_to_posting_somebody_and_posting_closes_them(yard: Yard) -> None:
    secretary = signed_in(yard.cast.secretary)
    assert "青禾家园 1 of 2–3 posted Post someone" in read(secretary.get(reverse("duty:gaps")))
    new = reverse("duty:posting-new", args=[yard.estate.code])
    assert "小林" in read(secretary.get(new))
    said = {
        "person": str(yard.cast.lin.person.pk),
        "hours": "上午",
        "since": "2026-03-10",
        "until": "",
    }
    wrong = secretary.post(new, said | {"since": "2026-03-09"})
    assert (wrong.status_code, errors(wrong)) == (422, ["since"])
    assert secretary.post(new, said).status_code == 302
    assert "青禾家园 2 of" not in read(secretary.get(reverse("duty:gaps")))
    told = read(secretary.get(reverse("duty:postings")))
    assert re.search(r"青禾家园 2 of 2–3 posted 小孟 .* 小林 上午", told)
    end = reverse("duty:posting-end", args=[Posting.objects.latest("pk").pk])
    assert secretary.post(end).status_code == 302
    assert "青禾家园 1 of 2–3 posted" in read(secretary.get(reverse("duty:gaps")))


def test_pages_cost_no_more_statements_for_many_lines_than_for_few(
    yard: Yard, kept_reference_data: None
) -> None:
    community, lin = yard.cast.community, yard.cast.lin.actor
    meeting = open_meeting(community, by=lin, at=START)
    client = signed_in(yard.cast.secretary)
    addresses = (TODAYS, MEETING, DIARY, reverse("duty:postings"), reverse("duty:gaps"))

    def fill(number: int) -> None:
        for each in range(number):
            yard.planned(household=f"{each}", goes=yard.meng.person)
            raise_matter(meeting, matter=f"{each}", owner=yard.meng.person, by=lin, at=START)
            write_entry(yard.estate, public=f"{each}", by=yard.cast.secretary.actor, at=START)

    def counted() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    fill(1)
    few = counted()
    fill(7)
    assert counted() == few
    assert max(few) < 40
