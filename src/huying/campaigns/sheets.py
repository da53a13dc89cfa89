"""Sheets for whoever goes from door to door: the doors of one building, or the heads at one point."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery

from huying.campaigns.models import Campaign, CheckIn, Leader, Point
from huying.campaigns.policy import check_in_helper, may_check_in
from huying.campaigns.queries import campaigns, points_of, targets
from huying.campaigns.states import Basis, CampaignState, CheckInState
from huying.kernel.actor import Actor
from huying.people.roles import Grant

UNDER_WAY = (CampaignState.LIVE, CampaignState.SYNCING)


@dataclass(frozen=True, slots=True)
class Door:
    """One line of a sheet: the door, when somebody there was reached, and by which check-in."""

    id: str
    label: str
    name: str
    reached_at: datetime | None
    key: str


@dataclass(slots=True)
class Sheet:
    """What one helper works through: `part` is a building's name, or a point's id for heads.

    `point` is where their check-ins are counted: the one they lead, or the only one.
    """

    campaign: Campaign
    part: str
    name: str
    point: str
    came: int
    of: int | None = None
    doors: list[Door] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The name of the sheet in addresses and on devices."""
        return f"{self.campaign.pk}.{self.part}"


def under_way(viewer: Actor) -> bool:
    """Whether there is a campaign today for which this viewer checks people in."""
    if not viewer.may_anywhere(Grant.CHECK_IN):
        return False
    return campaigns(viewer).filter(state__in=UNDER_WAY).exists()


def sheets(viewer: Actor) -> list[Sheet]:
    """Every sheet of the campaigns under way that this viewer works at, doors included."""
    found: list[Sheet] = []
    for campaign in campaigns(viewer).filter(state__in=UNDER_WAY):
        if check_in_helper(viewer, campaign):
            make = _of_heads if campaign.basis == Basis.HEADS else _of_doors
            found += make(campaign, viewer)
    return found


def _of_doors(campaign: Campaign, viewer: Actor) -> list[Sheet]:
    points = points_of(campaign)
    led = [point for point, people in points if viewer.person_id in {one.pk for one in people}]
    point = str(led[0].pk) if led else str(points[0][0].pk) if len(points) == 1 else ""
    first = CheckIn.objects.filter(target=OuterRef("pk"), state=CheckInState.COUNTED)
    rows = targets(campaign, viewer, everywhere=bool(led)).annotate(
        reached_at=Subquery(first.values("estimated_at")), key=Subquery(first.values("key"))
    )
    made: dict[str, Sheet] = {}
    for row in rows:
        sheet = made.setdefault(row.group, Sheet(campaign, row.group, row.group, point, 0, 0))
        reached_at: datetime | None = row.reached_at
        sheet.doors.append(Door(str(row.pk), row.label, row.name, reached_at, row.key or ""))
        sheet.came += reached_at is not None
        sheet.of = len(sheet.doors)
    return list(made.values())


def _of_heads(campaign: Campaign, viewer: Actor) -> list[Sheet]:
    counted = CheckIn.objects.filter(campaign=campaign, state=CheckInState.COUNTED)
    made = [
        Sheet(campaign, str(point.pk), point.name, str(point.pk), counted.filter(point=point).count())
        for point in _points_for(campaign, viewer)
    ]  # fmt: skip
    if not made and may_check_in(viewer, campaign, ()):
        made = [Sheet(campaign, "", campaign.place.name, "", counted.filter(point=None).count())]
    return made


def _points_for(campaign: Campaign, viewer: Actor) -> list[Point]:
    led = Leader.objects.filter(point__campaign=campaign, person=viewer.person_id, until_at=None)
    mine = set(led.values_list("point_id", flat=True))
    return [
        point
        for point, _people in points_of(campaign)
        if may_check_in(
            viewer, campaign, [str(point.place.path)] if point.place else [],
            leads_point=point.pk in mine,
        )
    ]  # fmt: skip
