"""How far a need is met: what is under way for it, and what landed since it was opened last."""

from huying.supply.models import Landing, Need
from huying.supply.states import RUNNING, LandingState
from huying.trail.models import Record


def still_running(need: Need) -> bool:
    """Whether a landing for it is planned or under way."""
    return Landing.objects.filter(need=need, state__in=sorted(RUNNING)).exists()


def was_met(need: Need) -> bool:
    """Whether something landed for it since it was opened last."""
    landed = Landing.objects.filter(need=need, state=LandingState.LANDED)
    again = Record.objects.filter(subject_kind=Need.KIND, subject_id=need.pk, move="reopen")
    last = again.order_by("-seq").first()
    return landed.filter(planned_at__gte=last.at).exists() if last else landed.exists()
