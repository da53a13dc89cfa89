"""Opening what is kept of people: allowed by named grants, logged either way."""

from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.care.models import Entry, LookRecord
from huying.care.policy import NAMED, reads, right
from huying.care.queries.entries import entries, spans
from huying.care.queries.granted import named
from huying.care.queries.visits import ToSee, due_to_be_seen
from huying.care.rules import words
from huying.care.sealed import read
from huying.care.states import HIDDEN, STANDING, Depth, EntryState, Look
from huying.kernel.actor import Actor, Standing
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place

SHORTEST_WORDS = 2
OPEN = [*sorted(STANDING), EntryState.ENDED]
LONGEST_ID = 2**63


def open_ledger(
    ledger: str, *, by: Actor, at: datetime, purpose: str, within: Place | None = None,
    ended: bool = False,
) -> QuerySet[Entry]:  # fmt: skip
    """The entries of a ledger that are open to the caller, and a line of the log for it.

    Refused `not-yours` without a named grant, and that is logged too; `incomplete` where
    nothing is said of what it is for.
    """
    held = spans(by, ledger, timezone.localdate(at))
    if within is not None:
        held = [one for one in held if reads_there(one, within)]
    if not held:
        _deny(Look.LIST, by=by, at=at, ledger=ledger)
    said = purpose_of(purpose)
    places = [within.community_id or within.pk] if within else [one.place_id for one in held]
    _log(Look.LIST, by=by, at=at, ledger=ledger, places=places, said=said)
    return entries(by, ledger, timezone.localdate(at), within=within, ended=ended)


def open_entry(pk: int, *, by: Actor, at: datetime, purpose: str) -> Entry:
    """One entry, and a line of the log for it; refused as a ledger is, `unknown` for none.

    What was withdrawn or erased is unknown to everybody.
    """
    entry = found(pk)
    must_read(entry, Look.ENTRY, by=by, at=at)
    said = purpose_of(purpose)
    _log(
        Look.ENTRY, by=by, at=at, ledger=entry.ledger, places=[entry.community_id], said=said,
        entry=entry,
    )  # fmt: skip
    return entry


def reveal(entry: Entry, what: Look, *, by: Actor, at: datetime, reason: str) -> str:
    """A whole number, a telephone or a note about health, once, with the reason in the log."""
    if what not in HIDDEN:
        raise Refused(Code.UNKNOWN, "there is nothing hidden by this name")
    if entry.state not in OPEN:
        raise Refused(Code.UNKNOWN, "there is no such entry")
    must_read(entry, what, by=by, at=at)
    said = purpose_of(reason, field="reason")
    shown = read(entry, what.value)
    _log(
        what, by=by, at=at, ledger=entry.ledger, places=[entry.community_id], said=said, entry=entry
    )
    return shown


def open_visits(*, by: Actor, at: datetime, within: Place | None = None) -> list[ToSee]:
    """Who is to be seen, by whoever looks in on them; logged, refused and logged without a grant."""
    today = timezone.localdate(at)
    held = [one for one in named(by, today).standings if one.role == NAMED]
    if not held:
        _deny(Look.VISITS, by=by, at=at, ledger="")
    places = [within.pk] if within else [one.place_id for one in held]
    _log(Look.VISITS, by=by, at=at, ledger="", places=places, said="")
    return due_to_be_seen(by, within, today)


def must_read(entry: Entry, what: Look, *, by: Actor, at: datetime) -> None:
    """Refuse, and log the attempt, where this entry's ledger is not open to the caller there."""
    if not reads(named(by, timezone.localdate(at)), entry.ledger, entry.place_path):
        _deny(what, by=by, at=at, ledger=entry.ledger, entry=entry)


def found(pk: int) -> Entry:
    """The entry with this id, if it can be opened by anybody; refused `unknown`."""
    rows = Entry.objects.select_related("place", "community", "registered_by")
    entry = rows.filter(pk=pk, state__in=OPEN).first() if 0 < pk < LONGEST_ID else None
    if entry is None:
        raise Refused(Code.UNKNOWN, "there is no such entry")
    return entry


def purpose_of(text: str, *, field: str = "purpose") -> str:
    """What somebody says they look for; refused when it says nothing."""
    said = words(text, field=field)
    if len(said) < SHORTEST_WORDS:
        why = _("say in a few words what it is for")
        raise Refused(Code.INCOMPLETE, why, fields={field: why})
    return said


def reads_there(standing: Standing, place: Place) -> bool:
    """Whether a standing reaches this place."""
    return str(place.path).startswith(standing.place_path)


def opens(by: Actor, ledger: str, depth: Depth, at: datetime) -> bool:
    """Whether the caller holds such a grant anywhere; asks, and logs nothing."""
    return named(by, timezone.localdate(at)).may_anywhere(right(depth, ledger))


def _log(
    what: Look, *, by: Actor, at: datetime, ledger: str, places: Iterable[int | None], said: str,
    entry: Entry | None = None, denied: bool = False,
) -> None:  # fmt: skip
    if by.person_id is None:
        return
    LookRecord.objects.bulk_create(
        LookRecord(
            at=at, by_id=by.person_id, what=what, denied=denied, ledger=ledger, entry=entry,
            place_id=place, words=said,
        )
        for place in dict.fromkeys(places)
    )  # fmt: skip


def _deny(
    what: Look, *, by: Actor, at: datetime, ledger: str, entry: Entry | None = None
) -> NoReturn:
    """Log the attempt, then refuse it; an attempt is no secret, so it outlives the refusal."""
    works_at = next((one.place_id for one in by.standings if one.role != NAMED), None)
    place = entry.community_id if entry is not None else works_at
    _log(what, by=by, at=at, ledger=ledger[:32], places=[place], said="", entry=entry, denied=True)
    raise Refused(Code.NOT_YOURS, "this ledger is not open to you")
