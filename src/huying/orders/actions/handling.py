"""The handler's verbs, and those that reach over everyone's shoulder."""

from datetime import datetime
from typing import Any

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.moving import Change, Saying, make_move
from huying.orders.actions.triage import finished
from huying.orders.models import CoHandler, Order, Supervision
from huying.orders.rules import LEVELS, LONGEST_VISIT, clean_words
from huying.orders.said import was_there_at
from huying.orders.states import Degree, NoteKind, Visit
from huying.orgs.models import Organisation
from huying.people.models import Person


def sign(order: Order, *, by: Actor, at: datetime, version: int | None = None) -> Order:
    """Sign for the order: from now on the signer is the person who leads."""
    signs_anew = by.person_id is not None and by.person_id != order.lead_person_id
    with transaction.atomic():
        signer = Person.objects.filter(pk=by.person_id or 0).first() if signs_anew else None
        change = Change({"lead_person": signer} if signer else {})
        make_move(order, "sign", by=by, at=at, version=version, change=change)
    return order


def begin(
    order: Order, *, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> Order:
    """Start work; a plan may be told to the resident."""
    text = clean_words(words, field="words", required=False)
    sayings = [Saying(NoteKind.REPORT, text, public=True)] if text else []
    given = {"words": text} if text else {}
    make_move(
        order, "begin", by=by, at=at, version=version, given=given, change=Change(sayings=sayings)
    )
    return order


def report(
    order: Order,
    *,
    words: str,
    by: Actor,
    at: datetime,
    public: bool = True,
    version: int | None = None,
) -> Order:
    """Say how far it is; public words are shown to the resident."""
    text = clean_words(words, field="words", longest=2000)
    change = Change(sayings=[Saying(NoteKind.REPORT, text, public=public)])
    make_move(
        order,
        "report",
        by=by,
        at=at,
        version=version,
        given={"words": text, "public": public},
        change=change,
    )
    return order


def visit(
    order: Order,
    *,
    outcome: str,
    by: Actor,
    at: datetime,
    words: str = "",
    visited_at: datetime | None = None,
    device: str = "",
    minutes: int | None = None,
    version: int | None = None,
) -> Order:
    """Put on record that someone came, and what came of it; the words are kept inside.

    `visited_at` is what the visitor or their device says, `minutes` how long they stayed.
    """
    wrong = {} if outcome in set(Visit) else {"outcome": "unknown"}
    if minutes is not None and not 0 <= minutes <= LONGEST_VISIT:
        wrong["minutes"] = "out of range"
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    text = clean_words(words, field="words", longest=2000, required=False)
    given = {
        "outcome": outcome, "words": text, "visited_at": visited_at, "minutes": minutes,
        "device": clean_words(device, field="device", longest=64, required=False),
    }  # fmt: skip
    said = {name: value for name, value in given.items() if value not in (None, "")}
    sayings = [Saying(NoteKind.VISIT, text, public=False)] if text else []
    there = was_there_at(visited_at, at, device=str(said.get("device", "")))
    change = Change(_last_visit(order, there, outcome), sayings)
    make_move(order, "visit", by=by, at=at, version=version, given=said, change=change)
    return order


def _last_visit(order: Order, there: datetime, outcome: str) -> dict[str, Any]:
    """What the order repeats of its last visit; one that arrives late does not undo a later one."""
    later = order.visited_at is not None and there < order.visited_at
    return {} if later else {"visited_at": there, "visit_outcome": outcome}


def complete(
    order: Order, *, result: str, reply: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Report the order done: what kind of result, and what the resident is told."""
    make_move(order, "complete", by=by, at=at, version=version, **finished(result, reply, at))
    return order


def resume(
    order: Order, *, by: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Order:
    """Take an order off hold; its clock runs on with what was left."""
    make_move(
        order, "resume", by=by, at=at, version=version, given={"reason": reason} if reason else {}
    )
    return order


def add_helper(
    order: Order, *, helper: Organisation, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Let another unit help the one that leads."""
    if helper.pk == order.lead_unit_id:
        raise Refused(Code.INVALID, "this unit leads already", fields={"helper": "leads already"})
    with transaction.atomic():
        make_move(order, "add_helper", by=by, at=at, version=version, given={"helper": helper})
        CoHandler.objects.get_or_create(order=order, unit=helper, defaults={"joined_at": at})
    return order


def escalate(
    order: Order, *, reason: str, level: int, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Raise the order to a higher response level."""
    if level not in LEVELS:
        raise Refused(Code.INVALID, "unknown level", fields={"level": "unknown"})
    words = clean_words(reason, field="reason", longest=500)
    change = Change({"level": level})
    make_move(
        order,
        "escalate",
        by=by,
        at=at,
        version=version,
        given={"reason": words, "level": level},
        change=change,
    )
    return order


def supervise(
    order: Order, *, instruction: str, by: Actor, at: datetime,
    degree: str = Degree.ORDINARY, reply_by: datetime | None = None, version: int | None = None,
) -> Order:  # fmt: skip
    """Put the order under supervision: an instruction to whoever handles it, who must reply.

    With `reply_by` the reply has a day of its own. An instruction before it needs no reply any more.
    """
    words = clean_words(instruction, field="instruction", longest=500)
    if degree not in set(Degree):
        raise Refused(Code.INVALID, "unknown degree", fields={"degree": "unknown"})
    if reply_by is not None and reply_by <= at:
        raise Refused(Code.INVALID, "the date must lie ahead", fields={"reply_by": "in the past"})
    given = {"instruction": words, "degree": degree, "reply_by": reply_by}
    change = Change(
        {"supervised": True, "awaits_reply": True},
        [Saying(NoteKind.INSTRUCTION, words, public=False)],
        dues={"reply": reply_by} if reply_by else {},
    )
    with transaction.atomic():
        make_move(
            order, "supervise", by=by, at=at, version=version, change=change,
            given={key: value for key, value in given.items() if value},
        )  # fmt: skip
        Supervision.objects.create(
            order=order, degree=degree, instruction=words, reply_by=reply_by, by_label=by.name,
            at=at,
        )  # fmt: skip
    return order


def report_back(
    order: Order, *, words: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Reply to the latest instruction: what was done about it."""
    said = clean_words(words, field="words", longest=2000)
    change = Change({"awaits_reply": False}, [Saying(NoteKind.REPORT, said, public=False)])
    with transaction.atomic():
        make_move(
            order, "report_back", by=by, at=at, version=version, given={"words": said},
            change=change,
        )  # fmt: skip
        latest = order.supervisions.first()
        if latest is not None:
            latest.reply, latest.replied_at, latest.replied_by = said, at, by.name
            latest.save(update_fields=["reply", "replied_at", "replied_by"])
    return order


def hand_over(
    order: Order,
    *,
    successor: Person,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Order:
    """Make someone else the responsible person: the only way to change the first contact."""
    if successor.pk == order.responsible_person_id:
        raise Refused(
            Code.INVALID, "already responsible", fields={"successor": "already responsible"}
        )
    words = clean_words(reason, field="reason", longest=500)
    given = {"successor": successor, "reason": words}
    change = Change({"responsible_person": successor})
    make_move(order, "hand_over", by=by, at=at, version=version, given=given, change=change)
    return order


def appoint(
    order: Order,
    *,
    leader: Person,
    reason: str,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
    version: int | None = None,
) -> Order:
    """Name the leader who takes the case on themselves, and the day by which they promise its end."""
    if leader.pk == order.case_leader_id:
        raise Refused(Code.INVALID, "leads it already", fields={"leader": "leads it already"})
    words = clean_words(reason, field="reason", longest=500)
    given = {"leader": leader, "reason": words} | ({"until": until} if until else {})
    change = Change({"case_leader": leader}, extend_close_to=until)
    make_move(order, "appoint", by=by, at=at, version=version, given=given, change=change)
    return order
