"""Recomputing what campaigns say of themselves: from records, check-ins and closings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from huying.campaigns.models import CHECK_INS, KIND, Campaign, CheckIn, Closing, Target
from huying.campaigns.rules import held_at, order_of, sealed_list, sealed_rows
from huying.campaigns.sealing import facts_of
from huying.campaigns.states import CheckInState
from huying.trail.models import Record
from huying.trail.verify import Check, check_lives


def check_campaigns() -> Check:
    """State, version and head of each campaign are those of its last record."""
    return check_lives("campaigns", Campaign)


def check_check_ins() -> Check:
    """Every check-in is as its batch was sealed, none is missing, and the right ones count."""
    result = Check("check_ins")
    for campaign in Campaign.objects.order_by("id"):
        rows = list(CheckIn.objects.filter(campaign=campaign))
        result.checked += len(rows)
        for trouble in (*_unsealed(campaign, rows), *_miscounted(campaign, rows)):
            result.differs(f"{KIND} {campaign.pk}: {trouble}")
    return result


def _unsealed(campaign: Campaign, rows: Sequence[CheckIn]) -> Iterable[str]:
    batches: dict[int, list[CheckIn]] = defaultdict(list)
    for row in rows:
        batches[row.batch].append(row)
    records = Record.objects.filter(subject_kind=CHECK_INS, subject_id=campaign.pk)
    sealed = {record.seq: str(record.given.get("rows")) for record in records}
    for seq in sorted({*sealed, *batches}):
        if sealed.get(seq) != sealed_rows(map(facts_of, batches.get(seq, ()))):
            yield f"batch {seq} is not what was brought"


def _miscounted(campaign: Campaign, rows: Sequence[CheckIn]) -> Iterable[str]:
    undone = {row.key for row in rows if row.state == CheckInState.UNDONE}
    told = Record.objects.filter(subject_kind=KIND, subject_id=campaign.pk, move="take_back")
    if undone != {str(record.given.get("check_in")) for record in told}:
        yield "not what was taken back"
    standing = [row for row in rows if row.state != CheckInState.UNDONE]
    counted = {row.pk for row in standing if row.state == CheckInState.COUNTED}
    if counted != {row.pk for row in first_of_each(standing)}:
        yield "another check-in counts than the first of its door"


def first_of_each(rows: Iterable[CheckIn]) -> list[CheckIn]:
    """Which of these check-ins count: the first of each target, and every head."""
    first: dict[object, CheckIn] = {}
    for row in sorted(rows, key=order_of):
        first.setdefault(row.target_id or row.key, row)
    return list(first.values())


def check_closings() -> Check:
    """The figures and the missed of each closing are those of the rows it was made from."""
    result = Check("closings")
    for closing in Closing.objects.select_related("campaign").order_by("id"):
        result.checked += 1
        rows = CheckIn.objects.filter(campaign=closing.campaign)
        held = first_of_each(row for row in rows if held_at(row, closing.number))
        points = Counter(str(row.point_id or "") for row in held)
        reached = {row.target_id for row in held}
        listed = Target.objects.filter(campaign=closing.campaign, struck_at=None).order_by("id")
        ids = list(listed.values_list("id", flat=True)) if closing.targets is not None else []
        missed = [pk for pk in ids if pk not in reached]
        same = (closing.total, closing.missed, closing.points) == (len(held), missed, dict(points))
        if not (same and closing.targets in {None, len(ids)} and _on_record(closing)):
            result.differs(f"{KIND} {closing.campaign_id}: closing {closing.number}")
    return result


def _on_record(closing: Closing) -> bool:
    """Whether the campaign's own record of the closing says the same."""
    records = Record.objects.filter(subject_kind=KIND, subject_id=closing.campaign_id, move="close")
    said: dict[str, Any] = next(
        (one.given for one in records if one.given.get("closing") == closing.number), {}
    )
    figures = (closing.total, len(closing.missed), sealed_list(closing.missed))
    return figures == (said.get("total"), said.get("missed"), said.get("list"))
