"""A fixed cast in an invented district, and orders brought to any state through actions alone.

`build_cast()` writes the places, people, units, categories and limits; `cast.order_in(state)`
walks an order there move by move, ten minutes a move, on the cast's own clock `cast.at`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from huying.clocks.models import LimitRule
from huying.clocks.queries import forget
from huying.kernel.actor import VISITOR, Actor
from huying.kernel.calendar import SHANGHAI
from huying.kernel.now import begin_at
from huying.orders.actions import perform
from huying.orders.actions.placing import Wish, draft_order, place_order
from huying.orders.models import Category, Order
from huying.orders.policy import asker_of
from huying.orders.rules import ARCHIVE_AFTER
from huying.orders.states import OrderState
from huying.orgs.actions import enlist, register
from huying.orgs.models import Organisation
from huying.orgs.queries import actor_of
from huying.orgs.states import Duty, OrgKind
from huying.people.actions import add_person, appoint, open_account
from huying.people.models import Account, Person
from huying.people.roles import Role
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import GridKind, Level

START = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)
"""A Tuesday morning; no holiday for weeks around."""
LONG_AGO = date(2020, 1, 1)
A_MOVE = timedelta(minutes=10)
PASSWORD = "lantern-under-the-locust-tree"
PHONE = "13800001234"
WORDS = "三号楼东门的路灯坏了两天，晚上看不见台阶。"

S = OrderState
# Each state's way in: the state before, then the moves as (move, who makes it, what is given).
Leg = tuple[str, str, dict[str, str]]
WAYS: dict[OrderState, tuple[OrderState, tuple[Leg, ...]]] = {
    S.INFO_NEEDED: (S.SUBMITTED, (("ask_info", "lin", {"question": "是哪个单元门口的灯？"}),)),
    S.ACCEPTED: (S.SUBMITTED, (("accept", "lin", {"category": "0101"}),)),
    S.NOT_ACCEPTED: (
        S.SUBMITTED,
        (("decline", "lin", {"why": "legal_route", "other_way": "可以向法院起诉"}),),
    ),
    S.DISPATCHED: (
        S.ACCEPTED,
        (("dispatch", "lin", {"lead": "hengan", "reason": "楼内照明归物业"}),),
    ),
    S.SIGNED: (S.DISPATCHED, (("sign", "zhou", {}),)),
    S.IN_PROGRESS: (S.SIGNED, (("begin", "zhou", {"words": "下午带灯管上门"}),)),
    S.SUSPENDED: (
        S.IN_PROGRESS,
        (
            ("request_hold", "zhou", {"reason": "等配件", "review_on": "2026-04-20"}),
            ("grant_hold", "secretary", {"answer": "同意"}),
        ),
    ),
    S.COMPLETED: (
        S.IN_PROGRESS,
        (("complete", "zhou", {"result": "solved", "reply": "灯管已换新"}),),
    ),
    S.FOLLOW_UP: (S.COMPLETED, (("check", "lin", {}),)),
    S.CLOSED: (S.FOLLOW_UP, (("judge", "resident", {"solved": "yes", "satisfied": "yes"}),)),
    S.ARCHIVED: (S.CLOSED, (("archive", "lin", {}),)),
    S.MERGED: (S.SUBMITTED, (("merge", "lin", {"reason": "同一盏灯"}),)),
    S.WITHDRAWN: (S.SUBMITTED, (("withdraw", "resident", {}),)),
    S.VOIDED: (S.SUBMITTED, (("void", "secretary", {"reason": "测试误录"}),)),
}
# (clock, starts on, amount, unit, longest extension in workdays)
LIMITS = (
    ("accept", "place", 1, "workday", 0),
    ("close", "place", 5, "workday", 5),
    ("transfer", "accept", 1, "same_workday", 0),
    ("sign", "dispatch", 1, "workday", 0),
    ("follow_up", "complete", 5, "workday", 0),
)


@dataclass(frozen=True)
class Staff:
    """Someone with an account; `actor` is built anew from the posts held at the time."""

    person: Person
    account: Account

    @property
    def actor(self) -> Actor:
        """The actor a page would build for them on the day the story begins."""
        return actor_of(self.account, START.date())


@dataclass
class Cast:
    """Everybody and everywhere the stories need; `at` is the time of the next move."""

    district: Place
    street: Place
    community: Place
    neighbour: Place
    grid: Place
    building: Place
    desk_unit: Organisation
    hengan: Organisation
    bureau: Organisation
    lighting: Category
    noise: Category
    lin: Staff
    secretary: Staff
    dispatcher: Staff
    gu: Staff
    zhou: Staff
    wu: Staff
    ma: Staff
    at: datetime = field(default=START)

    def place(self, text: str = WORDS, *, by: Actor = VISITOR, **wish: Any) -> Order:
        """An order just placed, by a resident at the door unless someone else is named."""
        facts: dict[str, Any] = {
            "place": self.building,
            "contact_name": "高阿姨",
            "contact_phone": PHONE,
        } | wish
        placed, _answer = place_order(Wish(text=text, **facts), by=by, at=self._next())
        assert placed is not None
        return placed.order

    def draft(self, text: str = WORDS, **wish: Any) -> Order:
        """A draft that Lin began at the counter."""
        facts: dict[str, Any] = {"place": self.building, "channel": "counter"} | wish
        return draft_order(Wish(text=text, **facts), by=self.lin.actor, at=self._next()).order

    def move(self, order: Order, name: str, by: Staff | Actor | None = None, **raw: Any) -> Order:
        """Make one move as a form would; the resident makes it when nobody is named."""
        actor = by.actor if isinstance(by, Staff) else by or asker_of(order)
        return perform(order, name, by=actor, at=self._next(), raw=raw)

    def order_in(self, state: OrderState, text: str = WORDS, **wish: Any) -> Order:
        """An order brought to this state the usual way."""
        if state == S.DRAFT:
            return self.draft(text, **wish)
        if state == S.SUBMITTED:
            return self.place(text, **wish)
        before, legs = WAYS[state]
        order = self.order_in(before, text, **wish)
        if state == S.ARCHIVED:
            self.at += ARCHIVE_AFTER
        for name, who, raw in legs:
            given = raw | ({"into": self.place().number} if name == "merge" else {})
            self.move(order, name, None if who == "resident" else getattr(self, who), **given)
        return order

    def hire(self, name: str, role: Role, place: Place) -> Staff:
        """One more member of staff with this role there, and an account."""
        return _staff(name, f"u{Account.objects.count()}", (role, place))

    def enlist(self, name: str, unit: Organisation) -> Staff:
        """One more handler of this unit, and an account."""
        return _staff(name, f"u{Account.objects.count()}", unit=unit)

    def _next(self) -> datetime:
        self.at += A_MOVE
        return self.at


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Inside, the product's clock runs on from `at`; pages then see the story's own time."""
    begin_at(at)
    try:
        yield
    finally:
        begin_at(datetime.now(UTC))


