"""A sampling day in the community next to the locust tree: its list, its points, its devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from huying.campaigns.actions import begin, perform
from huying.campaigns.actions.arriving import Tick
from huying.campaigns.actions.syncing import Answer, Batch, sync
from huying.campaigns.models import Campaign, Target
from huying.campaigns.states import CampaignState
from huying.kernel.actor import Actor
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import Level
from tests.builders import START, Cast, Staff

S = CampaignState
DOORS = ("3号楼1单元101", "3号楼1单元102", "3号楼2单元201,高秀兰", "5号楼1单元101")
# The moves that lead to each state, by the secretary.
WAYS: dict[CampaignState, tuple[tuple[str, dict[str, Any]], ...]] = {
    S.PREPARED: (),
    S.LIVE: (("start", {}),),
    S.SYNCING: (("start", {}), ("end", {})),
    S.CLOSED: (("start", {}), ("end", {}), ("close", {})),
    S.ARCHIVED: (("start", {}), ("end", {}), ("close", {}), ("archive", {})),
    S.CANCELLED: (("cancel", {"reason": "下雨改期"}),),
}
_keys = count(1)


@dataclass
class Day:
    """One campaign and the cast around it; `at` is the cast's own clock."""

    cast: Cast
    campaign: Campaign

    def move(self, what: str, by: Staff | None = None, /, **raw: Any) -> Campaign:
        """Make one move as a form would; the secretary makes it when nobody is named."""
        self.cast.at += timedelta(minutes=1)
        actor = (by or self.cast.secretary).actor
        return perform(self.campaign, what, by=actor, at=self.cast.at, raw=raw)

    def door(self, label: str) -> str:
        """The id of a door, as a device knows it."""
        return str(Target.objects.get(campaign=self.campaign, label=label, struck_at=None).pk)

    def bring(
        self, *ticks: Tick, by: Staff | Actor | None = None, device: str = "d1", sent_at: str = "",
        at: datetime | None = None,
    ) -> list[Answer]:  # fmt: skip
        """Send these; Lin does, unless someone else is named."""
        self.cast.at += timedelta(minutes=1)
        actor = by if isinstance(by, Actor) else (by or self.cast.lin).actor
        said = Batch(device, sent_at, ticks)
        return sync(self.campaign, said, by=actor, at=at or self.cast.at).answers

    def outcomes(self, *ticks: Tick, **how: Any) -> list[str]:
        """In short: the outcome of each, or the code it was refused with."""
        found = self.bring(*ticks, **how)
        return [str(one.code or one.outcome) for one in found]

    def tick(self, label: str = "", *, key: str = "", noted_at: str = "", point: str = "") -> Tick:
        """A check-in of this door, by a device whose clock is right unless it says otherwise."""
        target = self.door(label) if label else ""
        noted = noted_at or self.cast.at.isoformat()
        return Tick(key or f"key-{next(_keys):08d}", noted, target, point)


def day_in(
    cast: Cast, state: CampaignState = S.LIVE, doors: Sequence[str] = DOORS, **facts: Any
) -> Day:
    """A campaign of the community brought to this state."""
    raw: dict[str, Any] = {
        "name": "核酸采样", "place": cast.community.code, "held_on": START.date().isoformat(),
        "basis": "targets",
    } | facts  # fmt: skip
    campaign = begin(by=cast.secretary.actor, at=cast.at, raw=raw)
    day = Day(cast, campaign)
    if raw["basis"] == "targets" and doors:
        day.move("enlist", lines="\n".join(doors))
    for what, given in WAYS[state]:
        day.move(what, **given)
    return day


def heads_in(cast: Cast, state: CampaignState = S.LIVE, **facts: Any) -> Day:
    """The same where heads are counted."""
    return day_in(cast, state, (), basis="heads", **facts)


def home(cast: Cast, name: str, number: int) -> Place:
    """A household of building 3."""
    code = f"990101001001001-B3-{number}"
    made = add_place(parent=cast.building, level=Level.HOUSEHOLD, code=code, name=name, at=START)
    return Place.objects.get(pk=made.pk)
