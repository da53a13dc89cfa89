"""Conditions on facts that a move waits for; the docstring is what someone is told."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code
from huying.supply.models import COUNTED
from huying.supply.states import OPEN_NEEDS


@guard
def it_is_not_the_same_need(need: Any, given: Given, at: datetime) -> Code | None:
    """A need cannot be merged into itself."""
    return Code.INVALID if given.get("into") == need else None


@guard
def the_other_is_open_and_near(need: Any, given: Given, at: datetime) -> Code | None:
    """The other need is over, or belongs to another part of the tree."""
    into = given.get("into")
    if into is None:
        return Code.INVALID
    one, other = need.place_path, into.place_path
    near = one.startswith(other) or other.startswith(one)
    return None if into.state in OPEN_NEEDS and near else Code.CONFLICT


@guard
def it_has_supporters(need: Any, given: Given, at: datetime) -> Code | None:
    """Nobody stands behind it yet: add an order, a count or a representative first."""
    return None if need.supports.filter(COUNTED).exists() else Code.NOT_YET


@guard
def nothing_is_under_way_for_it(need: Any, given: Given, at: datetime) -> Code | None:
    """A landing for it is still under way."""
    running = need.landings.filter(state__in=("planned", "doing")).exists()
    return Code.NOT_YET if running else None


@guard
def the_day_is_not_ahead(landing: Any, given: Given, at: datetime) -> Code | None:
    """The day it landed cannot lie ahead."""
    day = given.get("landed_on")
    return Code.INVALID if day is not None and day > timezone.localdate(at) else None
