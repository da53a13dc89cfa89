"""Reading the diary of an estate."""

from dataclasses import dataclass
from datetime import date, datetime

from huying.duty.models import Entry
from huying.duty.policy import is_team, may_read_private
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place


@dataclass(frozen=True, slots=True)
class Said:
    """One wording of an entry as the viewer may read it; `private` is blank where it is not theirs."""

    at: datetime
    public: str
    private: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry: its present wording, and those it had before, the latest first."""

    pk: int
    on: date
    writer: str
    mine: bool
    now: Said
    before: tuple[Said, ...]


def entries(estate: Place, first: date, last: date, *, viewer: Actor, today: date) -> list[Told]:
    """What was written of these days (both included), by day; one statement beside the permission.

    An entry with nothing for this viewer is left out. Refused `not-yours` for whoever is not of
    the team today.
    """
    if not is_team(viewer, estate, today):
        raise Refused(Code.NOT_YOURS, "the diary is kept by the team of the estate")
    rows = Entry.objects.filter(estate=estate, on__gte=first, on__lte=last).select_related(
        "writer", "estate"
    )
    found = {row.pk: row for row in rows.defer("estate__boundary").order_by("on", "at", "pk")}
    corrected = {row.corrects_id for row in found.values()}
    told = (_told(row, found, viewer) for row in found.values() if row.pk not in corrected)
    shown = [each for each in told if each.now.public or each.now.private or each.before]
    return sorted(shown, key=lambda each: (each.on, (each.before or (each.now,))[-1].at, each.pk))


def entry(pk: int, viewer: Actor, today: date) -> Entry:
    """The viewer's own entry with this id, in an estate whose team they are of; refused `unknown`."""
    found = Entry.objects.select_related("estate", "writer").filter(pk=pk).first()
    own = found is not None and found.writer_id == viewer.person_id
    if found is None or not own or not is_team(viewer, found.estate, today):
        raise Refused(Code.UNKNOWN, "there is no such entry for you to change")
    return found


def _told(row: Entry, found: dict[int, Entry], viewer: Actor) -> Told:
    own = may_read_private(viewer, row)
    wordings, each = [], row
    while each.corrects_id is not None:
        each = found[each.corrects_id]
        said = _said(each, private=own)
        if said.public or said.private:
            wordings.append(said)
    mine = row.writer_id == viewer.person_id
    return Told(row.pk, row.on, row.writer.name, mine, _said(row, private=own), tuple(wordings))


def _said(row: Entry, *, private: bool) -> Said:
    return Said(row.at, row.public, row.private if private else "")
