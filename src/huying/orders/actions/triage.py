"""The desk's verbs: take on, ask, decline, correct, send, check, close."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.moving import Change, Saying, make_move
from huying.orders.directory import BY_ROW, governing_row
from huying.orders.models import Category, CoHandler, Order
from huying.orders.rules import LEVELS, clean_words
from huying.orders.states import Grade, NotAccepted, NoteKind, OrderKind, Result
from huying.orgs.models import Organisation
from huying.orgs.queries import desk_of, handlers
from huying.people.models import Person
from huying.places.models import Place


def submit(
    order: Order, *, text: str, by: Actor, at: datetime, version: int | None = None, **more: Any
) -> Order:
    """Send a draft; its clocks start now."""
    words = clean_words(text, field="text")
    fields = {"text": words, "placed_at": at} | {k: v for k, v in more.items() if v is not None}
    make_move(
        order,
        "submit",
        by=by,
        at=at,
        version=version,
        given={"text": words} | more,
        change=Change(fields),
    )
    return order


def accept(
    order: Order,
    *,
    category: Category,
    by: Actor,
    at: datetime,
    version: int | None = None,
    **more: Any,
) -> Order:
    """Take the order on under a category; grade, level, title and place may be set with it."""
    fields = {"category": category} | _corrections(more)
    make_move(
        order,
        "accept",
        by=by,
        at=at,
        version=version,
        given={"category": category} | more,
        change=Change(fields),
    )
    return order


def correct(
    order: Order, *, reason: str, by: Actor, at: datetime, version: int | None = None, **more: Any
) -> Order:
    """Change what the order is filed under, with a reason; the old values stay on record."""
    fields = _corrections(more)
    if not fields:
        raise Refused(Code.INCOMPLETE, "nothing to correct", fields={"category": "required"})
    make_move(
        order,
        "correct",
        by=by,
        at=at,
        version=version,
        given={"reason": reason} | more,
        change=Change(fields),
    )
    return order


def _corrections(more: dict[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in more.items() if value not in (None, "")}
    for key, allowed in (("kind", set(OrderKind)), ("grade", set(Grade)), ("level", LEVELS)):
        if key in fields and fields[key] not in allowed:
            raise Refused(
                Code.INVALID, "something chosen here does not exist", fields={key: "unknown"}
            )
    if "summary" in fields:
        fields["summary"] = clean_words(fields["summary"], field="summary", longest=120)
    place = fields.get("place")
    if isinstance(place, Place):
        fields |= {
            "community_id": place.community_id, "street_id": place.street_id,
            "district_id": place.district_id,
        }  # fmt: skip
    return fields


def ask_info(
    order: Order, *, question: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Ask the resident for more; the clocks stand still until they answer."""
    words = clean_words(question, field="question", longest=500)
    change = Change(sayings=[Saying(NoteKind.QUESTION, words, public=True)], why=words)
    make_move(
        order, "ask_info", by=by, at=at, version=version, given={"question": words}, change=change
    )
    return order


