"""The resident's verbs: say more, remind, take back, judge, ask for it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.moving import Change, Saying, leaders_of, make_move
from huying.orders.actions.placing import contact_post
from huying.orders.actions.triage import leading_person
from huying.orders.called import asked_of
from huying.orders.models import Order, Rating
from huying.orders.rules import another_handler, clean_words, goes_again
from huying.orders.states import Channel, NoteKind
from huying.orgs.models import Organisation
from huying.orgs.queries import desk_of, handlers
from huying.people.models import Person
from huying.people.queries import covers_on, desk_posts


def supply(
    order: Order, *, words: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Answer the desk's question; the clocks run on."""
    return _add(order, "supply", words, NoteKind.ANSWER, by=by, at=at, version=version)


def add_word(
    order: Order, *, words: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Say something more."""
    return _add(order, "add_word", words, NoteKind.WORDS, by=by, at=at, version=version)


def _add(
    order: Order,
    name: str,
    words: str,
    kind: NoteKind,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Order:
    text = clean_words(words, field="words", longest=2000)
    change = Change(sayings=[Saying(kind, text, public=True)])
    make_move(order, name, by=by, at=at, version=version, given={"words": text}, change=change)
    return order


def chase(
    order: Order, *, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> Order:
    """Remind everyone; counted, and not more than now and then."""
    text = clean_words(words, field="words", longest=500, required=False)
    change = Change({"chases": order.chases + 1}, [Saying(NoteKind.CHASE, text, public=True)])
    make_move(
        order,
        "chase",
        by=by,
        at=at,
        version=version,
        given={"words": text} if text else {},
        change=change,
    )
    return order


def withdraw(
    order: Order, *, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> Order:
    """Take the order back."""
    text = clean_words(words, field="words", longest=500, required=False)
    given = {"words": text} if text else {}
    make_move(
        order,
        "withdraw",
        by=by,
        at=at,
        version=version,
        given=given,
        change=Change({"closed_at": at}),
    )
    return order


def judge(
    order: Order, *, solved: bool, satisfied: bool, by: Actor, at: datetime, words: str = "",
    again: bool | None = None, channel: str = Channel.WEB,
    answers: Mapping[str, bool] | None = None, version: int | None = None,
) -> Order:  # fmt: skip
    """Answer the three questions; unsolved or dissatisfied goes to someone else again.

    `answers` are to what the practice of the place asks besides; refused `invalid` for others.
    """
    text = clean_words(words, field="words", longest=2000, required=False)
    if channel not in set(Channel):
        raise Refused(Code.INVALID, "unknown channel", fields={"channel": "unknown"})
    given: dict[str, Any] = {"solved": solved, "satisfied": satisfied, "channel": channel}
    given |= {"words": text} if text else {}
    given |= {"again": again} if again is not None else {}
    given |= {"answers": _known(order, answers, at)} if answers else {}
    redo = goes_again(solved=solved, satisfied=satisfied, again=again, reopens=order.reopens)
    sayings = [Saying(NoteKind.JUDGEMENT, text, public=True)] if text else []
    with transaction.atomic():
        round_judged = order.reopens
        fields = _round_again(order, by, at) if redo else {"closed_at": order.closed_at or at}
        make_move(
            order,
            "judge",
            by=by,
            at=at,
            version=version,
            given=given,
            change=Change(fields, sayings),
        )
        Rating.objects.create(
            order=order, round=round_judged, solved=solved, satisfied=satisfied, words=text,
            answers=dict(answers or {}), channel=channel, by_label=by.name, at=at,
        )  # fmt: skip
    return order


def _known(order: Order, answers: Mapping[str, bool], at: datetime) -> dict[str, bool]:
    """The answers by code, in order; refused `invalid` for what nobody asks here."""
    asked = asked_of(order, timezone.localdate(at))
    if unknown := set(answers) - set(asked):
        why = _("is not asked here")
        raise Refused(Code.INVALID, why, fields={"answers": f"{why}: {min(unknown)[:40]}"})
    return {code: answers[code] for code in asked if code in answers}


def reopen(
    order: Order, *, reason: str, by: Actor, at: datetime, lead: Organisation | None = None,
    lead_person: Person | None = None, version: int | None = None,
) -> Order:  # fmt: skip
    """Do it again, by someone who has not led it yet, or by whom the desk names."""
    words = clean_words(reason, field="reason", longest=500)
    given: dict[str, Any] = {"reason": words}
    given |= {"lead": lead} if lead else {}
    given |= {"lead_person": lead_person} if lead_person else {}
    with transaction.atomic():
        fields = _round_again(order, by, at, lead, lead_person)
        make_move(
            order, "reopen", by=by, at=at, version=version, given=given, change=Change(fields)
        )
    return order


def _round_again(
    order: Order,
    by: Actor,
    at: datetime,
    lead: Organisation | None = None,
    wanted: Person | None = None,
) -> dict[str, Any]:
    """The columns of another round: one more reopening, and someone else who leads."""
    fields: dict[str, Any] = {
        "reopens": order.reopens + 1, "completed_at": None, "closed_at": None,
    }  # fmt: skip
    if order.responsible_person_id is None:  # it came closed from another system
        post = contact_post(order.place, by=by, at=at, order_id=order.pk)
        fields |= {"desk": post.place, "responsible_person": post.person}
    if lead is not None:
        chosen = lead, leading_person(lead, wanted, at), "chosen by the desk"
    else:
        chosen = someone_else(order, at)
    unit, person, why = chosen
    return fields | {"lead_unit": unit, "lead_person": person, "why_lead": why}


def someone_else(order: Order, at: datetime) -> tuple[Organisation, Person, str]:
    """Who has not led this order yet: a colleague in the unit, else the desk, else a higher desk.

    Nobody who is away is asked. Where nobody else exists, whoever led it takes it again and the reason says so; refused
    `not-open` where nobody is there at all.
    """
    past = leaders_of(order)
    past |= {order.lead_person_id} if order.lead_person_id else set()
    on = timezone.localdate(at)
    if order.lead_unit is not None:
        people = {m.person_id: m.person for m in handlers(order.lead_unit.pk, on)}
        if (found := another_handler(people, past)) is not None:
            return order.lead_unit, people[found], "a colleague takes it again"
    line = (order.community_id, order.street_id, order.district_id)
    away = covers_on(on)
    desk = {post.person_id: post for post in desk_posts(line, on) if post.person_id not in away}
    answers = away.get(order.responsible_person_id or 0)
    nearest = answers.stand_in_id if answers else order.responsible_person_id
    first = [pk for pk in (nearest,) if pk in desk]
    if (found := another_handler([*first, *desk], past)) is not None:
        place = desk[found].place
        unit = desk_of((place.community_id, place.street_id, place.district_id)) or order.lead_unit
        if unit is not None:
            return unit, desk[found].person, "the desk takes it again"
    if order.lead_unit is None or order.lead_person is None:
        raise Refused(Code.NOT_OPEN, "nobody is there to take it again")
    return order.lead_unit, order.lead_person, "nobody else is there to take it"
