"""Standing in for a colleague who is away: arranged, changed by ending it, and on record."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.models import Cover, Person, Post
from huying.people.queries import current
from huying.people.roles import DESK_ROLES, Grant
from huying.people.rules import share_a_day
from huying.places.rules import lineage
from huying.trail.actions import append

KIND = "cover"
LONGEST = timedelta(days=366)


def arrange_cover(
    away: Person, *, stand_in: Person, since: date, until: date, by: Actor, at: datetime
) -> Cover:
    """Let a colleague answer for someone from `since` until the day they are back.

    By the person or whoever decides at their desk. Refused `not-yours`, `invalid` for days that
    are none and for who does not work at those desks, `conflict` where either is away already
    or stands in for another in that time: one cover never leads to a second.
    """
    desks = desk_paths(away.pk, timezone.localdate(at))
    _check_caller(away.pk, desks, by)
    _check_days(since, until, timezone.localdate(at))
    if away.pk == stand_in.pk:
        raise _refused(Code.INVALID, _("nobody stands in for themselves"), "stand_in")
    _check_scope(desks, desk_paths(stand_in.pk, since), desk_paths(stand_in.pk, _last(until)))
    with transaction.atomic():
        # Both rows are held, so that two arrangements that touch the same people come in turn.
        list(
            Person.objects.select_for_update().filter(pk__in=[away.pk, stand_in.pk]).order_by("pk")
        )
        _check_others(away.pk, stand_in.pk, (since, until))
        cover = Cover.objects.create(away=away, stand_in=stand_in, since=since, until=until)
        given = {"away": away.pk, "stand_in": stand_in.pk, "since": since, "until": until}
        append(KIND, cover.pk, "arrange", by=by, at=at, given=_plain(given))
    return cover


def end_cover(cover: Cover, *, by: Actor, at: datetime) -> Cover:
    """End a cover today: the colleague is back. Refused `not-yours`, `wrong-state` when over."""
    today = timezone.localdate(at)
    _check_caller(cover.away_id, desk_paths(cover.away_id, today), by)
    until = max(cover.since, today)
    with transaction.atomic():
        running = Cover.objects.filter(pk=cover.pk, until__gt=until)
        if not running.update(until=until):
            raise Refused(Code.WRONG_STATE, "this cover is over already")
        append(KIND, cover.pk, "end", by=by, at=at, given=_plain({"until": until}))
    cover.until = until
    return cover


def desk_paths(person_id: int, on: date) -> list[str]:
    """Tree paths of the places whose desk the person works at on this day."""
    held = current(Post.objects.filter(person_id=person_id, role__in=DESK_ROLES), on)
    return sorted(held.values_list("place__path", flat=True))


def _check_caller(away: int, desks: Iterable[str], by: Actor) -> None:
    if by.person_id != away and not any(by.may(Grant.DECIDE, path) for path in desks):
        raise Refused(Code.NOT_YOURS, "this is not yours to arrange")


def _check_days(since: date, until: date, today: date) -> None:
    if since < today:
        raise _refused(Code.INVALID, _("this day has passed"), "since")
    if not since < until <= since + LONGEST:
        raise _refused(Code.INVALID, _("must be after the first day, and within a year"), "until")


def _check_scope(desks: Iterable[str], *held: Iterable[str]) -> None:
    """Refuse someone whose own desks do not cover every desk: a cover never widens a scope."""
    desks = list(desks)
    if not desks:
        raise _refused(Code.INVALID, _("this person works at no desk"), "away")
    for paths in map(frozenset, held):
        if any(paths.isdisjoint(lineage(desk)) for desk in desks):
            raise _refused(
                Code.INVALID, _("does not work at these desks for the whole time"), "stand_in"
            )


def _check_others(away: int, stand_in: int, span: tuple[date, date]) -> None:
    for row in Cover.objects.filter(until__gt=span[0], since__lt=span[1]):
        if not share_a_day(span, (row.since, row.until)):
            continue
        if row.away_id == away:
            raise _refused(Code.CONFLICT, _("is away in this time already"), "since")
        if row.stand_in_id == away:
            raise _refused(Code.CONFLICT, _("stands in for someone else in this time"), "away")
        if row.away_id == stand_in:
            raise _refused(Code.CONFLICT, _("is away in this time"), "stand_in")


def _refused(code: Code, why: str, field: str) -> Refused:
    return Refused(code, why, fields={field: why})


def _last(until: date) -> date:
    return until - timedelta(days=1)


def _plain(given: dict[str, object]) -> dict[str, object]:
    return {key: str(value) if isinstance(value, date) else value for key, value in given.items()}
