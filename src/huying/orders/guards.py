"""Conditions on facts that a move waits for; each answers a refusal code, or None.

The docstring of a guard is what someone is told when it does not hold.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code
from huying.orders.directory import row_for
from huying.orders.named import used_at
from huying.orders.rules import (
    ARCHIVE_AFTER,
    CHASE_EVERY,
    FOLLOW_UP_WINDOW,
    LONGEST_HOLD,
    MOST_REOPENS,
    REOPEN_WINDOW,
    within,
)
from huying.orders.sharing import of_everyone
from huying.orders.states import JUDGED_NEXT, OPEN, OVER, Ask, OrderState
from huying.orgs.states import OrgKind
from huying.people.queries import standings
from huying.people.roles import Grant


def _asked(ask: Ask) -> Any:
    def waiting(order: Any, given: Given, at: datetime) -> Code | None:
        return None if ask in order.waiting else Code.NOT_YET

    waiting.__name__ = f"a_{ask.value}_was_requested"
    waiting.__doc__ = _("Nothing was requested.")
    return guard(waiting)


def _not_asked(ask: Ask) -> Any:
    def free(order: Any, given: Given, at: datetime) -> Code | None:
        return Code.CONFLICT if ask in order.waiting else None

    free.__name__ = f"no_{ask.value}_is_waiting"
    free.__doc__ = _("The same was requested already and is not decided yet.")
    return guard(free)


RETURN_ASKED, EXTENSION_ASKED, HOLD_ASKED = (_asked(ask) for ask in Ask)
NO_RETURN, NO_EXTENSION, NO_HOLD = (_not_asked(ask) for ask in Ask)


@guard
def parts_are_done(order: Any, given: Given, at: datetime) -> Code | None:
    """Parts of it are still open."""
    return Code.NOT_YET if order.children.filter(state__in=OPEN).exists() else None


@guard
def judged_as_a_whole(order: Any, given: Given, at: datetime) -> Code | None:
    """This is a part of another order; the whole is judged."""
    return Code.CONFLICT if order.parent_id else None


@guard
def not_judged_this_round(order: Any, given: Given, at: datetime) -> Code | None:
    """This round was judged already."""
    if order.state in JUDGED_NEXT:  # a judgement would have closed it, or begun another round
        return None
    return Code.CONFLICT if order.ratings.filter(round=order.reopens).exists() else None


@guard
def within_reopen_window(order: Any, given: Given, at: datetime) -> Code | None:
    """It was closed too long ago to be opened again."""
    if order.state == OrderState.CLOSED and not within(REOPEN_WINDOW, order.closed_at, at):
        return Code.TOO_LATE
    return None


@guard
def reopened_less_than_the_most(order: Any, given: Given, at: datetime) -> Code | None:
    """It was done again as often as it may be; a supervisor looks at it now."""
    return Code.CONFLICT if order.reopens >= MOST_REOPENS else None


@guard
def not_chased_just_now(order: Any, given: Given, at: datetime) -> Code | None:
    """A reminder was sent a short while ago."""
    last = order.chases and order.notes.filter(kind="chase").order_by("-at").first()
    return Code.TOO_MANY if last and within(CHASE_EVERY, last.at, at) else None


@guard
def follow_up_time_has_passed(order: Any, given: Given, at: datetime) -> Code | None:
    """The resident still has time to judge."""
    return Code.NOT_YET if within(FOLLOW_UP_WINDOW, order.completed_at, at) else None


@guard
def kept_open_long_enough(order: Any, given: Given, at: datetime) -> Code | None:
    """It can still be opened again, so it is not put away yet."""
    return Code.NOT_YET if within(ARCHIVE_AFTER, order.closed_at or order.placed_at, at) else None


@guard
def the_other_can_take_it(order: Any, given: Given, at: datetime) -> Code | None:
    """The other order cannot take this one."""
    into = given.get("into")
    if into is None or into.pk == order.pk or into.state in OVER or into.parent_id == order.pk:
        return Code.INVALID
    return Code.CONFLICT if order.followers.exists() or order.children.exists() else None


@guard
def the_matter_is_known_to_all(order: Any, given: Given, at: datetime) -> Code | None:
    """This matter cannot be joined any more."""
    other = given.get("same_as")
    if other is None or other.pk == order.pk or other.community_id != order.community_id:
        return Code.INVALID
    return None if of_everyone(other) else Code.CONFLICT


@guard
def a_reply_is_awaited(order: Any, given: Given, at: datetime) -> Code | None:
    """Nobody waits for a reply."""
    return None if order.awaits_reply else Code.NOT_YET


@guard
def the_lead_is_not_fixed(order: Any, given: Given, at: datetime) -> Code | None:
    """It was decided for good who does this; it cannot be given back."""
    return Code.CONFLICT if order.lead_fixed else None


@guard
def not_given_back_before(order: Any, given: Given, at: datetime) -> Code | None:
    """It was given back once before: now somebody who may decide says who does it."""
    return Code.CONFLICT if order.returns else None


@guard
def given_back_before(order: Any, given: Given, at: datetime) -> Code | None:
    """It was never given back before: the desk decides on the first return."""
    return None if order.returns else Code.NOT_YET


@guard
def the_community_may_lead(order: Any, given: Given, at: datetime) -> Code | None:
    """By law this is not the community's to lead; send it to whoever must."""
    row = row_for(order, timezone.localdate(at))
    return None if row is None or row.community_may_lead else Code.CONFLICT


@guard
def the_unit_may_lead(order: Any, given: Given, at: datetime) -> Code | None:
    """By law a community does not lead this; choose whoever must."""
    lead = given.get("lead")
    if lead is None or lead.kind != OrgKind.COMMUNITY:
        return None
    return the_community_may_lead.test(order, given, at)


@guard
def the_class_is_used_here(order: Any, given: Given, at: datetime) -> Code | None:
    """This class belongs to another place's way of working."""
    category, place = given.get("category"), given.get("place") or order.place
    if category is None or used_at(category, place.path, timezone.localdate(at)):
        return None
    return Code.INVALID


@guard
def leads_here(order: Any, given: Given, at: datetime) -> Code | None:
    """A case is led by someone who supervises here: a secretary, a street or a district leader."""
    leader = given.get("leader")
    if leader is None:
        return None
    held = standings(leader.pk, timezone.localdate(at))
    may = any(
        Grant.SUPERVISE in one.grants and order.place_path.startswith(one.place_path)
        for one in held
    )
    return None if may else Code.INVALID


@guard
def the_date_is_ahead(order: Any, given: Given, at: datetime) -> Code | None:
    """The date must lie ahead, and within half a year."""
    until = given.get("until") or given.get("review_on")
    if until is None or not hasattr(until, "tzinfo"):
        return None
    return None if at < until <= at + LONGEST_HOLD else Code.INVALID
