"""Return, extension and hold: asked with a reason, then granted or refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from huying.clocks.models import Clock
from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.moving import NOTHING, Change, make_move
from huying.orders.actions.triage import join, send
from huying.orders.directory import AGAINST_ROW, BY_ROW
from huying.orders.models import Boundary, Order, Request
from huying.orders.models.order import KIND
from huying.orders.rules import clean_words
from huying.orders.states import Ask, AskState
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.trail.models import Record


def _request(
    order: Order,
    ask: Ask,
    name: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
    given: dict[str, Any],
    **row: Any,
) -> Order:
    with transaction.atomic():
        make_move(order, name, by=by, at=at, version=version, given=given)
        Request.objects.create(
            order=order,
            ask=ask,
            reason=given["reason"],
            asked_by_id=by.person_id,
            asked_at=at,
            **row,
        )
    return order


def _decide(
    order: Order,
    ask: Ask,
    verdict: AskState,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
    answer: str,
    change: Change = NOTHING,
) -> Order:
    answer = clean_words(answer, field="answer", longest=500, required=False)
    request = order.waiting.get(ask)
    if (
        request is not None
        and request.asked_by_id is not None
        and request.asked_by_id == by.person_id
    ):
        raise Refused(Code.NOT_YOURS, "whoever asked does not decide")
    verb = "grant" if verdict is AskState.GRANTED else "refuse"
    with transaction.atomic():
        make_move(
            order, f"{verb}_{ask.value}", by=by, at=at, version=version,
            given={"answer": answer} if answer else {}, change=change,
        )  # fmt: skip
        Request.objects.filter(order=order, ask=ask, state=AskState.REQUESTED).update(
            state=verdict, decided_by_id=by.person_id, decided_at=at, answer=answer
        )
    return order


def request_return(
    order: Order, *, reason: str, basis: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Ask the desk to take the order back: why, and on what basis."""
    given = {"reason": clean_words(reason, field="reason", longest=500), "basis": basis}
    return _request(
        order,
        Ask.RETURN,
        "request_return",
        by=by,
        at=at,
        version=version,
        given=given,
        basis=basis[:200],
    )


def grant_return(
    order: Order, *, by: Actor, at: datetime, answer: str = "", version: int | None = None
) -> Order:
    """Take the order back to the desk, to be sent elsewhere."""
    change = Change(
        {"returns": order.returns + 1, "lead_unit": None, "lead_person": None},
        noted=_against_row(order),
    )
    return _decide(
        order,
        Ask.RETURN,
        AskState.GRANTED,
        by=by,
        at=at,
        version=version,
        answer=answer,
        change=change,
    )


def _against_row(order: Order) -> dict[str, int]:
    """The row of the directory that sent it where it does not belong; it counts, nobody does."""
    sent = Record.objects.filter(
        subject_kind=KIND, subject_id=order.pk, move__in=("dispatch", "reassign")
    )
    last = sent.order_by("-seq").values_list("given", flat=True).first() or {}
    return {AGAINST_ROW: last[BY_ROW]} if BY_ROW in last else {}


