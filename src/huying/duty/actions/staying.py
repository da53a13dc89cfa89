"""Minutes on the spot beside the visits: noted by the team for the team, and taken back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.duty.models import Stay
from huying.duty.policy import is_team
from huying.duty.rules import LATEST_BACK, LONGEST_VISIT
from huying.kernel.actor import Actor
from huying.kernel.hashing import salted
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.places.models import Place
from huying.places.states import Level
from huying.trail.actions import append
from huying.trail.moving import recorded


def note_stay(
    estate: Place, *, minutes: int, by: Actor, at: datetime, on: date | None = None, note: str = ""
) -> Stay:
    """Note that the team was in an estate for so many minutes on a day, today by default.

    The row names no person; the record says who wrote it, with the minutes sealed. Refused
    `not-yours` for whoever is not of the team, `invalid` for impossible minutes or days.
    """
    _check(estate, by, at)
    today = timezone.localdate(at)
    day = on or today
    wrong: dict[str, str] = {}
    if not 1 <= minutes <= LONGEST_VISIT:
        wrong["minutes"] = _("between one minute and a day")
    if not today - timedelta(days=LATEST_BACK) <= day <= today:
        wrong["on"] = _("today or one of the last seven days")
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    words = clean_words(note, field="note", longest=200, required=False)
    with transaction.atomic():
        stay = Stay.objects.create(estate=estate, on=day, minutes=minutes, note=words)
        append(Stay.KIND, stay.pk, "note", by=by, at=at, given=sealed(stay))
    return stay


def take_back(stay: Stay, *, by: Actor, at: datetime) -> Stay:
    """Take back a stay that was noted wrongly; the row is kept. Refused `not-yours`, `wrong-state`."""
    _check(stay.estate, by, at)
    with transaction.atomic():
        if not Stay.objects.filter(pk=stay.pk, taken_back_at=None).update(taken_back_at=at):
            raise Refused(Code.WRONG_STATE, "this was taken back already")
        append(Stay.KIND, stay.pk, "take_back", by=by, at=at)
    stay.taken_back_at = at
    return stay


def sealed(stay: Stay) -> dict[str, object]:
    """What the record of a stay keeps: the estate and the day plainly, minutes and note sealed."""
    minutes = {"sealed": salted(str(stay.minutes), stay.salt)}
    given = {"estate": stay.estate, "on": stay.on, "note": stay.note}
    return recorded(given, salt=stay.salt, sealed={"note"}) | {"minutes": minutes}


def _check(estate: Place, by: Actor, at: datetime) -> None:
    if estate.level != Level.ESTATE or not is_team(by, estate, timezone.localdate(at)):
        raise Refused(Code.NOT_YOURS, "minutes are noted by the team of the estate")
