"""Recomputing what duty says of itself: lives from their records, rows from theirs."""

from collections.abc import Callable, Iterable
from typing import Any

from huying.duty.actions import posting, staying, writing
from huying.duty.models import Entry, Meeting, Posting, Stay, Visit
from huying.trail.models import Record
from huying.trail.moving import recorded
from huying.trail.verify import Check, check_lives


def check_visits() -> Check:
    """State, version and head of each visit are those of its last record."""
    return check_lives("duty_visits", Visit)


def check_meetings() -> Check:
    """State, version and head of each morning meeting are those of its last record."""
    return check_lives("meetings", Meeting)


def check_postings() -> Check:
    """Each posting is as it was recorded, and ends when its last record says."""
    rows = Posting.objects.select_related("estate").order_by("pk")
    return _compared("postings", Posting.KIND, rows, _posted_so)


def check_stays() -> Check:
    """The minutes of each stay are still those that were sealed."""
    rows = Stay.objects.select_related("estate").order_by("pk")
    return _compared("stays", Stay.KIND, rows, _noted_so)


def check_diary() -> Check:
    """Every wording of the diary is still the one that was sealed."""
    rows = Entry.objects.select_related("estate").order_by("pk")
    return _compared("diary", Entry.KIND, rows, lambda row, said: said == [writing.sealed(row)])


def _posted_so(row: Posting, said: list[Any]) -> bool:
    merged = {key: value for given in said for key, value in given.items()}
    return bool(merged == recorded(posting.facts(row), salt=posting.UNSEALED))


def _noted_so(row: Stay, said: list[Any]) -> bool:
    return said == [staying.sealed(row), *([{}] if row.taken_back_at else [])]


def _compared(
    name: str, kind: str, rows: Iterable[Any], is_so: Callable[[Any, list[Any]], bool]
) -> Check:
    """Each row against what its records were given, and each record against a row."""
    result, said = Check(name), dict[int, list[Any]]()
    for entry in Record.objects.filter(subject_kind=kind).order_by("subject_id", "seq"):
        said.setdefault(entry.subject_id, []).append(entry.given)
    for row in rows:
        result.checked += 1
        if not is_so(row, said.pop(row.pk, [])):
            result.differs(f"{kind} {row.pk}: not what was recorded")
    for pk in said:
        result.differs(f"{kind} {pk}: recorded, yet gone")
    return result
