"""Two needs that are one: merged with all who stand behind them, and taken apart again."""

from datetime import datetime

from django.db import transaction

from huying.kernel.actor import Actor
from huying.orders.rules import clean_words
from huying.supply.actions.moving import brought_about, move_need
from huying.supply.models import Need, Support
from huying.supply.rules import LONGEST_LINE


def merge(
    need: Need, *, into: Need, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Need:
    """Let this need go on as part of another; its supporters stand behind that one from now on.

    Refused `conflict` when the other is over or elsewhere.
    """
    said = clean_words(reason, field="reason", longest=LONGEST_LINE)

    def beside(_record: object) -> None:
        theirs = Support.objects.filter(need=need, ended_at=None)
        theirs.filter(came_with=None).update(came_with=need)
        theirs.update(need=into)

    with transaction.atomic():
        move_need(
            need, "merge", by=by, at=at, version=version, given={"into": into, "reason": said},
            columns={"merged_into": into}, beside=beside,
        )  # fmt: skip
        move_need(into, "absorb", by=brought_about(by), at=at, given={"other": need})
    return need


def unmerge(
    need: Need, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Need:
    """Take a merged need out again, with the supporters that came with it."""
    said, into = clean_words(reason, field="reason", longest=LONGEST_LINE), need.merged_into

    def beside(_record: object) -> None:
        Support.objects.filter(came_with=need).update(need=need, came_with=None)

    with transaction.atomic():
        move_need(
            need, "unmerge", by=by, at=at, version=version, given={"reason": said},
            columns={"merged_into": None}, beside=beside,
        )  # fmt: skip
        if into is not None:
            move_need(into, "give_back", by=brought_about(by), at=at, given={"other": need})
    return need