def decline(
    order: Order, *, why: str, other_way: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Do not take the order on: the reason's code, and the way that is open instead."""
    if why not in set(NotAccepted):
        raise Refused(Code.INVALID, "unknown reason", fields={"why": "unknown"})
    way = clean_words(other_way, field="other_way", longest=500)
    change = Change({"reply": way, "closed_at": at}, [Saying(NoteKind.REPLY, way, public=True)])
    make_move(
        order,
        "decline",
        by=by,
        at=at,
        version=version,
        given={"why": why, "other_way": way},
        change=change,
    )
    return order


def dispatch(
    order: Order, *, lead: Organisation, reason: str, by: Actor, at: datetime,
    lead_person: Person | None = None, helpers: Sequence[Organisation] = (),
    version: int | None = None,
) -> Order:  # fmt: skip
    """Send the order to the unit that leads, and say why; others may help."""
    with transaction.atomic():
        send(order, "dispatch", lead, reason, by=by, at=at, lead_person=lead_person,
              version=version, helpers=helpers)  # fmt: skip
        join(order, helpers, at)
    return order


def join(order: Order, units: Sequence[Organisation], at: datetime) -> None:
    """Let these units handle it too."""
    rows = [CoHandler(order=order, unit=unit, joined_at=at) for unit in units]
    CoHandler.objects.bulk_create(rows, ignore_conflicts=True)


def reassign(
    order: Order, *, lead: Organisation, reason: str, by: Actor, at: datetime,
    lead_person: Person | None = None, version: int | None = None,
) -> Order:  # fmt: skip
    """Send the order to another unit or person instead."""
    with transaction.atomic():
        send(
            order, "reassign", lead, reason, by=by, at=at, lead_person=lead_person, version=version
        )
    return order


def send(
    order: Order, name: str, lead: Organisation, reason: str, *, by: Actor, at: datetime,
    lead_person: Person | None, version: int | None, helpers: Sequence[Organisation] = (),
) -> None:  # fmt: skip
    """Put an order into a unit's hands by this move, with the row of the directory it went by."""
    person = leading_person(lead, lead_person, at)
    given: dict[str, Any] = {"lead": lead, "reason": reason}
    if lead_person is not None:
        given["lead_person"] = lead_person
    if helpers:
        given["helpers"] = list(helpers)
    fields = {
        "lead_unit": lead, "lead_person": person, "why_lead": reason[:300],
        "lead_fixed": name == "arbitrate",
    }  # fmt: skip
    row = governing_row(order, lead, timezone.localdate(at))
    change = Change(fields, noted={BY_ROW: row.pk} if row else {})
    make_move(order, name, by=by, at=at, version=version, given=given, change=change)


def leading_person(unit: Organisation, wanted: Person | None, at: datetime) -> Person:
    """Who answers in the unit: the one named if they belong to it, else its first handler."""
    members = handlers(unit.pk, timezone.localdate(at))
    for member in members:
        if wanted is None or member.person_id == wanted.pk:
            return member.person
    field, why = ("lead_person", "not in this unit") if wanted else ("lead", "nobody answers there")
    raise Refused(Code.INVALID, why, fields={field: why})


def own_hands(order: Order, by: Actor) -> tuple[Organisation, Person]:
    """The desk's own organisation and the person at hand; refused where there is none."""
    unit = desk_of((order.community_id, order.street_id, order.district_id))
    if unit is None or by.person_id is None:
        raise Refused(Code.INVALID, "the desk has no organisation to answer with")
    person = order.responsible_person
    if person is None or person.pk != by.person_id:
        person = Person.objects.get(pk=by.person_id)
    return unit, person


def take(
    order: Order, *, by: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Order:
    """The desk handles it itself: the person at hand leads, the community is the unit."""
    unit, person = own_hands(order, by)
    fields = {"lead_unit": unit, "lead_person": person, "why_lead": reason[:300]}
    with transaction.atomic():
        make_move(
            order,
            "take",
            by=by,
            at=at,
            version=version,
            given={"reason": reason} if reason else {},
            change=Change(fields),
        )
    return order


def answer(
    order: Order, *, result: str, reply: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Answer at once, without sending it anywhere."""
    unit, person = own_hands(order, by)
    fields = {"lead_unit": unit, "lead_person": person}
    with transaction.atomic():
        make_move(
            order, "answer", by=by, at=at, version=version, **finished(result, reply, at, fields)
        )
    return order


def finished(
    result: str, reply: str, at: datetime, more: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What completing writes: the result, the reply the resident reads, and when."""
    if result not in set(Result):
        raise Refused(Code.INVALID, "unknown result", fields={"result": "unknown"})
    words = clean_words(reply, field="reply", longest=2000)
    fields = {"result": result, "reply": words, "completed_at": at} | (more or {})
    said = [Saying(NoteKind.REPLY, words, public=True)]
    return {"given": {"result": result, "reply": words}, "change": Change(fields, said)}


def check(
    order: Order, *, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Order:
    """Confirm that what was reported done is done; the resident is asked next."""
    fields = {"closed_at": at} if order.parent_id else {}
    make_move(
        order,
        "check",
        by=by,
        at=at,
        version=version,
        given={"note": note} if note else {},
        change=Change(fields),
    )
    return order


def rework(
    order: Order, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Send it back to whoever reported it done, because it is not."""
    words = clean_words(reason, field="reason", longest=500)
    change = Change({"completed_at": None}, [Saying(NoteKind.INSTRUCTION, words, public=False)])
    make_move(
        order, "rework", by=by, at=at, version=version, given={"reason": words}, change=change
    )
    return order


def close(
    order: Order, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Close after the resident's time to judge has passed."""
    make_move(
        order,
        "close",
        by=by,
        at=at,
        version=version,
        given={"reason": reason},
        change=Change({"closed_at": at}),
    )
    return order


def retime(
    order: Order, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Work out the promises anew after the calendar changed; the resident is told."""
    make_move(
        order, "retime", by=by, at=at, version=version, given={"reason": reason},
        change=Change(retime=True),
    )  # fmt: skip
    return order


def archive(order: Order, *, by: Actor, at: datetime, version: int | None = None) -> Order:
    """Put away what can no longer change."""
    make_move(order, "archive", by=by, at=at, version=version)
    return order


def void(
    order: Order, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Strike out something that is no order at all; it stays on record."""
    words = clean_words(reason, field="reason", longest=500)
    make_move(
        order,
        "void",
        by=by,
        at=at,
        version=version,
        given={"reason": words},
        change=Change({"closed_at": at}),
    )
    return order
