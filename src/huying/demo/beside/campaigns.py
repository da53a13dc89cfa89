"""A mass activity of today: some doors were reached, the others are still to be."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huying.campaigns.actions import begin, perform
from huying.campaigns.actions.arriving import Tick
from huying.campaigns.actions.syncing import Batch, sync
from huying.campaigns.models import Target
from huying.kernel.actor import Actor
from huying.places.models import Place


def campaign(community: Place, words: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Prepare one, begin it, and check in the first doors from one device."""
    (row,) = words["campaign"]
    began = at - timedelta(minutes=90)
    made = begin(by=by, at=began, raw={
        "name": row["name"], "purpose": row["purpose"], "place": community.code,
        "held_on": timezone.localdate(at).isoformat(), "basis": "targets",
    })  # fmt: skip
    perform(made, "enlist", by=by, at=began, raw={"lines": "\n".join(row["doors"])})
    perform(made, "add_point", by=by, at=began, raw={"point_name": "中心花园"})
    perform(made, "start", by=by, at=began, raw={})
    doors = Target.objects.filter(campaign=made).order_by("id")[: row["reached"]]
    ticks = [
        Tick(f"demo-{made.pk}-{number}", (began + timedelta(minutes=5 * number)).isoformat(), str(door.pk))
        for number, door in enumerate(doors, 1)
    ]  # fmt: skip
    sync(made, Batch("demo-1", at.isoformat(), ticks), by=by, at=at)
