"""Every address of duty, as everybody: who gets in, and that nobody reads what is not theirs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.duty.actions.meeting import open_meeting, raise_matter
from huying.duty.actions.staying import note_stay
from huying.duty.actions.visiting import make
from huying.duty.actions.writing import write_entry
from huying.duty.models import Entry, Item, Meeting, Posting, Stay, Visit
from huying.people.roles import Role
from huying.trail.models import Record
from huying.web.duty.urls import urlpatterns
from tests.builders import START, Staff
from tests.duty.conftest import Yard
from tests.web.browsing import signed_in

PRIVATE, PUBLIC, FOUND = "三楼两口子又吵架", "东门夜里没关", "药快吃完了"
HOUSEHOLD, MATTER, NOTE, MINUTES = "5号楼501许奶奶", "老槐树压在屋顶上", "在门岗值守", "113"
SECRETS = (PRIVATE, PUBLIC, FOUND, HOUSEHOLD, MATTER, NOTE, MINUTES)
pytestmark = pytest.mark.one_database
# Who may read each of these anywhere on the pages of duty, by hand.
READERS = {
    PRIVATE: {"posted", "secretary"},
    PUBLIC: {"posted", "secretary", "lin_posted"},
    FOUND: {"posted", "secretary", "lin_posted"},
    HOUSEHOLD: {"posted", "secretary", "lin_posted", "colleague", "assistant"},
    MATTER: {"posted", "secretary", "lin_posted", "colleague", "assistant"},
    NOTE: {"posted", "secretary", "lin_posted"},
    MINUTES: {"posted"},  # the visit's own minutes, by whoever made it
}


@pytest.fixture
def people(yard: Yard) -> dict[str, Staff]:
    """Everybody who might knock."""
    cast = yard.cast
    yard.post(cast.lin)
    return {
        "posted": yard.meng, "lin_posted": cast.lin, "secretary": cast.secretary,
        "colleague": cast.hire("小祁", Role.RECEPTION_WORKER, cast.community),
        "assistant": cast.hire("小助", Role.GRID_ASSISTANT, cast.grid),
        "street": cast.hire("街道主任", Role.STREET_LEADER, cast.street),
        "commander": cast.hire("区长", Role.DISTRICT_COMMANDER, cast.district),
        "dispatcher": cast.dispatcher, "neighbour": cast.gu,
        "neighbours_secretary": cast.hire("邻书记", Role.COMMUNITY_SECRETARY, cast.neighbour),
        "supervisor": cast.hire("督办员", Role.SUPERVISOR, cast.district),
        "auditor": cast.hire("审计员", Role.AUDITOR, cast.district),
        "keeper": cast.hire("管理员", Role.SYSTEM_KEEPER, cast.district),
        "unit": cast.zhou,
    }  # fmt: skip


@pytest.fixture
def values(yard: Yard, people: dict[str, Staff]) -> dict[str, Any]:
    """A day with everything on it; a value for each part of an address."""
    meng = yard.meng.actor
    visit = yard.planned(household=HOUSEHOLD)
    make(visit, minutes=int(MINUTES), words=FOUND, by=meng, at=START)
    yard.planned(household=HOUSEHOLD)
    entry = write_entry(yard.estate, public=PUBLIC, private=PRIVATE, by=meng, at=START)
    stay = note_stay(yard.estate, minutes=1, note=NOTE, by=meng, at=START)
    meeting = open_meeting(yard.cast.community, by=yard.cast.lin.actor, at=START)
    item = raise_matter(meeting, matter=MATTER, by=meng, at=START)
    return {
        "visit_id": visit.pk, "entry_id": entry.pk, "stay_id": stay.pk, "meeting_id": meeting.pk,
        "item_id": item.pk, "posting_id": Posting.objects.earliest("pk").pk,
    }  # fmt: skip


def addresses(yard: Yard, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every address by its name; where a code is meant, the community's or the estate's."""
    for pattern in urlpatterns:
        name, parts = str(pattern.name), pattern.pattern.converters
        code = yard.cast.community.code if name == "meeting-open" else yard.estate.code
        args = [code if part == "code" else values[part] for part in parts]
        yield name, reverse(f"duty:{name}", args=args)


