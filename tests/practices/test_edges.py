"""Every limit of every pack, started before and after holidays: kept at its edge, broken past it.

The calendar of 2026 is written down here by hand, after the notice of the State Council.
"""

from datetime import date, datetime, time, timedelta

import pytest

from huying.clocks.actions import Plan, decide, plan
from huying.clocks.queries import rulebook
from huying.clocks.rules import Facts
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.kernel.effects import start, stop
from huying.kernel.limits import Limit, Unit
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import Level
from huying.practices import adopt, names, read
from huying.practices.parts.limits import LimitRow

pytestmark = pytest.mark.django_db
CLOSING = time(17, 30)
RESTS = (  # first and last day of each holiday
    ((1, 1), (1, 3)), ((2, 15), (2, 23)), ((4, 4), (4, 6)), ((5, 1), (5, 5)), ((6, 19), (6, 21)),
    ((9, 25), (9, 27)), ((10, 1), (10, 7)),
)  # fmt: skip
SWAPPED = {date(2026, *day) for day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))}
RESTING = {
    date(2026, *first) + timedelta(days=n)
    for first, last in RESTS
    for n in range((date(2026, *last) - date(2026, *first)).days + 1)
}
STARTS = {
    "the morning before Spring Festival": datetime(2026, 2, 13, 9, 0, tzinfo=SHANGHAI),
    "the closing minute of a swapped Saturday": datetime(2026, 2, 14, 17, 29, tzinfo=SHANGHAI),
    "after hours on a swapped Saturday": datetime(2026, 2, 14, 17, 31, tzinfo=SHANGHAI),
    "the middle of Spring Festival": datetime(2026, 2, 18, 12, 0, tzinfo=SHANGHAI),
    "an ordinary Friday evening": datetime(2026, 3, 13, 20, 0, tzinfo=SHANGHAI),
    "an ordinary Saturday": datetime(2026, 3, 14, 10, 0, tzinfo=SHANGHAI),
    "the evening before National Day": datetime(2026, 9, 30, 17, 30, tzinfo=SHANGHAI),
    "the last day of National Day": datetime(2026, 10, 7, 23, 59, tzinfo=SHANGHAI),
}


def works(day: date) -> bool:
    return day in SWAPPED or (day.weekday() < 5 and day not in RESTING)


def after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


def due(limit: Limit, began: datetime) -> datetime:
    """When it is due, counted day by day."""
    day = began.date()
    match limit.unit:
        case Unit.HOUR:
            return began + timedelta(hours=limit.amount)
        case Unit.DAY:
            return at(day + timedelta(days=limit.amount + 1), time())
        case Unit.SAME_DAY:
            return at(day + timedelta(days=1), time())
        case Unit.WORKDAY:
            return at(after(day, limit.amount), CLOSING)
        case Unit.SAME_WORKDAY:
            today = works(day) and began.time() < CLOSING
            return at(day if today else after(day, 1), CLOSING)


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=SHANGHAI)


def started(row: LimitRow, place: Place, began: datetime) -> Plan:
    """The row's clock, begun by its move on an order it is meant for."""
    facts = Facts(
        place_path=place.path, kind=row.kind or "problem",
        categories=(row.category,) if row.category else (), grade=row.grade, level=row.level,
    )  # fmt: skip
    return plan(
        "order", 1, start(row.clock), move=row.starts_on, facts=facts, at=began, book=rulebook(),
        born=True,
    )  # fmt: skip


def outcome(row: LimitRow, place: Place, began: datetime, ended: datetime) -> str:
    running = started(row, place, began)
    running.at = ended
    decide(running, stop(row.clock), move="complete", facts=Facts())
    return running.clocks[row.clock].outcome


@pytest.fixture
def place() -> Place:
    began = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)
    return add_place(parent=None, level=Level.DISTRICT, code="990101", name="云川区", at=began)


@pytest.mark.parametrize("when", STARTS)
@pytest.mark.parametrize("name", names())
def test_each_limit_is_kept_at_its_edge_and_broken_past_it(
    place: Place, name: str, when: str
) -> None:
    began = STARTS[when]
    adopt(name, place=place, by=SYSTEM, at=datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI))
    found, expected, ends = {}, {}, {}
    for row in read(name).limits:
        edge = due(row.limit, began)
        expected[row.conditions, row.starts_on] = edge
        found[row.conditions, row.starts_on] = started(row, place, began).clocks[row.clock].due_at
        ends[row.conditions, row.starts_on] = (
            outcome(row, place, began, edge),
            outcome(row, place, began, edge + timedelta(microseconds=1)),
        )
    assert found == expected
    assert set(ends.values()) == {("met", "breached")}
