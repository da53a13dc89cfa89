"""Who stands behind a need: orders, counts from door to door, representatives; added, taken out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.rules import clean_words
from huying.supply.actions.moving import move_need
from huying.supply.models import Need, Support
from huying.supply.rules import LONGEST_LINE, LONGEST_TITLE, MOST_HOUSEHOLDS
from huying.supply.states import SupportKind

LONGEST_PERSON = 60


def add_order(
    need: Need, *, order: Order, by: Actor, at: datetime, version: int | None = None
) -> Need:
    """Let an order stand behind the need, with the orders that follow it.

    Refused `conflict` when it stands behind a need already: each order supports at most one.
    """
    taken = Support.objects.filter(order=order, ended_at=None).select_related("need").first()
    if taken is not None:
        raise Refused(
            Code.CONFLICT, "this order stands behind a need already",
            fields={"order": "stands behind a need already"},
        )  # fmt: skip
    followers = order.followers.exclude(supports__ended_at=None, supports__isnull=False)

    def rows() -> list[Support]:
        return [_support(need, SupportKind.ORDER, by, at, order=one) for one in (order, *followers)]

    try:
        with transaction.atomic():
            _add(need, "add_order", rows, by=by, at=at, version=version, given={"order": order})
    except IntegrityError as beaten:  # someone else was faster with the same order
        raise Refused(Code.CONFLICT, "this order stands behind a need already") from beaten
    return need


def add_survey(
    need: Need, *, count: int, source: str, counted_by: str, by: Actor, at: datetime,
    counted_on: date | None = None, version: int | None = None,
) -> Need:  # fmt: skip
    """Add so many households that were asked at their doors: from which survey, counted by whom."""
    given = {
        "count": _households(count), "counted_on": _day(counted_on, at),
        "source": clean_words(source, field="source", longest=LONGEST_TITLE),
        "counted_by": clean_words(counted_by, field="counted_by", longest=LONGEST_PERSON),
    }  # fmt: skip

    def rows() -> list[Support]:
        row = _support(
            need, SupportKind.SURVEY, by, at, count=count, source=given["source"],
            by_whom=given["counted_by"], counted_on=given["counted_on"],
        )  # fmt: skip
        return [row]

    _add(need, "add_survey", rows, by=by, at=at, version=version, given=given)
    return need


def add_representative(
    need: Need, *, representative: str, count: int, by: Actor, at: datetime,
    counted_on: date | None = None, version: int | None = None,
) -> Need:  # fmt: skip
    """Add a resident who speaks for so many households, their own among them."""
    given = {
        "count": _households(count), "counted_on": _day(counted_on, at),
        "representative": clean_words(
            representative, field="representative", longest=LONGEST_PERSON
        ),
    }  # fmt: skip

    def rows() -> list[Support]:
        row = _support(
            need, SupportKind.REPRESENTATIVE, by, at, count=count,
            by_whom=given["representative"], counted_on=given["counted_on"],
        )  # fmt: skip
        return [row]

    _add(need, "add_representative", rows, by=by, at=at, version=version, given=given)
    return need


def take_out(
    need: Need, *, support: Support, reason: str, by: Actor, at: datetime,
    version: int | None = None,
) -> Need:  # fmt: skip
    """Take a support out that was added by mistake; it is kept and counts no more."""
    if not Support.objects.filter(pk=support.pk, need=need, ended_at=None).exists():
        raise Refused(Code.INVALID, "no support of this need", fields={"support": "unknown"})
    said = clean_words(reason, field="reason", longest=LONGEST_LINE)

    def beside(_record: object) -> None:
        Support.objects.filter(pk=support.pk).update(ended_at=at)

    given = {"support": str(support.pk), "reason": said}
    move_need(need, "take_out", by=by, at=at, version=version, given=given, beside=beside)
    return need


def _support(need: Need, kind: SupportKind, by: Actor, at: datetime, **facts: Any) -> Support:
    facts.setdefault("counted_on", timezone.localdate(at))
    return Support(need=need, kind=kind, added_at=at, by_label=by.name, **facts)


def _add(
    need: Need, name: str, rows: Any, *, by: Actor, at: datetime, version: int | None,
    given: Mapping[str, Any],
) -> None:  # fmt: skip
    def beside(_record: object) -> None:
        Support.objects.bulk_create(rows())

    move_need(need, name, by=by, at=at, version=version, given=given, beside=beside)


def _households(count: int) -> int:
    if not 1 <= count <= MOST_HOUSEHOLDS:
        raise Refused(Code.INVALID, "out of range", fields={"count": "out of range"})
    return count


def _day(day: date | None, at: datetime) -> date:
    today = timezone.localdate(at)
    if day is not None and day > today:
        raise Refused(Code.INVALID, "this day lies ahead", fields={"counted_on": "lies ahead"})
    return day or today
