"""The verbs of a visit."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.duty.lifecycle import VISIT
from huying.duty.models import Visit
from huying.duty.policy import may_see_minutes
from huying.duty.queries.spots import checked, on_duty, rules_at
from huying.duty.rules import LONGEST_NAME, LONGEST_VISIT, LONGEST_WHY, LONGEST_WORDS
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.rules import clean_words
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.moving import give_birth, recorded, write_move

SEALED = frozenset({"words", "household", "why", "minutes"})


def plan_visit(
    place: Place, *, due_on: date, by: Actor, at: datetime, reason: str = "", why: str = "",
    household: str = "", goes: Person | None = None, cause: str = "",
    source_order: Order | None = None,
) -> Visit:  # fmt: skip
    """Plan a visit in an estate, or in a community, by a day.

    `reason` is one the practice has there, or blank with a `why`. Refused `not-yours`,
    `incomplete` without a reason, `invalid` for a place, reason or person that will not do.
    """
    visit = Visit(
        place=checked(place), due_on=due_on, reason=reason, goes=goes, cause=cause,
        why=clean_words(why, field="why", longest=LONGEST_WHY, required=False),
        household=clean_words(household, field="household", longest=LONGEST_NAME, required=False),
        source_order=source_order,
    )  # fmt: skip
    names = ("place", "due_on", "reason", "why", "household", "goes", "cause", "source_order")
    given = _said({name: getattr(visit, name) for name in names})
    step = VISIT.check("plan", None, by=by, at=at, given=given, facts=visit)
    _check_reason(visit, timezone.localdate(at))
    _check_who(visit.place, goes, due_on)
    give_birth(visit, step, by=by, at=at, given=_kept(visit, given))
    return visit


def rearrange(
    visit: Visit, *, due_on: date, goes: Person | None, household: str, by: Actor, at: datetime,
    version: int | None = None,
) -> Visit:  # fmt: skip
    """Another day, another person (None: whoever is posted there), or a better word for where."""
    words = clean_words(household, field="household", longest=LONGEST_NAME, required=False)
    columns = {"due_on": due_on, "goes": goes, "household": words}
    step = VISIT.check("rearrange", visit, by=by, at=at, given=columns, version=version)
    _check_who(visit.place, goes, due_on)
    write_move(visit, step, by=by, at=at, given=_kept(visit, columns), columns=columns)
    return visit


def make(
    visit: Visit, *, minutes: int, by: Actor, at: datetime, words: str = "",
    on: date | None = None, version: int | None = None,
) -> Visit:  # fmt: skip
    """Write down a visit that was made, today or lately: how long, and what was found."""
    text = clean_words(words, field="words", longest=LONGEST_WORDS, required=False)
    given = _said({"minutes": minutes, "words": text, "on": on})
    step = VISIT.check("make", visit, by=by, at=at, given=given, version=version)
    _check_minutes(minutes)
    columns = {
        "minutes": minutes, "words": text, "done_on": on or timezone.localdate(at),
        "done_by_id": _person_of(by),
    }  # fmt: skip
    write_move(visit, step, by=by, at=at, given=_kept(visit, given), columns=columns)
    return visit


def miss(
    visit: Visit, *, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> Visit:
    """Write down that nobody was met; it can be planned again."""
    text = clean_words(words, field="words", longest=LONGEST_WORDS, required=False)
    given = _said({"words": text})
    step = VISIT.check("miss", visit, by=by, at=at, given=given, version=version)
    columns = {"words": text, "done_by_id": _person_of(by)}
    write_move(visit, step, by=by, at=at, given=_kept(visit, given), columns=columns)
    return visit


def plan_again(
    visit: Visit, *, due_on: date, by: Actor, at: datetime, goes: Person | None = None,
    version: int | None = None,
) -> Visit:  # fmt: skip
    """Go again by another day."""
    given = _said({"due_on": due_on, "goes": goes})
    step = VISIT.check("plan_again", visit, by=by, at=at, given=given, version=version)
    _check_who(visit.place, goes, due_on)
    columns = {"due_on": due_on, "goes": goes}
    write_move(visit, step, by=by, at=at, given=_kept(visit, given), columns=columns)
    return visit


def drop(
    visit: Visit, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Visit:
    """Drop a visit, for a reason. What a rule of the practice calls for, its secretary drops."""
    words = clean_words(reason, field="reason", longest=LONGEST_WHY, required=False)
    given = {"reason": words}
    step = VISIT.check("drop", visit, by=by, at=at, given=given, version=version)
    columns = {"outcome_reason": words}
    write_move(visit, step, by=by, at=at, given=_kept(visit, given), columns=columns)
    return visit


def correct(
    visit: Visit, *, reason: str, by: Actor, at: datetime, words: str | None = None,
    minutes: int | None = None, version: int | None = None,
) -> Visit:  # fmt: skip
    """Correct what was written of a visit; the record keeps a seal of every wording.

    The words by who went and the secretary, the minutes by who went alone.
    """
    told = clean_words(reason, field="reason", longest=LONGEST_WHY, required=False)
    text = None
    if words is not None:
        text = clean_words(words, field="words", longest=LONGEST_WORDS, required=False)
    given = {"reason": told} | {
        key: value
        for key, value in {"words": text, "minutes": minutes}.items()
        if value is not None
    }
    step = VISIT.check("correct", visit, by=by, at=at, given=given, version=version)
    if minutes is not None:
        if not may_see_minutes(by, visit):
            raise Refused(Code.NOT_YOURS, "minutes are corrected by whoever went")
        _check_minutes(minutes)
    columns = {key: value for key, value in given.items() if key != "reason"}
    write_move(visit, step, by=by, at=at, given=_kept(visit, given), columns=columns)
    return visit


def link(
    visit: Visit, *, order: Order, by: Actor, at: datetime, version: int | None = None
) -> Visit:
    """Keep which request came of a visit; the same one again changes nothing."""
    if visit.follow_order_id == order.pk:
        return visit
    given = {"order": order}
    step = VISIT.check("link", visit, by=by, at=at, given=given, version=version)
    columns = {"follow_order": order}
    write_move(visit, step, by=by, at=at, given=_kept(visit, given), columns=columns)
    return visit


def request_came(visit: Visit, place: Callable[[], Order], *, by: Actor, at: datetime) -> Order:
    """Place the request that came up on a visit and link it, both or neither; the order."""
    with transaction.atomic():
        order = place()
        link(visit, order=order, by=by, at=at)
    return order


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value not in (None, "")}


def _kept(visit: Visit, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a record keeps: a visit's private words, and how long it took, only as seals."""
    return recorded(given, salt=visit.salt, sealed=SEALED)


def _person_of(by: Actor) -> int:
    if by.person_id is None:
        raise Refused(Code.NOT_YOURS, "a visit is made by a person")
    return by.person_id


def _check_reason(visit: Visit, on: date) -> None:
    if not visit.reason and not visit.why:
        raise Refused(Code.INCOMPLETE, "say why somebody should go", fields={"why": "required"})
    if visit.reason and not rules_at(visit.place.path, on).named(visit.reason):
        why = _("the practice of this place has no such reason")
        raise Refused(Code.INVALID, why, fields={"reason": "unknown here"})


def _check_who(place: Place, goes: Person | None, on: date) -> None:
    if goes is not None and goes.pk not in {each.pk for each in on_duty(place.path, on)}:
        raise Refused(
            Code.INVALID, "this person is not on duty there", fields={"goes": "not on duty there"}
        )


def _check_minutes(minutes: int) -> None:
    if not 0 <= minutes <= LONGEST_VISIT:
        raise Refused(
            Code.INVALID, "some fields cannot be read", fields={"minutes": "out of range"}
        )
