"""Conditions on facts that a move of a visit or a meeting waits for.

The docstring of a guard is what someone is told when it does not hold.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huying.duty.rules import LATEST_BACK
from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code


@guard
def the_day_lies_ahead(visit: Any, given: Given, at: datetime) -> Code | None:
    """The day must be today or later."""
    due_on = given.get("due_on")
    return Code.INVALID if due_on is not None and due_on < timezone.localdate(at) else None


@guard
def the_day_was_lately(visit: Any, given: Given, at: datetime) -> Code | None:
    """The day must be today or one of the last seven."""
    today = timezone.localdate(at)
    on = given.get("on") or today
    return None if today - timedelta(days=LATEST_BACK) <= on <= today else Code.INVALID


@guard
def no_request_came_of_it_yet(visit: Any, given: Given, at: datetime) -> Code | None:
    """A request came of this visit already."""
    return Code.CONFLICT if visit.follow_order_id is not None else None


@guard
def the_matter_is_of_this_meeting(meeting: Any, given: Given, at: datetime) -> Code | None:
    """This matter was not raised in this meeting."""
    return None if given["item"].meeting_id == meeting.pk else Code.UNKNOWN


@guard
def the_matter_has_an_owner(meeting: Any, given: Given, at: datetime) -> Code | None:
    """Name who takes care of it first."""
    return None if given["item"].owner_id is not None else Code.NOT_YET


@guard
def nothing_is_decided_on_it(meeting: Any, given: Given, at: datetime) -> Code | None:
    """It was decided already what becomes of this matter."""
    return Code.CONFLICT if given["item"].becomes else None


@guard
def every_matter_has_an_owner(meeting: Any, given: Given, at: datetime) -> Code | None:
    """A matter has nobody who takes care of it yet."""
    return Code.NOT_YET if meeting.items.filter(owner=None).exists() else None


@guard
def it_is_still_that_day(meeting: Any, given: Given, at: datetime) -> Code | None:
    """This meeting was on another day."""
    return None if meeting.on == timezone.localdate(at) else Code.TOO_LATE
