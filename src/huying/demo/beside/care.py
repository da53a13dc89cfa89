"""The ledger of people in difficulty of one community: as many in each category as the article has."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from huying.care.actions import perform
from huying.care.actions.granting import give
from huying.care.actions.keeping import register
from huying.care.queries.ledgers import Ledger
from huying.kernel.actor import Actor
from huying.people.models import Person
from huying.places.models import Place

# How many stand in each ledger, in the order the practice names them.
_HOW_MANY = (3, 11, 8, 34, 9)
_SINCE, _GRANTED_FOR = timedelta(days=60), timedelta(days=180)


def care(
    place: Place,
    ledgers: Iterable[Ledger],
    keepers: tuple[Person, Person],
    words: Mapping[str, Any],
    *,
    boss: Actor,
    by: tuple[Actor, Actor],
    at: datetime,
) -> None:
    """Open every ledger to two keepers: one writes people down, the other makes sure of each."""
    (row,) = words["care"]
    on = timezone.localdate(at)
    names = cycle(first + last for first in row["names"] for last in row["called"])
    for ledger, count in zip(ledgers, cycle(_HOW_MANY), strict=False):
        for keeper in keepers:
            give(
                keeper, ledger=ledger.code, place=_community(place), depth="ledger", since=on,
                until=on + _GRANTED_FOR, reason=row["reason"], by=boss, at=at,
            )  # fmt: skip
        for number in range(count):
            facts = _facts(ledger, place, next(names), number, row, on)
            entry = register(by=by[0], at=at, **facts)
            perform(entry, "verify", by=by[1], at=at, raw={})


def _facts(
    ledger: Ledger, place: Place, name: str, number: int, row: Mapping[str, Any], on: date
) -> dict[str, Any]:
    return {
        "ledger": ledger.code, "place": place, "name": f"{name}（{number + 1}）",
        "birth_year": 1940 + number, "purpose": ledger.purpose, "basis": "law",
        "basis_words": row["basis_words"], "since": on - _SINCE, "review_on": on + _GRANTED_FOR,
        "every_days": 7 if number % 3 == 0 else 30,
    }  # fmt: skip


def _community(place: Place) -> Place:
    return Place.objects.get(pk=place.community_id)
