"""Lists over HTTP: what is asked for, and a page with the cursor of the next."""

from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_noop as _

from huying.api.answers import answer
from huying.api.schemas import OrderFilter
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.receiving import whereabouts
from huying.orders.queries import Wanted
from huying.orders.states import OrderState

# Nothing was placed outside these years, and reckoning near the ends of time overflows.
EARLIEST, LATEST = 1900, 2999


def page_answer(items: list[dict[str, Any]], cursor: str, total: int | None) -> HttpResponse:
    """One page; without a next cursor it is the last."""
    found: dict[str, Any] = {"items": items, "next_cursor": cursor or None}
    return answer(found if total is None else found | {"total": total})


def wanted_orders(asked: OrderFilter) -> Wanted:
    """The filters read; refused `invalid` with the field that cannot be."""
    return Wanted(
        states=_states(asked.state),
        place=whereabouts(asked.place, None, None) if asked.place else None,
        category=asked.category, grade=asked.grade or "", level=asked.level, lead=asked.lead,
        channel=asked.channel or "", q=asked.q, overdue=asked.overdue,
        since=instant("since", asked.since), until=instant("until", asked.until),
        ordering=asked.ordering,
    )  # fmt: skip


def _states(asked: list[str]) -> tuple[str, ...]:
    states = tuple(part.strip() for text in asked for part in text.split(",") if part.strip())
    if set(states) - set(OrderState):
        reason = _("there is no such state")
        raise Refused(Code.INVALID, reason, fields={"state": reason})
    return states


def instant(field: str, text: str) -> datetime | None:
    """A date as the beginning of that day here, a time as it is; None for nothing asked.

    Refused `invalid` for anything else, and for years in which nobody placed orders.
    """
    if not text:
        return None
    written = text.strip().replace(" ", "+") if "T" in text else text.strip()
    try:
        moment = _parsed(written)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not EARLIEST <= moment.year <= LATEST:
        reason = _("must be a date or a time")
        raise Refused(Code.INVALID, reason, fields={field: reason})
    return moment


def _parsed(written: str) -> datetime | None:
    day = parse_date(written)
    moment = datetime.combine(day, time.min) if day is not None else parse_datetime(written)
    if moment is None:
        return None
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return aware.astimezone(UTC)  # a moment at the edge of time has no place in UTC
