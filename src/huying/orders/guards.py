"""Conditions on facts that a move waits for; each answers a refusal code, or None."""

from datetime import datetime
from typing import Any

from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code
from huying.orders.models import Request
from huying.orders.rules import (
    ARCHIVE_AFTER,
    CHASE_EVERY,
    FOLLOW_UP_WINDOW,
    LONGEST_HOLD,
    MOST_REOPENS,
    REOPEN_WINDOW,
    within,
)
from huying.orders.states import OPEN, OVER, Ask, AskState, OrderState


def open_request(order: Any, ask: Ask) -> Request | None:
    """The undecided request of this kind, if there is one."""
    found: Request | None = order.requests.filter(ask=ask, state=AskState.REQUESTED).first()
    return found


def _asked(ask: Ask) -> Any:
    def waiting(order: Any, given: Given, at: datetime) -> Code | None:
        return None if open_request(order, ask) else Code.NOT_YET

    waiting.__name__ = f"a_{ask.value}_was_requested"
    return guard(waiting)


def _not_asked(ask: Ask) -> Any:
    def free(order: Any, given: Given, at: datetime) -> Code | None:
        return Code.CONFLICT if open_request(order, ask) else None

    free.__name__ = f"no_{ask.value}_is_waiting"
    return guard(free)


RETURN_ASKED, EXTENSION_ASKED, HOLD_ASKED = (_asked(ask) for ask in Ask)
NO_RETURN, NO_EXTENSION, NO_HOLD = (_not_asked(ask) for ask in Ask)


@guard
def parts_are_done(order: Any, given: Given, at: datetime) -> Code | None:
    """No child order is still open."""
    return Code.NOT_YET if order.children.filter(state__in=OPEN).exists() else None


@guard
def not_judged_this_round(order: Any, given: Given, at: datetime) -> Code | None:
    """Each round of handling is judged once."""
    return Code.CONFLICT if order.ratings.filter(round=order.reopens).exists() else None


@guard
def within_reopen_window(order: Any, given: Given, at: datetime) -> Code | None:
    """A closed order can be opened again for a while, and not for ever."""
    if order.state == OrderState.CLOSED and not within(REOPEN_WINDOW, order.closed_at, at):
        return Code.TOO_LATE
    return None


@guard
def reopened_less_than_the_most(order: Any, given: Given, at: datetime) -> Code | None:
    """After so many rounds a supervisor looks at it instead."""
    return Code.CONFLICT if order.reopens >= MOST_REOPENS else None


@guard
def not_chased_just_now(order: Any, given: Given, at: datetime) -> Code | None:
    """One reminder at a time helps; more do not."""
    last = order.notes.filter(kind="chase").order_by("-at").first()
    return Code.TOO_MANY if last and within(CHASE_EVERY, last.at, at) else None


@guard
def follow_up_time_has_passed(order: Any, given: Given, at: datetime) -> Code | None:
    """The resident had their time to judge."""
    return Code.NOT_YET if within(FOLLOW_UP_WINDOW, order.completed_at, at) else None


@guard
def kept_open_long_enough(order: Any, given: Given, at: datetime) -> Code | None:
    """Archiving waits until nothing can be reopened."""
    return Code.NOT_YET if within(ARCHIVE_AFTER, order.closed_at or order.placed_at, at) else None


@guard
def the_other_can_take_it(order: Any, given: Given, at: datetime) -> Code | None:
    """An order follows one that is open, is no follower itself, and is another one."""
    into = given.get("into")
    if into is None or into.pk == order.pk or into.state in OVER or into.parent_id == order.pk:
        return Code.INVALID
    return Code.CONFLICT if order.followers.exists() or order.children.exists() else None


@guard
def the_date_is_ahead(order: Any, given: Given, at: datetime) -> Code | None:
    """A new date lies in the future, and not absurdly far."""
    until = given.get("until") or given.get("review_on")
    if until is None or not hasattr(until, "tzinfo"):
        return None
    return None if at < until <= at + LONGEST_HOLD else Code.INVALID
