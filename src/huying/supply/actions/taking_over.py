"""Taking over the catalogue of the practice in force: its items become the place's own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from huying.adoptions.queries import way_at
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.places.models import Place
from huying.supply.actions.keeping import add_item
from huying.supply.models import ServiceItem


def take_over(place: Place, *, by: Actor, at: datetime) -> int:
    """Take over what the practice in force here offers and declines; how many items were new.

    An item that came before is left as the place keeps it, also when the place ended it. Refused
    `not-yours`, and `not-yet` where no practice with a catalogue is in force.
    """
    if not by.may(Grant.SUPPLY, str(place.path)):
        raise Refused(Code.NOT_YOURS, "this is not yours to keep")
    way = way_at(str(place.path), timezone.localdate(at))
    rows = list(way.parts.get("services", ())) if way is not None else []
    if way is None or not rows:
        raise Refused(Code.NOT_YET, "no practice with a catalogue is in force here")
    names = {row["code"]: row["name"] for row in rows}
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)  # two at once come in turn
        known = set(ServiceItem.objects.filter(place=place).values_list("code", flat=True))
        new = [row for row in rows if row["code"] not in known]
        for row in new:
            said = _said(row, names) | {"source": f"{way.practice} {way.version}"}
            add_item(place=place, code=row["code"], by=by, at=at, **said)
    return len(new)


def _said(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What the practice says of one item; its class is the item its code stands under, if any."""
    above = row["code"].rpartition(".")[0]
    kept = ("name", "mode", "free", "offered", "office", "minutes", "sample")
    return {name: row[name] for name in kept} | {
        "papers": list(row["papers"]), "group": names.get(above, ""),
    }  # fmt: skip
