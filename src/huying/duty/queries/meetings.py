"""Reading morning meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min, Q, QuerySet

from huying.duty.lifecycle import MEETING
from huying.duty.models import Item, Meeting
from huying.duty.policy import COMMUNITY_DEPTH, attends
from huying.duty.states import WAITING
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import STEP
from huying.places.states import Level

CARRIED_FOR = timedelta(days=30)
_JOINED = ("meeting", "place", "owner", "order__place", "visit")


@dataclass(frozen=True, slots=True)
class Agenda:
    """A morning: the meeting if it was opened, what was raised, and what is left of earlier ones.

    `undecided` waits for a decision; `under_way` became something that still runs.
    """

    community: Place
    on: date
    meeting: Meeting | None
    items: Sequence[Item]
    undecided: Sequence[Item]
    under_way: Sequence[Item]


def communities_of(viewer: Actor) -> list[Place]:
    """The communities whose morning meeting the viewer attends, in tree order."""
    cut = COMMUNITY_DEPTH * STEP
    paths = {
        one.place_path[:cut]
        for one in viewer.standings
        if Grant.DUTY in one.grants and len(one.place_path) >= cut
    }
    rows = Place.objects.filter(path__in=sorted(paths), level=Level.COMMUNITY, retired_on=None)
    return list(rows.defer("boundary").order_by("path"))


def agenda(community: Place, on: date, viewer: Actor) -> Agenda:
    """The morning of this day; refused `not-yours` for whoever does not attend. Three statements."""
    if not attends(viewer, _Ground(community.path)):
        raise Refused(Code.NOT_YOURS, "this meeting is another community's")
    meeting = Meeting.objects.select_related("community").filter(community=community, on=on).first()
    items = list(_items().filter(meeting=meeting)) if meeting else []
    earlier = _items().filter(
        meeting__community=community, meeting__on__lt=on, meeting__on__gte=on - CARRIED_FOR
    )
    runs = Q(becomes="") | Q(order__is_open=True) | Q(visit__state__in=sorted(WAITING))
    left = list(earlier.filter(runs))
    return Agenda(
        community, on, meeting, items,
        undecided=[item for item in left if not item.becomes],
        under_way=[item for item in left if item.becomes],
    )  # fmt: skip


def mornings(community: Place, on: date) -> tuple[date | None, date | None]:
    """The days of the last meeting before this day and of the first one after it."""
    days = Meeting.objects.filter(community=community)
    last = days.filter(on__lt=on).aggregate(day=Max("on"))["day"]
    return last, days.filter(on__gt=on).aggregate(day=Min("on"))["day"]


def open_moves(meeting: Meeting, *, by: Actor) -> list[str]:
    """Names of the moves this actor may make now."""
    return MEETING.open_to(meeting, by=by)


def may_open(community: Place, *, by: Actor) -> bool:
    """Whether this actor opens the meeting of this community."""
    return MEETING.moves["open"].by(by, _Ground(community.path))


def meeting(pk: int, viewer: Actor) -> Meeting:
    """The meeting with this id that the viewer attends; refused `unknown`."""
    found = Meeting.objects.select_related("community").filter(pk=pk).first()
    if found is None or not attends(viewer, found):
        raise Refused(Code.UNKNOWN, "there is no such meeting of yours")
    return found


def item(pk: int, viewer: Actor) -> Item:
    """The matter with this id, of a meeting the viewer attends; refused `unknown`."""
    found = _items().select_related("meeting__community").filter(pk=pk).first()
    if found is None or not attends(viewer, found.meeting):
        raise Refused(Code.UNKNOWN, "there is no such matter of yours")
    return found


@dataclass(frozen=True, slots=True)
class _Ground:
    place_path: str


def _items() -> QuerySet[Item]:
    return Item.objects.select_related(*_JOINED).defer("place__boundary", "order__place__boundary")
