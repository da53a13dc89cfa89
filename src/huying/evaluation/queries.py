"""Response, on-time, resolution and satisfaction, recounted from the records each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huying.clocks.models import Clock, Outcome
from huying.evaluation.rules import RULE_VERSION, Rate
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.directory import left_out_of_scores
from huying.orders.models import Order, Rating
from huying.orders.models.order import KIND
from huying.orders.queries import Wanted, matching
from huying.orders.states import JUDGED_NEXT, OPEN, OrderState
from huying.people.roles import Grant
from huying.places.models import Place

# Orders that never asked anything of the community, or are counted under another number.
NOT_COUNTED = {
    "draft": OrderState.DRAFT,
    "withdrawn": OrderState.WITHDRAWN,
    "voided": OrderState.VOIDED,
    "merged": OrderState.MERGED,
}


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates of one place and period, under one version of the rules."""

    place: str
    since: datetime
    until: datetime
    rule_version: str
    orders: int
    rates: Mapping[str, Rate]


def rates(place: Place, since: datetime, until: datetime, *, viewer: Actor, at: datetime) -> Rates:
    """Recount the rates of orders placed in [since, until) in a place; as of `at`.

    Refused `not-yours` without the grant for the place.
    """
    if not viewer.may(Grant.RATES, place.path):
        raise Refused(Code.NOT_YOURS, "rates of this place are not yours to read")
    if since >= until:
        raise Refused(Code.INVALID, "the period is empty", fields={"to": "must be after from"})
    everyone = Wanted(place=place, since=since, until=until, ordering="placed")
    # The grant is for the number, not for the orders: whoever evaluates may open none of them.
    whole = matching(everyone, SYSTEM, at=at).filter(parent=None)
    left_out = whole.aggregate(
        **{name: Count("pk", filter=Q(state=state)) for name, state in NOT_COUNTED.items()}
    )
    counted = whole.exclude(state__in=list(NOT_COUNTED.values()))
    scored = counted.exclude(left_out_of_scores())
    total = counted.count()
    exempt = total - scored.count()
    found = (
        _timely("response", counted, left_out, at, first="accept"),
        _timely("on_time", scored, left_out | {"exempt": exempt}, at, first="close"),
        _judged("resolution", counted, left_out, "solved"),
        _judged("satisfaction", counted, left_out, "satisfied"),
    )
    return Rates(
        place.code, since, until, RULE_VERSION, sum(left_out.values()) + total,
        {rate.name: rate for rate in found},
    )  # fmt: skip


def _outcome(name: str) -> Subquery:
    clocks = Clock.objects.filter(subject_kind=KIND, subject_id=OuterRef("pk"), name=name)
    return Subquery(clocks.order_by("started_at", "id").values("outcome")[:1])


def _due(name: str) -> Subquery:
    clocks = Clock.objects.filter(subject_kind=KIND, subject_id=OuterRef("pk"), name=name)
    return Subquery(clocks.order_by("started_at", "id").values("due_at")[:1])


def _timely(
    name: str, counted: QuerySet[Order], left_out: Mapping[str, int], at: datetime, *, first: str
) -> Rate:
    """Orders whose first clock of this name was met, of those where it was due.

    An order from another system whose first contact nobody recorded is judged, for the
    response rate, by the one promise that is known: its closing.
    """
    outcome, due = _outcome(first), _due(first)
    if first == "accept":
        outcome = Coalesce(outcome, _outcome("close"))  # type: ignore[assignment]
        due = Coalesce(due, _due("close"))  # type: ignore[assignment]
    seen = counted.annotate(outcome=outcome, due=due)
    met = Q(outcome=Outcome.MET)
    late = Q(outcome=Outcome.BREACHED) | Q(outcome="", due__lt=at)
    tally = seen.aggregate(
        met=Count("pk", filter=met),
        late=Count("pk", filter=late),
        unknown=Count("pk", filter=Q(outcome=None)),
        whole=Count("pk"),
    )
    due_count = tally["met"] + tally["late"]
    excluded = dict(left_out) | {
        "no_limit_known": tally["unknown"],
        "not_due_yet": tally["whole"] - due_count - tally["unknown"],
    }
    return Rate(name, tally["met"], due_count, _only_some(excluded))


def _judged(name: str, counted: QuerySet[Order], left_out: Mapping[str, int], column: str) -> Rate:
    """Orders whose last judgement says yes, of those judged at all."""
    last = Rating.objects.filter(order=OuterRef("pk")).order_by("-round").values(column)[:1]
    seen = counted.annotate(said=Subquery(last, output_field=BooleanField(null=True)))
    over = ~Q(state__in=sorted(OPEN))
    tally = seen.aggregate(
        yes=Count("pk", filter=Q(said=True)),
        no=Count("pk", filter=Q(said=False)),
        under_way=Count("pk", filter=Q(said=None, state__in=sorted(OPEN - JUDGED_NEXT))),
        asked=Count("pk", filter=Q(said=None, state__in=sorted(JUDGED_NEXT))),
        silent=Count("pk", filter=Q(said=None) & over),
    )
    excluded = dict(left_out) | {
        "still_under_way": tally["under_way"],
        "asked_not_answered_yet": tally["asked"],
        "no_answer": tally["silent"],
    }
    return Rate(name, tally["yes"], tally["yes"] + tally["no"], _only_some(excluded))


def _only_some(excluded: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in excluded.items() if count}
