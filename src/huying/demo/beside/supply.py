"""Needs of one community and what meets them: one has landed, one is under way, others wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huying.adoptions.queries import way_at
from huying.kernel.actor import Actor
from huying.orgs.models import Organisation
from huying.places.models import Place
from huying.supply.actions.keeping import add_item, add_resource
from huying.supply.actions.pairing import land, plan
from huying.supply.actions.publishing import publish
from huying.supply.actions.raising import confirm, raise_need
from huying.supply.actions.supporting import add_survey
from huying.supply.actions.taking_over import take_over
from huying.supply.models import Resource, ServiceItem

Words = Mapping[str, Any]


def supply(
    community: Place, unit: Organisation, words: Words, *, by: Actor, at: datetime, begun: datetime
) -> None:
    """Write down what a community has, what its residents need, and how the one meets the other.

    It was `begun` some time ago, or just now where the days between are closed already.
    """
    how: dict[str, Any] = {"by": by, "at": begun}
    way = way_at(str(community.path), timezone.localdate(how["at"]))
    if way is not None and way.parts.get("services"):
        take_over(community, **how)
    things: dict[str, Resource | ServiceItem] = {}
    for row in words["supply_resources"]:
        owner: dict[str, Any] = {} if "owner_name" in row else {"owner_unit": unit}
        things[row["name"]] = add_resource(place=community, **row, **owner, **how)
    for row in words["supply_items"]:
        things[row["name"]] = add_item(place=community, **row, **how)
    for number, row in enumerate(words["supply_needs"]):
        moment = min(begun + timedelta(days=number), at)
        landed = min(moment + timedelta(days=14), at)
        _need(community, unit, row, things, by=by, at=moment, landed=landed)
    publish(community, by=by, at=max(begun, at - timedelta(days=1)))


def _need(
    community: Place,
    unit: Organisation,
    row: Words,
    things: Mapping[str, Resource | ServiceItem],
    *,
    by: Actor,
    at: datetime,
    landed: datetime,
) -> None:
    how: dict[str, Any] = {"by": by, "at": at}
    need = raise_need(place=community, title=row["title"], words=row["words"], **how)
    add_survey(need, count=row["households"], source="逐户摸排", counted_by="楼栋长", **how)
    if "score" not in row:
        return
    confirm(need, score=row["score"], decision=row["decision"], **how)
    if "measure" not in row:
        return
    due_on = timezone.localdate(at + timedelta(days=60))
    landing = plan(
        need, measure=row["measure"], due_on=due_on, owner=[unit],
        things=[things[row[key]] for key in ("resource", "item") if key in row], **how,
    )  # fmt: skip
    if "outcome" in row:
        land(landing, outcome=row["outcome"], by=by, at=landed)
