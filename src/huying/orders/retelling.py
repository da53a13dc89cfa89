"""A day of the calendar changes: which promises it would move, and letting it move them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.module_loading import import_string

from huying.clocks.calendaring import set_day, shifts, with_day
from huying.clocks.models import CalendarDay
from huying.kernel.actor import Actor
from huying.orders.models import Order
from huying.orders.models.order import KIND

_RETELL = "huying.orders.tasks.retell_day"


@dataclass(frozen=True, slots=True)
class Retold:
    """A promise of an order, and when it would be due instead."""

    number: str
    clock: str
    was: datetime
    becomes: datetime


def would_move(day: date, *, is_workday: bool) -> list[Retold]:
    """Every promise that runs and that this change of a day would move, the next due first."""
    found = [
        one for one in shifts(with_day(day, is_workday=is_workday), day)
        if one.clock.subject_kind == KIND
    ]  # fmt: skip
    numbers = dict(
        Order.objects.filter(pk__in={one.clock.subject_id for one in found}).values_list(
            "pk", "number"
        )
    )
    return [
        Retold(numbers[one.clock.subject_id], one.clock.name, one.clock.due_at, one.due_at)
        for one in found
        if one.clock.due_at is not None and one.clock.subject_id in numbers
    ]


def change_day(day: date, *, is_workday: bool, reason: str, by: Actor, at: datetime) -> CalendarDay:
    """Say that a day is worked, or not; what it moves is worked out anew, and residents are told."""
    with transaction.atomic():
        row = set_day(day, is_workday=is_workday, reason=reason, by=by, at=at)
        transaction.on_commit(lambda: import_string(_RETELL).enqueue(day.isoformat()))
    return row
