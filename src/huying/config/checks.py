"""Everything that is recomputed by `verify`, in the order it is told."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from huying.adoptions.verify import check_adoptions
from huying.campaigns.verify import check_campaigns, check_check_ins, check_closings
from huying.care.verify import check_care_grants, check_care_words, check_entries
from huying.clocks.verify import check_clocks
from huying.duty.verify import (
    check_diary,
    check_meetings,
    check_postings,
    check_stays,
)
from huying.duty.verify import check_visits as check_duty_visits
from huying.lists.verify import check_versions
from huying.orders.verify import (
    check_floating,
    check_orders,
    check_promises,
    check_ratings,
    check_visits,
    check_words,
)
from huying.people.verify import check_covers
from huying.supply import verify as supply
from huying.trail.verify import Check, check_chains, check_digests, check_lives
from huying.whistles.models import Door, Response, Whistle
from huying.whistles.verify import check_doors, check_whistles

CHECKS: tuple[Callable[[], Check], ...] = (
    check_chains,
    check_digests,
    check_orders,
    check_words,
    check_ratings,
    check_clocks,
    check_promises,
    check_visits,
    check_adoptions,
    check_whistles,
    partial(check_lives, "whistle lives", Whistle),
    partial(check_lives, "responses", Response),
    check_doors,
    partial(check_lives, "door lives", Door),
    check_campaigns,
    check_check_ins,
    check_closings,
    check_postings,
    check_duty_visits,
    check_stays,
    check_diary,
    check_meetings,
    *supply.CHECKS,
    check_versions,
    check_entries,
    check_care_words,
    check_care_grants,
)
AT_A_MOMENT: tuple[Callable[[datetime], Check], ...] = (
    check_floating,
    check_covers,
)


def recomputed(at: datetime) -> Iterator[Check]:
    """Every check, made one after another."""
    yield from (check() for check in CHECKS)
    yield from (check(at) for check in AT_A_MOMENT)
