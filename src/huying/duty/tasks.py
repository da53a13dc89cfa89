"""Jobs of this room."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from huying.care.queries.visits import places_waiting
from huying.clocks.queries import rulebook
from huying.duty.actions.calling import plan_special
from huying.duty.queries.spots import spot_of
from huying.kernel.now import now


def plan_care_visits(at: datetime) -> int:
    """Plan a visit where somebody on the care list should be seen by now; how many were planned.

    One for an estate and week, and it says of nobody who it is: that stands on the care list,
    for those to whom it is open.
    """
    today = timezone.localdate(at)
    year, week, _day = today.isocalendar()
    due = rulebook().workdays.add_workdays(today, 1)
    spots = {spot.pk: spot for place in places_waiting(today) if (spot := spot_of(place))}
    planned = [
        plan_special(spot, cause=f"{spot.pk}:{year}W{week:02}", due_on=due, at=at)
        for spot in spots.values()
    ]
    return sum(visit is not None for visit in planned)


@task()
def plan_visits_of_the_week() -> int:
    """Plan visits to people on the care list; how many were planned."""
    return plan_care_visits(now())
