"""Rows of another system on their way in: what they say, and whether they can be born."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huying.kernel.calendar import SHANGHAI
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.placing import Wish, checked, nearest_posts
from huying.orders.models import Order
from huying.orders.rules import clean_words
from huying.orgs.models import Organisation
from huying.people.models import Post
from huying.people.rules import phone_number

EARLIEST = datetime(2000, 1, 1, tzinfo=SHANGHAI)
LONGEST_REPLY = 20_000
Answering = dict[tuple[int | None, ...], list[Post]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an order ended elsewhere: when, with what reply, and in time or not, if it is known."""

    closed_at: datetime | None = None
    reply: str = ""
    in_time: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One order of another system, under its number there; `ended` None means still open.

    `kept` are facts of that system without a place here: they stay on the first record.
    """

    source: str
    source_number: str
    wish: Wish
    placed_at: datetime
    unit: Organisation | None = None
    ended: Ended | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """An order that came before, by what another system cannot say differently later."""

    text: str
    placed_at: datetime


def imported_before(source: str, numbers: Collection[str]) -> dict[str, Known]:
    """Which of another system's numbers are here already, and what came with them."""
    rows = Order.objects.filter(source=source, source_number__in=numbers)
    found = rows.values_list("source_number", "text", "placed_at")
    return {number: Known(text, placed_at) for number, text, placed_at in found}


def check_row(row: ImportedRow, *, at: datetime, answering: Answering) -> dict[str, Any]:
    """The columns said by a row, or `Refused` with what is wrong with it.

    A date must lie between the year 2000 and now; an open order needs someone who answers
    for its place today. `answering` remembers who does, by the line of places.
    """
    clean_words(row.source, field="source", longest=32)
    clean_words(row.source_number, field="source_number", longest=64)
    if row.placed_at > at:
        raise Refused(Code.INVALID, "impossible date", fields={"placed_at": "in the future"})
    if row.placed_at < EARLIEST:
        raise Refused(Code.INVALID, "impossible date", fields={"placed_at": "before the year 2000"})
    if row.ended is not None:
        _check_end(row.ended, row.placed_at, at)
    elif not posts_of(row, at, answering):
        raise Refused(Code.NOT_OPEN, "still open, and nobody answers for its place yet")
    clean_words(row.wish.contact_name, field="contact_name", longest=60, required=False)
    phone_number(row.wish.contact_phone)
    return checked(row.wish)


def _check_end(ended: Ended, placed_at: datetime, at: datetime) -> None:
    clean_words(ended.reply, field="reply", longest=LONGEST_REPLY, required=False)
    if ended.closed_at is None:
        return
    if ended.closed_at > at:
        raise Refused(Code.INVALID, "impossible date", fields={"closed_at": "in the future"})
    if ended.closed_at < placed_at:
        raise Refused(Code.INVALID, "impossible date", fields={"closed_at": "before it was placed"})


def posts_of(row: ImportedRow, at: datetime, answering: Answering) -> list[Post]:
    """Who answers today for the place of a row; asked once per place."""
    place = row.wish.place
    line = (place.community_id, place.street_id, place.district_id)
    if line not in answering:
        answering[line] = nearest_posts(place, at=at)
    return answering[line]