def build_cast() -> Cast:
    """Write the cast into an empty database and forget any rulebook read before."""
    places = _places()
    units = _units(places)
    lamps = Category.objects.create(code="01", name="公共设施")
    lighting = Category.objects.create(
        code="0101", name="公共照明", parent=lamps, words=["路灯", "灯"]
    )
    noise = Category.objects.create(code="02", name="邻里噪音", words=["噪音", "吵"])
    for clock, starts_on, amount, unit, cap in LIMITS:
        LimitRule.objects.create(
            clock=clock, starts_on=starts_on, amount=amount, unit=unit, extension_cap=cap,
            valid_from=LONG_AGO,
        )  # fmt: skip
    forget()
    everyone: dict[str, Any] = {**places, **units, **_people(places, units)}
    return Cast(lighting=lighting, noise=noise, **everyone)


def _places() -> dict[str, Place]:
    def added(above: Place | None, level: Level, code: str, name: str, **more: Any) -> Place:
        made = add_place(parent=above, level=level, code=code, name=name, at=START, **more)
        return Place.objects.get(pk=made.pk)

    district = added(None, Level.DISTRICT, "990101", "云川区")
    street = added(district, Level.STREET, "990101001", "青梧街道")
    community = added(street, Level.COMMUNITY, "990101001001", "槐荫里社区")
    neighbour = added(street, Level.COMMUNITY, "990101001002", "柳岸社区")
    grid = added(
        community, Level.GRID, "990101001001001", "槐荫里第一网格", grid_kind=GridKind.BASIC
    )
    building = added(grid, Level.BUILDING, "990101001001001-B3", "3号楼", address="槐荫路12号")
    return {
        "district": district,
        "street": street,
        "community": community,
        "neighbour": neighbour,
        "grid": grid,
        "building": building,
    }


def _units(places: dict[str, Place]) -> dict[str, Organisation]:
    community, district = places["community"], places["district"]
    return {
        "desk_unit": register(
            code="huaiyinli", name="槐荫里社区居委会", kind=OrgKind.COMMUNITY, place=community
        ),
        "hengan": register(
            code="hengan", name="恒安物业", kind=OrgKind.PROPERTY_COMPANY, place=community
        ),
        "bureau": register(
            code="chengguan", name="云川区城市管理局", kind=OrgKind.DEPARTMENT, place=district
        ),
    }


def _people(places: dict[str, Place], units: dict[str, Organisation]) -> dict[str, Staff]:
    here = places["community"]
    return {
        "lin": _staff("小林", "lin", (Role.RECEPTION_WORKER, here)),
        "secretary": _staff("陈书记", "chen", (Role.COMMUNITY_SECRETARY, here)),
        "dispatcher": _staff("何派单", "he", (Role.DISPATCHER, places["street"])),
        "gu": _staff("小顾", "gu", (Role.RECEPTION_WORKER, places["neighbour"])),
        "zhou": _staff("周师傅", "zhou", unit=units["hengan"]),
        "wu": _staff("吴师傅", "wu", unit=units["hengan"]),
        "ma": _staff("马科长", "ma", unit=units["bureau"]),
    }


def _staff(
    name: str,
    username: str,
    post: tuple[Role, Place] | None = None,
    *,
    unit: Organisation | None = None,
) -> Staff:
    person = add_person(name=name)
    if post is not None:
        appoint(person, role=post[0], place=post[1], since=LONG_AGO)
    if unit is not None:
        enlist(person, organisation=unit, duty=Duty.HANDLER, since=LONG_AGO)
    return Staff(person, open_account(person, username=username, password=PASSWORD))
