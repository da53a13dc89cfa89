"""Recomputing what each adoption was sealed with when it began."""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from huying.adoptions.actions import KIND
from huying.adoptions.models import Adoption
from huying.kernel.hashing import canonical, digest
from huying.trail.models import Record
from huying.trail.verify import Check

SAID = ("place", "practice", "version", "digest", "since", "sealed")


def check_adoptions() -> Check:
    """Each adoption says what its record says, and ends the day the next one there begins."""
    result = Check("adoptions")
    records = Record.objects.filter(subject_kind=KIND, move="adopt")
    said = {record.subject_id: record.given for record in records}
    ends = _ends(list(said.items()))
    for row in Adoption.objects.select_related("place").order_by("id"):
        result.checked += 1
        given = said.pop(row.pk, {})
        now = (
            row.place.code if row.place else "", row.practice, row.version, row.digest,
            row.since.isoformat(), digest(canonical(row.parts)),
        )  # fmt: skip
        until = row.until.isoformat() if row.until else None
        if now != tuple(given.get(key) for key in SAID) or until != ends.get(row.pk):
            result.differs(f"{row} at {now[0] or 'every place'}: not what was adopted")
    for given in said.values():
        result.differs(
            f"{given['practice']} at {given['place'] or 'every place'}: adopted, yet gone"
        )
    return result


def _ends(said: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[int, str]:
    """The day each adoption ended: the first of the next one at the same place."""
    ordered = sorted(said, key=lambda one: (one[1]["place"], one[1]["since"]))
    return {
        before[0]: after[1]["since"]
        for _place, here in groupby(ordered, key=lambda one: one[1]["place"])
        for before, after in pairwise(here)
    }
