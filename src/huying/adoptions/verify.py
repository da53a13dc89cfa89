"""Recomputing what each adoption was sealed with when it began."""

from huying.adoptions.actions import KIND
from huying.adoptions.models import Adoption
from huying.kernel.hashing import canonical, digest
from huying.trail.models import Record
from huying.trail.verify import Check


def check_adoptions() -> Check:
    """What every adoption says, and since when, is what its record says."""
    result = Check("adoptions")
    records = Record.objects.filter(subject_kind=KIND, move="adopt")
    said = {record.subject_id: record.given for record in records}
    for row in Adoption.objects.order_by("id"):
        result.checked += 1
        given = said.get(row.pk, {})
        now = (row.practice, row.version, row.since.isoformat(), digest(canonical(row.parts)))
        if now != tuple(given.get(key) for key in ("practice", "version", "since", "sealed")):
            result.differs(f"{row} at {row.place_id or 'every place'}: not what was adopted")
    return result
