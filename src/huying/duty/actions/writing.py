"""Writing the diary of an estate, and correcting it without losing what stood there."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.duty.models import Entry
from huying.duty.policy import is_team
from huying.duty.rules import LATEST_BACK, LONGEST_DIARY
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.places.models import Place
from huying.places.states import Level
from huying.trail.actions import append
from huying.trail.moving import recorded

SEALED = frozenset({"public", "private"})


def write_entry(
    estate: Place, *, by: Actor, at: datetime, public: str = "", private: str = "",
    on: date | None = None,
) -> Entry:  # fmt: skip
    """Write down a day in an estate, today by default: a part for the team, one for oneself.

    Refused `not-yours` for whoever is not of the team, `incomplete` without words, `invalid` for
    a day to come or long past.
    """
    today = timezone.localdate(at)
    day = on or today
    if not today - timedelta(days=LATEST_BACK) <= day <= today:
        why = _("today or one of the last seven days")
        raise Refused(Code.INVALID, "this day cannot be written down", fields={"on": why})
    return _written(Entry(estate=estate, on=day), public, private, by=by, at=at)


def correct_entry(
    entry: Entry, *, by: Actor, at: datetime, public: str = "", private: str = ""
) -> Entry:
    """Say an entry anew; the former words are kept beside it.

    Refused `not-yours` for everybody but its writer, `conflict` where it was corrected already.
    """
    if by.person_id is None or entry.writer_id != by.person_id:
        raise Refused(Code.NOT_YOURS, "an entry is corrected by whoever wrote it")
    anew = Entry(estate=entry.estate, on=entry.on, corrects=entry)
    try:
        with transaction.atomic():
            return _written(anew, public, private, by=by, at=at)
    except IntegrityError as problem:
        raise Refused(Code.CONFLICT, "this entry was corrected already") from problem


def _written(entry: Entry, public: str, private: str, *, by: Actor, at: datetime) -> Entry:
    estate = entry.estate
    of_team = is_team(by, estate, timezone.localdate(at)) and by.person_id is not None
    if estate.level != Level.ESTATE or not of_team:
        raise Refused(Code.NOT_YOURS, "the diary is kept by the team of the estate")
    entry.writer_id, entry.at = by.person_id or 0, at
    entry.public = clean_words(public, field="public", longest=LONGEST_DIARY, required=False)
    entry.private = clean_words(private, field="private", longest=LONGEST_DIARY, required=False)
    if not entry.public and not entry.private:
        raise Refused(Code.INCOMPLETE, "some words are needed", fields={"public": "required"})
    with transaction.atomic():
        entry.save(force_insert=True)
        move = "write" if entry.corrects_id is None else "correct"
        append(Entry.KIND, entry.pk, move, by=by, at=at, given=sealed(entry))
    return entry


def sealed(entry: Entry) -> dict[str, object]:
    """What the record of an entry keeps: estate and day plainly, both parts sealed."""
    given = {
        "estate": entry.estate, "on": entry.on, "corrects": entry.corrects_id,
        "public": entry.public, "private": entry.private,
    }  # fmt: skip
    return recorded(given, salt=entry.salt, sealed=SEALED)