def asked(client: Client, address: str, estate: str) -> Any:
    answer = client.get(address, {"estate": estate} if "diary/" in address else {})
    return answer if answer.status_code != 404 else client.get(address)


def holds(page: str, secret: str) -> bool:
    """Whether the secret stands there by itself: a page's token may have its figures in it."""
    return re.search(rf"(?<![0-9A-Za-z]){secret}(?![0-9A-Za-z])", page) is not None


def test_each_secret_is_read_by_its_readers_and_by_nobody_else(
    yard: Yard, people: dict[str, Staff], values: dict[str, Any]
) -> None:
    found: dict[str, set[str]] = {secret: set() for secret in SECRETS}
    for role, staff in people.items():
        client = signed_in(staff)
        for _name, address in addresses(yard, values):
            page = asked(client, address, yard.estate.code).content.decode()
            for secret in SECRETS:
                if holds(page, secret):
                    found[secret].add(role)
    assert found == READERS


OUTSIDE = ("supervisor", "auditor", "keeper", "unit")
ABOVE = ("street", "commander", "dispatcher")
BESIDE = ("neighbour", "neighbours_secretary")


def test_whoever_has_no_duty_finds_every_door_shut(
    yard: Yard, people: dict[str, Staff], values: dict[str, Any]
) -> None:
    for role in OUTSIDE:
        client = signed_in(people[role])
        for name, address in addresses(yard, values):
            answer = client.get(address)
            assert answer.status_code in {403, 405}, (role, name, answer.status_code)
            assert client.post(address).status_code in {403, 405}, (role, name)
    for _name, address in addresses(yard, values):
        assert Client().get(address).status_code in {302, 405}


def snapshot() -> list[Any]:
    rows = [list(model._default_manager.order_by("pk").values()) for model in (Visit, Entry, Stay, Meeting, Item, Posting)]  # fmt: skip
    return [*rows, Record.objects.count()]


def test_nothing_of_this_community_is_changed_from_beside_it(
    yard: Yard, people: dict[str, Staff], values: dict[str, Any]
) -> None:
    before = snapshot()
    said = {
        "move": "make", "minutes": "5", "words": "x", "on": "2026-03-10", "public": "x",
        "private": "x", "matter": "x", "owner": "", "becomes": "noted", "text": "x",
        "channel": "phone", "kind": "problem", "since": "2026-03-10", "estate": yard.estate.code,
        "place": yard.estate.code, "person": str(yard.cast.lin.person.pk), "why": "x",
        "due_on": "2026-03-10",
    }  # fmt: skip
    for role in BESIDE:
        client = signed_in(people[role])
        for name, address in addresses(yard, values):
            answer = client.post(address, said)
            assert answer.status_code in {403, 404, 405, 422}, (role, name, answer.status_code)
    assert snapshot() == before


def test_a_level_above_opens_no_visit_diary_meeting_or_minutes(
    yard: Yard, people: dict[str, Staff], values: dict[str, Any]
) -> None:
    shut = {
        "visit", "visit-request", "meeting", "diary-print", "diary-correct",
    }  # fmt: skip
    posts = {"stay", "stay-back", "visit-move", "meeting-open", "meeting-raise", "meeting-item", "meeting-close", "meeting-reopen"}  # fmt: skip
    for role in ABOVE:
        client = signed_in(people[role])
        for name, address in addresses(yard, values):
            if name in shut:
                assert client.get(address).status_code == 404, (role, name)
            if name in posts:
                assert client.post(address, {"move": "make"}).status_code in {403, 404}, (
                    role,
                    name,
                )
