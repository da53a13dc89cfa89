"""Conditions on facts that a move waits for; each answers a refusal code, or None.

The docstring of a guard is what someone is told when it does not hold.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.care.rules import LONGEST_GRANT, is_past
from huying.care.states import Basis
from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code


@guard
def not_there_already(entry: Any, given: Given, at: datetime) -> Code | None:
    """This person stands in this ledger already."""
    return Code.CONFLICT if entry.twin else None


@guard
def it_stands_on_consent(entry: Any, given: Given, at: datetime) -> Code | None:
    """It does not stand on consent, so there is none to withdraw: end it, or correct its basis."""
    return None if entry.basis == Basis.CONSENT else Code.WRONG_STATE


@guard
def the_review_lies_ahead(entry: Any, given: Given, at: datetime) -> Code | None:
    """The next review is a day to come."""
    day = given.get("review_on")
    return Code.INVALID if day is not None and day <= timezone.localdate(at) else None


@guard
def somebody_was_there(entry: Any, given: Given, at: datetime) -> Code | None:
    """A visit has been, and less than a year ago."""
    there = given.get("seen_at")
    return Code.INVALID if there is None or not is_past(there, at) else None


@guard
def kept_long_enough(entry: Any, given: Given, at: datetime) -> Code | None:
    """It is kept a while yet."""
    due = entry.erase_on
    return Code.NOT_YET if due is None or timezone.localdate(at) < due else None


@guard
def works_here(grant: Any, given: Given, at: datetime) -> Code | None:
    """This person does not work here."""
    return None if grant.works_here else Code.INVALID


@guard
def for_a_time(grant: Any, given: Given, at: datetime) -> Code | None:
    """A grant begins today or later and ends within a year."""
    since, until = given["since"], given["until"]
    fits = timezone.localdate(at) <= since < until <= since + LONGEST_GRANT
    return None if fits else Code.INVALID


@guard
def still_running(grant: Any, given: Given, at: datetime) -> Code | None:
    """It is over already."""
    return None if timezone.localdate(at) < grant.until else Code.TOO_LATE
