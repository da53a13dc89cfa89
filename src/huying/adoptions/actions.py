"""Beginning a way of working at a place; the one before it ends that day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from huying.adoptions.models import Adoption
from huying.adoptions.queries import forget
from huying.kernel.actor import Actor
from huying.kernel.hashing import canonical, digest
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.trail.actions import append

KIND = "adoption"


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack as a value: its name, its version, its digest and all it says."""

    practice: str
    version: str
    title: str
    digest: str
    parts: Mapping[str, Any]


def begin(pack: Pack, *, place: Place | None, since: date, by: Actor, at: datetime) -> Adoption:
    """Let this place, or every place, work by the pack from `since` on; nothing when it does already.

    Refused `not-yet` where the one before began on that day or later: what was promised under it
    would have had no day of its own.
    """
    before = Adoption.objects.filter(place=place, until=None).first()
    if before is not None and before.digest == pack.digest:
        return before
    if before is not None and before.since >= since:
        said = f"{before.practice} {before.version} is in force from {before.since}: choose a later day"
        raise Refused(Code.NOT_YET, said, fields={"since": "too early"})
    parts = json.loads(json.dumps(pack.parts, cls=DjangoJSONEncoder))
    with transaction.atomic():
        if before is not None:
            Adoption.objects.filter(pk=before.pk, until=None).update(until=since)
        begun = Adoption.objects.create(
            place=place, practice=pack.practice, version=pack.version, title=pack.title,
            digest=pack.digest, parts=parts, since=since, adopted_at=at, by_label=by.name,
        )  # fmt: skip
        append(
            KIND, begun.pk, "adopt", by=by, at=at, target="in_force",
            given={
                "practice": pack.practice, "version": pack.version, "digest": pack.digest,
                "place": place.code if place else "", "since": since.isoformat(),
                "instead_of": f"{before.practice} {before.version}" if before else "",
                "sealed": digest(canonical(parts)),
            },
        )  # fmt: skip
    forget()
    return begun