def refuse_return(
    order: Order, *, answer: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Leave the order where it is, and say why."""
    return _decide(
        order, Ask.RETURN, AskState.REFUSED, by=by, at=at, version=version, answer=answer
    )


def arbitrate(
    order: Order, *, lead: Organisation, reason: str, by: Actor, at: datetime,
    lead_person: Person | None = None, helpers: Sequence[Organisation] = (),
    version: int | None = None,
) -> Order:  # fmt: skip
    """Decide for good who does an order that was given back twice; others join on the spot.

    The decision is kept, and proposed for the next such order of the community.
    """
    request = order.waiting.get(Ask.RETURN)
    if request is not None and by.person_id is not None and request.asked_by_id == by.person_id:
        raise Refused(Code.NOT_YOURS, "whoever asked does not decide")
    words = clean_words(reason, field="reason", longest=300)
    stays = lead.pk == order.lead_unit_id
    with transaction.atomic():
        send(
            order, "arbitrate", lead, words, by=by, at=at, lead_person=lead_person,
            version=version, helpers=helpers,
        )  # fmt: skip
        join(order, helpers, at)
        Request.objects.filter(order=order, ask=Ask.RETURN, state=AskState.REQUESTED).update(
            state=AskState.REFUSED if stays else AskState.GRANTED, decided_by_id=by.person_id,
            decided_at=at, answer=words,
        )  # fmt: skip
        if order.category is not None and order.community is not None:
            Boundary.objects.create(
                order=order, category=order.category, place=order.community, lead=lead,
                reason=words, decided_at=at, by_label=by.name,
            )  # fmt: skip
    return order


def request_extension(
    order: Order,
    *,
    reason: str,
    until: datetime,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Order:
    """Ask for more time, up to the cap of the limit the promise was made under."""
    words = clean_words(reason, field="reason", longest=500)
    _check_extension(order, until)
    given = {"reason": words, "until": until}
    return _request(
        order,
        Ask.EXTENSION,
        "request_extension",
        by=by,
        at=at,
        version=version,
        given=given,
        until=until,
    )


def _check_extension(order: Order, until: datetime) -> None:
    clock = _closing_clock(order)
    cap = clock.rule.extension_cap if clock and clock.rule else 0
    if clock is None or clock.due_at is None or clock.first_due_at is None or not cap:
        raise Refused(
            Code.CONFLICT, "this promise cannot be extended", fields={"until": "no extension"}
        )
    workdays = rulebook().workdays
    last = workdays.closing(workdays.add_workdays(timezone.localdate(clock.first_due_at), cap))
    if until <= clock.due_at or until > last:
        raise Refused(
            Code.INVALID, "beyond what this limit allows",
            fields={"until": f"after the present due time, at most {timezone.localtime(last):%Y-%m-%d %H:%M}"},
        )  # fmt: skip


def _closing_clock(order: Order) -> Clock | None:
    running = Clock.objects.filter(
        subject_kind=KIND, subject_id=order.pk, name="close", stopped_at=None
    )
    return running.select_related("rule").first()


def grant_extension(
    order: Order, *, by: Actor, at: datetime, answer: str = "", version: int | None = None
) -> Order:
    """Give more time; the resident is told the new date and the reason."""
    request = order.waiting.get(Ask.EXTENSION)
    change = Change(extend_close_to=request.until if request else None)
    return _decide(
        order,
        Ask.EXTENSION,
        AskState.GRANTED,
        by=by,
        at=at,
        version=version,
        answer=answer,
        change=change,
    )


def refuse_extension(
    order: Order, *, answer: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Keep the promised date, and say why."""
    return _decide(
        order, Ask.EXTENSION, AskState.REFUSED, by=by, at=at, version=version, answer=answer
    )


def request_hold(
    order: Order,
    *,
    reason: str,
    review_on: datetime,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Order:
    """Ask to put the order on hold for an objective reason, with a date to look again."""
    words = clean_words(reason, field="reason", longest=500)
    given = {"reason": words, "review_on": review_on}
    return _request(
        order, Ask.HOLD, "request_hold", by=by, at=at, version=version, given=given, until=review_on
    )


def grant_hold(
    order: Order, *, by: Actor, at: datetime, answer: str = "", version: int | None = None
) -> Order:
    """Put the order on hold: the promise stands still, the review date runs."""
    request = order.waiting.get(Ask.HOLD)
    dues = {"review": request.until} if request and request.until else {}
    change = Change(dues=dues, why=request.reason if request else "")
    return _decide(
        order,
        Ask.HOLD,
        AskState.GRANTED,
        by=by,
        at=at,
        version=version,
        answer=answer,
        change=change,
    )


def refuse_hold(
    order: Order, *, answer: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Do not put the order on hold, and say why."""
    return _decide(order, Ask.HOLD, AskState.REFUSED, by=by, at=at, version=version, answer=answer)
