"""One batch while it is taken: what is known, what is new, and which of two counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

from huying.campaigns.inputs import id_of
from huying.campaigns.models import Campaign, CheckIn, Leader, Point, Target
from huying.campaigns.policy import may_check_in
from huying.campaigns.rules import KEY, happened_at, order_of
from huying.campaigns.states import TAKES, Basis, CampaignState, CheckInState, Outcome
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused

# Outside of these a clock was never set, and reckoning runs over the edges of time.
YEARS = range(1971, 3000)
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Tick:
    """One check-in as a device says it: key, the device's own time, target and point by id."""

    key: str
    noted_at: str
    target: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What was brought under a key before, and by whom."""

    target: int | None
    person: int | None


@dataclass(frozen=True, slots=True)
class Door:
    """A target as far as a check-in needs it: the tree path of its place, "" without one."""

    pk: int
    path: str
    struck: bool


class Arrivals:
    """What a batch becomes: `rows` to be written, `overturned` ids that a new one precedes.

    Everything that is known already is read in five statements, whatever the batch's length.
    """

    def __init__(
        self, campaign: Campaign, ticks: Sequence[Tick], *, by: Actor, at: datetime, device: str,
        sent_at: datetime | None,
    ) -> None:  # fmt: skip
        self.campaign, self.by, self.at = campaign, by, at
        self.device, self.sent_at, self._ticks = device, sent_at, ticks
        self.rows: list[CheckIn] = []
        self.overturned: list[int] = []
        self._times = {tick: instant(tick.noted_at) for tick in ticks}
        keys = {tick.key[:LONGEST_KEY] for tick in ticks}
        rows = CheckIn.objects.filter(campaign=campaign, key__in=keys)
        self._known = {
            key: Known(target, person)
            for key, target, person in rows.values_list("key", "target_id", "person_id")
        }
        self._targets = self._read_targets({t.target for t in ticks} - {""})
        self._points = {
            str(point.pk): point
            for point in Point.objects.filter(campaign=campaign).select_related("place")
        }
        led = Leader.objects.filter(point__campaign=campaign, person=by.person_id, until_at=None)
        self._led = set(led.values_list("point_id", flat=True))
        counted = CheckIn.objects.filter(
            target_id__in=[door.pk for door in self._targets.values()], state=CheckInState.COUNTED
        ).only("target_id", "round", "estimated_at", "key")
        self._counted = {row.target_id: row for row in counted}

    def _read_targets(self, texts: Iterable[str]) -> dict[str, Door]:
        wanted = {pk for text in texts if (pk := id_of(text)) is not None}
        rows = Target.objects.filter(campaign=self.campaign, pk__in=wanted).order_by()
        found = rows.values_list("id", "place__path", "struck_at")
        return {
            str(pk): Door(pk, path or "", struck_at is not None) for pk, path, struck_at in found
        }

    def in_order(self) -> list[int]:
        """Places of the items, earliest first, so that none overturns another of its batch."""
        first = [(self._estimated(tick), tick.key, place) for place, tick in enumerate(self._ticks)]
        return [place for _estimated, _key, place in sorted(first)]

    def is_known(self, tick: Tick) -> bool:
        """Whether the caller brought this before."""
        row = self._known.get(tick.key)
        return row is not None and row.person == self.by.person_id

    def take(self, tick: Tick) -> Outcome:
        """Take one item, or `Refused` with why not; nothing else of the batch is touched."""
        if (before := self._known.get(tick.key)) is not None:
            if str(before.target or "") != tick.target:
                raise Refused(Code.CONFLICT, "this key was used for something else")
            return Outcome.ALREADY
        self._check_state()
        door, point = self._check_target(tick), self._check_point(tick)
        self._check_caller(door, point)
        row = self._row(tick, door, point)
        self._settle(row)
        self._known[row.key] = Known(row.target_id, row.person_id)
        self.rows.append(row)
        return Outcome.TAKEN if row.state == CheckInState.COUNTED else Outcome.DUPLICATE

    def _check_state(self) -> None:
        state = CampaignState(self.campaign.state)
        if state in TAKES:
            return
        if state is CampaignState.PREPARED:
            raise Refused(Code.NOT_YET, "it has not begun yet")
        raise Refused(Code.TOO_LATE, "it is put away and takes no check-ins any more")

    def _check_target(self, tick: Tick) -> Door | None:
        if not KEY.fullmatch(tick.key):
            raise Refused(Code.INVALID, "this is no key")
        if self.campaign.basis == Basis.HEADS:
            if tick.target:
                raise Refused(Code.INVALID, "heads are counted here, there is no list")
            return None
        found = self._targets.get(tick.target)
        if found is None:
            raise Refused(Code.INVALID, "this door is not on the list")
        if found.struck:
            raise Refused(Code.CONFLICT, "this door was taken off the list")
        return found

    def _check_point(self, tick: Tick) -> Point | None:
        if not tick.point:
            return None
        found = self._points.get(tick.point)
        if found is None:
            raise Refused(Code.INVALID, "unknown point")
        return found

    def _check_caller(self, door: Door | None, point: Point | None) -> None:
        paths = [door.path] if door is not None and door.path else []
        if point is not None and point.place is not None:
            paths.append(str(point.place.path))
        leads = point is not None and point.pk in self._led
        if not may_check_in(self.by, self.campaign, paths, leads_point=leads):
            raise Refused(Code.NOT_YOURS, "this door is not yours to check in")

    def _row(self, tick: Tick, door: Door | None, point: Point | None) -> CheckIn:
        noted_at = self._times[tick]
        offset = noted_at.utcoffset() if noted_at is not None else None
        return CheckIn(
            campaign=self.campaign, key=tick.key, target_id=door.pk if door else None, point=point, device=self.device,
            noted_at=noted_at, sent_at=self.sent_at, received_at=self.at,
            offset_minutes=int(offset.total_seconds() // 60) if offset is not None else None,
            estimated_at=self._estimated(tick), person_id=self.by.person_id,
            state=CheckInState.COUNTED, round=self.campaign.closings,
        )  # fmt: skip

    def _settle(self, row: CheckIn) -> None:
        """Let the earlier of two check-ins of one target count."""
        if row.target_id is None:
            return
        before = self._counted.get(row.target_id)
        if before is not None and order_of(before) <= order_of(row):
            row.state = CheckInState.DUPLICATE
            return
        if before is not None:
            self.overturned.append(before.pk)
        self._counted[row.target_id] = row

    def _estimated(self, tick: Tick) -> datetime:
        noted_at = self._times[tick]
        return happened_at(noted_at, sent_at=self.sent_at, received_at=self.at)


def instant(text: str) -> datetime | None:
    """The time a device wrote, with its own offset; None where nobody can read it."""
    try:
        found = parse_datetime(text) if text else None
        if found is None or found.tzinfo is None:
            return None
        return found if found.astimezone(UTC).year in YEARS else None
    except (ValueError, OverflowError):
        return None
