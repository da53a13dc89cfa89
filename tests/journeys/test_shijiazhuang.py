"""Shijiazhuang: a kerb rebuilt a day after its photo; eleven households visited together."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huying.clocks.models import Clock
from huying.duty.actions.visiting import make, plan_visit, request_came
from huying.files.models import Upload
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.attaching import Limits, Sent, attach
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.models import Category, Order, Rating
from huying.orders.policy import asker_of
from huying.orders.queries import open_moves
from huying.orgs.actions import register
from huying.orgs.states import OrgKind
from huying.people.roles import Role
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import EstateKind, Level
from huying.practices import adopt
from huying.whistles.verify import check_doors, check_whistles
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import Cast, Staff, build_cast, clock_at
from tests.web.saying import say

NINE = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)
HALF_PAST_FIVE = datetime(2026, 3, 11, 17, 30, tzinfo=SHANGHAI)
FOUR_NEXT_DAY = datetime(2026, 3, 11, 16, 0, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    adopt("shijiazhuang", place=cast.district, by=SYSTEM, at=NINE - timedelta(days=9))
    return cast


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def test_a_kerb_is_reported_rebuilt_and_rated(cast: Cast) -> None:
    resident = Client()
    photo = SimpleUploadedFile("kerb.jpg", picture("gray"), "image/jpeg")
    with clock_at(NINE):
        say(resident, "健身角的路沿石太尖，老扎车胎", photos=[photo])
    order = Order.objects.get()
    cast.at = NINE + timedelta(minutes=20)
    cast.move(order, "accept", cast.lin, category="0101", grade="A")
    cast.move(order, "take", cast.lin, reason="接访员现场协调")
    cast.move(order, "add_helper", cast.lin, helper="hengan")
    attach(
        order, [Sent("after.jpg", picture("white"))], by=cast.lin.actor, at=FOUR_NEXT_DAY,
        limits=Limits(10_000_000, 10_000_000), moment="after", public=True,
    )  # fmt: skip
    cast.at = FOUR_NEXT_DAY - timedelta(minutes=10)
    cast.move(order, "complete", cast.lin, result="solved", reply="转角已重做，地面已用混凝土抹平")

    order = Order.objects.get(pk=order.pk)
    assert order.completed_at is not None
    took = order.completed_at - order.placed_at
    assert timedelta(days=1, hours=7) - took < timedelta(minutes=1)
    assert [helper.unit for helper in order.co_handlers.all()] == [cast.hengan]
    ended = Clock.objects.get(subject_id=order.pk, name="close")
    assert (ended.due_at, ended.outcome) == (HALF_PAST_FIVE, "met")
    moments = Upload.objects.filter(subject_id=order.pk).order_by("uploaded_at", "id")
    assert list(moments.values_list("moment", flat=True)) == ["before", "after"]

    assert "judge" in open_moves(order, by=asker_of(order))
    with clock_at(FOUR_NEXT_DAY):
        page = resident.get(f"/o/{order.number}/").content.decode()
        assert "办好了，满意" in page
        resident.post(f"/o/{order.number}/judge/", {"verdict": "yes-yes", "words": "真快"})
    rating = Rating.objects.get()
    assert (rating.solved, rating.satisfied, rating.words) == (True, True, "真快")
    assert Order.objects.get(pk=order.pk).state == "closed"


THINGS = ["烟感报警器", "逃生面罩", "灭火器"]
DOORS = [f"6号楼2单元{floor}0{door}" for floor in range(1, 7) for door in (1, 2)][:11]


def a_hazard_found(cast: Cast) -> tuple[Staff, Order]:
    """A grid worker visits an estate, and what came up there becomes an order."""
    made = add_place(
        parent=cast.grid, level=Level.ESTATE, code="990101001001001-E6", name="槐荫家园", at=NINE,
        estate_kind=EstateKind.CLOSED,
    )  # fmt: skip
    estate = Place.objects.get(pk=made.pk)
    grid = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)
    how: dict[str, Any] = {"by": grid.actor, "at": NINE}
    cast.at = NINE
    visit = plan_visit(estate, due_on=NINE.date(), why="看看老楼道", **how)
    make(visit, minutes=25, words="楼道堆物，电线裸露，各家没有烟感", **how)
    order = request_came(visit, lambda: cast.place("2单元消防隐患"), **how)
    visit.refresh_from_db()
    assert visit.follow_order == order
    cast.move(order, "accept", cast.lin, category="0101", grade="A")
    return grid, order


def test_eleven_households_are_visited_together_and_each_signs(cast: Cast) -> None:
    """A hazard found on a visit: property and the fire brigade go from door to door."""
    grid, order = a_hazard_found(cast)
    brigade = register(code="xiaofang", name="消防站", kind=OrgKind.FIRE, place=cast.district)
    fireman = caller_of(cast.enlist("消防员小雷", brigade))
    boss, firm = caller_of(cast.secretary), caller_of(cast.zhou)
    with clock_at(NINE + timedelta(hours=1)):
        whistle = blown(boss, order.number, "hengan", "xiaofang")
        for unit in (fireman, firm):
            moved(unit, whistle, "acknowledge")
            moved(unit, whistle, "arrive")
        moved(boss, whistle, "list_doors", lines=DOORS, things=THINGS)
        doors = content(boss.get(f"/whistles/{whistle}/doors"))
        assert [one["things"] for one in doors] == [THINGS] * 11
        for number, one in enumerate(doors[:10]):
            said = {"door": one["id"], "given": THINGS, "signed_by": f"户主{number + 1}"}
            moved((fireman, firm)[number % 2], whistle, "hand_over", **said)
        for unit in (fireman, firm):
            moved(unit, whistle, "leave", words="走完一轮")
        early = boss.post(f"/whistles/{whistle}/moves/settle", {"outcome": "入户完成"})
        assert refusal(early)[:2] == (422, "not-yet")
        # The eleventh comes home in the evening.
        last = {"door": doors[10]["id"], "given": THINGS, "signed_by": "户主11"}
        every = moved(caller_of(grid), whistle, "hand_over", **last)["doors"]
        assert (every["listed"], every["done"], every["excepted"]) == (11, 11, 0)
        assert every["handed"] == dict.fromkeys(THINGS, 11)
        assert moved(boss, whistle, "settle", outcome="11户全部入户")["state"] == "settled"
    assert [check().differences for check in (check_doors, check_whistles)] == [0, 0]


def blown(boss: Caller, number: str, *units: str) -> str:
    body = {"order": number, "matter": "2单元消防隐患入户", "units": list(units)}
    return str(content(boss.post("/whistles", body))["id"])


def moved(who: Caller, whistle: str, move: str, **said: object) -> dict[str, Any]:
    answer = who.post(f"/whistles/{whistle}/moves/{move}", said)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = content(answer)
    return found


def test_a_household_that_cannot_be_visited_has_its_reason_and_the_action_closes(
    cast: Cast,
) -> None:
    _grid, order = a_hazard_found(cast)
    boss, firm = caller_of(cast.secretary), caller_of(cast.zhou)
    with clock_at(NINE + timedelta(hours=1)):
        whistle = blown(boss, order.number, "hengan")
        moved(firm, whistle, "arrive")
        moved(boss, whistle, "list_doors", lines=DOORS, things=THINGS)
        doors = content(boss.get(f"/whistles/{whistle}/doors"))
        for one in doors[:10]:
            moved(firm, whistle, "hand_over", door=one["id"], given=THINGS, signed_by="户主")
        moved(firm, whistle, "leave", words="走完")
        moved(firm, whistle, "find_nobody", door=doors[10]["id"])
        silent = firm.post(f"/whistles/{whistle}/moves/pass_by", {"door": doors[10]["id"]})
        assert refusal(silent)[:2] == (422, "incomplete")
        moved(firm, whistle, "pass_by", door=doors[10]["id"], reason="空房，产权人在外地")
        settled = moved(boss, whistle, "settle", outcome="10户入户，1户空房")
    assert (settled["state"], settled["doors"]["done"], settled["doors"]["excepted"]) == (
        "settled", 10, 1,
    )  # fmt: skip


def test_imported_history_since_2020_reads_155_errands_72_mediations_and_61_repairs(
    cast: Cast,
) -> None:
    first = datetime(2020, 1, 3, 9, 0, tzinfo=SHANGHAI)
    history = (("帮办", "booking", 155), ("邻里调解", "help", 72), ("义务维修", "help", 61))
    for name, kind, count in history:
        sort = Category.objects.create(code=name, name=name)
        rows = [
            ImportedRow(
                source="old", source_number=f"{name}-{number}", placed_at=at,
                ended=Ended(closed_at=at + timedelta(hours=5)),
                wish=Wish(text="帮一下", place=cast.community, kind=kind, category=sort),
            )
            for number in range(count)
            for at in [first + timedelta(days=number)]
        ]  # fmt: skip
        assert import_orders(rows, at=NINE) == count
    cast.place("还没办完的", category=sort)
    told = content(caller_of(cast.lin).get("/lists/done", since="2020-01-01", sort="-count"))
    assert [(row["name"], row["count"]) for row in told["items"]] == [
        (name, count) for name, _kind, count in history
    ]
    later = content(caller_of(cast.lin).get("/lists/done", since="2020-02-02"))
    assert sum(row["count"] for row in later["items"]) == 155 + 72 + 61 - 3 * 30
