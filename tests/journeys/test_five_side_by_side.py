"""Five practices in five districts of one installation: each promises by its own rules at once."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huying.clocks.models import Clock
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.actions import perform
from huying.orders.models import Order
from huying.orgs.queries import actor_of
from huying.people.actions import add_person, appoint, open_account
from huying.people.roles import Role
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import Level
from huying.practices import adopt
from tests.builders import LONG_AGO, PASSWORD, clock_at

FRIDAY = datetime(2026, 2, 13, 9, 0, tzinfo=SHANGHAI)  # the next day is a swapped workday
FIVE = ("licang", "wujiangbei", "shijiazhuang", "zhifu", "lixia")


def due(month: int, day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


# Promised for finishing: as placed, and once taken on with grade A and level 2.
PROMISED = {
    "licang": (due(3, 16, 0, 0), due(3, 16, 0, 0)),
    "wujiangbei": (due(2, 27), due(2, 13)),
    "shijiazhuang": (due(2, 27), due(2, 14)),
    "zhifu": (due(2, 27), due(2, 13)),
    "lixia": (due(2, 14, 9, 0), due(2, 25)),
}
OFFERED = {
    "licang": "约个服务", "wujiangbei": "微心愿", "shijiazhuang": "幸福缘红娘", "zhifu": "许个心愿",
    "lixia": "议一议",
}  # fmt: skip


@pytest.fixture
def communities(db: None) -> dict[str, Place]:
    """A community of a district for each practice, with somebody at its desk."""
    found, before = {}, FRIDAY - timedelta(days=9)
    for number, name in enumerate(FIVE, start=1):
        code = f"99020{number}"
        district = add_place(
            parent=None, level=Level.DISTRICT, code=code, name=f"第{number}区", at=before
        )
        street = add_place(
            parent=district, level=Level.STREET, code=f"{code}001", name="街道", at=before
        )
        place = add_place(
            parent=street,
            level=Level.COMMUNITY,
            code=f"{code}001001",
            name=f"{name}社区",
            at=before,
        )
        person = add_person(name=f"接待{number}")
        appoint(person, role=Role.RECEPTION_WORKER, place=place, since=LONG_AGO)
        open_account(username=f"desk{number}", person=person, password=PASSWORD)
        adopt(name, place=district, by=SYSTEM, at=before)
        found[name] = place
    return found


def promise(order: Order) -> datetime | None:
    return Clock.objects.get(subject_id=order.pk, name="close", stopped_at=None).due_at


def placed(community: Place) -> Order:
    said = {"text": "路灯坏了两天", "place": community.code}
    answer = Client().post("/api/v1/orders", said, content_type="application/json")
    assert answer.status_code == 201
    return Order.objects.get(number=answer.json()["number"])


def test_each_district_promises_by_its_own_practice(communities: dict[str, Place]) -> None:
    found = {}
    with clock_at(FRIDAY):
        for name, community in communities.items():
            order = placed(community)
            first = promise(order)
            desk = order.responsible_person
            assert desk is not None
            perform(
                order, "accept", by=actor_of(desk.account, FRIDAY.date()),
                at=FRIDAY + timedelta(minutes=5), raw={"category": "0201", "grade": "A", "level": "2"},
            )  # fmt: skip
            found[name] = (first and first.replace(second=0, microsecond=0), promise(order))
    assert found == PROMISED


def test_each_front_page_offers_what_its_practice_calls_so(communities: dict[str, Place]) -> None:
    for name, community in communities.items():
        page = Client().get(f"/c/{community.code}/").content.decode()
        assert {other: word in page for other, word in OFFERED.items()}[name], name
    shijiazhuang = Client().get(f"/c/{communities['shijiazhuang'].code}/").content.decode()
    assert "议一议" not in shijiazhuang


def test_the_desk_is_asked_for_grades_and_levels_by_the_names_of_its_practice(
    communities: dict[str, Place],
) -> None:
    for number, (name, words) in enumerate(
        {
            "zhifu": "B 限时解决 · 定时间节点，按节点反馈",
            "lixia": "2 疑难诉求 · 3个工作日内协调解决",
        }.items()
    ):
        desk = Client()
        assert desk.login(username=f"desk{FIVE.index(name) + 1}", password=PASSWORD), number
        with clock_at(FRIDAY):
            order = placed(communities[name])
            page = desk.get(f"/desk/orders/{order.number}/").content.decode()
        assert words in page
