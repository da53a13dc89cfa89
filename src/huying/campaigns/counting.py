"""Counting from rows, and from nothing else: how many, where, and who was not reached."""

from dataclasses import dataclass, field

from django.db.models import Count

from huying.campaigns.models import Campaign, CheckIn, Target
from huying.campaigns.states import Basis, CheckInState


@dataclass(frozen=True, slots=True)
class Tally:
    """What a closing writes: the total, the list's length (None for heads), missed, by point id."""

    total: int
    targets: int | None
    missed: list[int] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=dict)


def tallied(campaign: Campaign) -> Tally:
    """How it stands at this moment."""
    counted = CheckIn.objects.filter(campaign=campaign, state=CheckInState.COUNTED)
    by_point = counted.order_by("point_id").values_list("point_id").annotate(count=Count("id"))
    points = {str(point or ""): count for point, count in by_point}
    total = sum(points.values())
    if campaign.basis == Basis.HEADS:
        return Tally(total, None, [], points)
    listed = Target.objects.filter(campaign=campaign, struck_at=None).order_by("id")
    reached = set(counted.values_list("target_id", flat=True))
    ids = list(listed.values_list("id", flat=True))
    return Tally(total, len(ids), [pk for pk in ids if pk not in reached], points)
