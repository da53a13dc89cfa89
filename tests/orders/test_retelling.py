"""A promise over a year not yet announced is told anew when it is."""

from datetime import date, datetime

import pytest

from huying.clocks.models import AnnouncedYear, CalendarDay, Clock
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Order
from huying.orders.tasks import retell_promises
from huying.orders.verify import check_promises
from huying.trail.queries import chain
from tests.builders import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    cast.at = datetime(2040, 3, 5, 9, 0, tzinfo=SHANGHAI)  # a Monday, in a year nobody announced
    return cast


def test_only_after_the_announcement_and_only_once(cast: Cast) -> None:
    order = cast.place()
    close = Clock.objects.get(subject_id=order.pk, name="close")
    assert close.provisional
    assert close.due_at == datetime(2040, 3, 12, 17, 30, tzinfo=SHANGHAI)
    assert retell_promises(cast.at) == 0

    CalendarDay.objects.create(day=date(2040, 3, 7), is_workday=False, reason="新节日")
    CalendarDay.objects.create(day=date(2040, 3, 10), is_workday=True, reason="调休")
    CalendarDay.objects.create(day=date(2040, 3, 8), is_workday=False, reason="新节日")
    AnnouncedYear.objects.create(year=2040)
    assert retell_promises(cast.at) == 1
    assert retell_promises(cast.at) == 0

    told = Clock.objects.get(pk=close.pk)
    assert not told.provisional
    assert told.due_at == datetime(2040, 3, 13, 17, 30, tzinfo=SHANGHAI)
    assert told.first_due_at == datetime(2040, 3, 12, 17, 30, tzinfo=SHANGHAI)
    assert [record.move for record in chain("order", order.pk)] == ["place", "retime"]
    assert Order.objects.get(pk=order.pk).state == "submitted"
    assert check_promises().differences == 0
