"""What people do with notices: read them, send them again, tell somebody themselves."""

from datetime import datetime

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.notices.models import Notice
from huying.notices.states import CARRIED, TO_DO_BY_HAND, Stand, Way
from huying.orders.rules import clean_words
from huying.people.roles import Grant


def read(*, by: Actor, at: datetime) -> int:
    """Mark one's own notices as read; how many were not."""
    mine = Notice.objects.filter(person_id=by.person_id or 0, read_at=None)
    return mine.update(read_at=at)


def resend(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Send the same words again, at once and in a row of their own; the old one is settled.

    Refused `not-yours` away from the desk, `wrong-state` where it never went by a carrier or
    still waits, `conflict` where somebody resent it a moment ago.
    """
    _check(notice, by)
    if notice.way not in CARRIED or notice.next_try_at is not None:
        raise Refused(Code.WRONG_STATE, "this notice cannot be sent again")
    again = f"{notice.key.split('~')[0][:60]}~{notice.tries}.{notice.pk % 10**6}"
    made, fresh = Notice.objects.get_or_create(
        key=again,
        defaults={
            "order": notice.order, "event": notice.event, "facts": notice.facts, "at": at,
            "audience": notice.audience, "person": notice.person, "way": notice.way,
            "text": notice.text, "stand": Stand.WAITING, "next_try_at": at, "urgent": True,
        },
    )  # fmt: skip
    if not fresh:
        raise Refused(Code.CONFLICT, "this was sent again already")
    if notice.stand in TO_DO_BY_HAND:
        Notice.objects.filter(pk=notice.pk).update(stand=Stand.RESENT)
    return made


def told_by_telephone(notice: Notice, *, words: str, by: Actor, at: datetime) -> None:
    """Somebody told it themselves; `words` say what came of it. Refused `wrong-state`, `not-yours`."""
    _check(notice, by)
    said = clean_words(words, field="words", longest=200, required=False)
    waiting = Notice.objects.filter(pk=notice.pk, stand__in=sorted(TO_DO_BY_HAND))
    error = f"{by.name}: {said}" if said else by.name
    if not waiting.update(stand=Stand.TOLD, way=Way.CALL, sent_at=at, error=error[:300]):
        raise Refused(Code.WRONG_STATE, "this was told already")


def _check(notice: Notice, by: Actor) -> None:
    if not by.may(Grant.TRIAGE, notice.order.place_path):
        raise Refused(Code.NOT_YOURS, "notices of this order are not yours to send")
