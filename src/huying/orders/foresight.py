"""What can honestly be said ahead of time: the promise before sending, the likely end after.

Both are read from what is there: the limits in force, and how long like orders took lately.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from huying.clocks.queries import rulebook
from huying.clocks.rules import Facts, chosen
from huying.kernel.kept import Kept
from huying.kernel.limits import due_at
from huying.orders.models import Category, Order
from huying.orders.rules import likely_length
from huying.orders.states import OrderState
from huying.places.models import Place

LATELY = timedelta(days=180)
MOST_READ = 400
KEPT_FOR = 600.0  # seconds; a history of months does not change in ten minutes


@dataclass(frozen=True, slots=True)
class Likely:
    """When it will most likely be done, going by so many like orders of the same street."""

    at: datetime
    of: int


def promised_ahead(
    place: Place, category: Category | None, kind: str, at: datetime
) -> datetime | None:
    """The latest an order sent now would be promised for; None where no limit says.

    Where the promise counts from taking it on, the time allowed for that is counted first.
    """
    head = category.parent if category else None
    codes = tuple(one.code for one in (category, head) if one)
    facts = Facts(place_path=place.path, kind=kind, categories=codes)
    book, start = rulebook(), at
    term = chosen(book.terms, "close", "", facts, at.date())
    if term is None:
        return None
    if term.starts_on == "accept":
        taken = chosen(book.terms, "accept", "place", facts, at.date())
        start = due_at(taken.limit, at, (), book.workdays) if taken else at
    return due_at(term.limit, start, (), book.workdays)


def likely_end(order: Order, at: datetime) -> Likely | None:
    """When an order under way will most likely be done; None where too few like ones are known.

    It is the median of those that took longer than this one has taken already.
    """
    if not order.is_open or order.completed_at or order.category_id is None:
        return None
    past = _history.get((order.street_id or 0, order.category_id, timezone.localdate(at)))
    span = likely_length(past, at - order.placed_at)
    return Likely(order.placed_at + span, len(past)) if span else None


def _read(asked: tuple[int, int, date]) -> Sequence[timedelta]:
    street, category, today = asked
    since = timezone.make_aware(datetime.combine(today, time.min)) - LATELY
    done = Order.objects.filter(
        street_id=street, category_id=category, parent=None, placed_at__gte=since,
        state__in=[OrderState.CLOSED, OrderState.ARCHIVED], completed_at__isnull=False,
    )  # fmt: skip
    times = done.order_by("-placed_at", "-id").values_list("placed_at", "completed_at")
    return [ended - placed for placed, ended in times[:MOST_READ] if ended and ended > placed]


_history = Kept(_read, lambda: KEPT_FOR if settings.RULEBOOK_SECONDS else 0.0)


def forget() -> None:
    """Read the history afresh, in this process."""
    _history.forget()
