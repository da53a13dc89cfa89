"""The outbox handler: whoever the table names is told what happened, each once."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from huying.clocks.queries import rulebook, told_at
from huying.notices.audiences import Recipient, recipients
from huying.notices.behind import Behind, behind
from huying.notices.models import Notice
from huying.notices.quiet import may_go_at
from huying.notices.routing import Line, lines_for
from huying.notices.rules import next_digest, pressing
from huying.notices.states import CARRIED, Stand, Way
from huying.notices.wording import text_of, way_for
from huying.trail.models import Message, Record


def tell(message: Message, key: str, at: datetime) -> None:
    """Write a notice for everyone the table names for this event, each once, but for whoever did it."""
    Notice.objects.bulk_create(composed(message, key, at), ignore_conflicts=True)


def composed(message: Message, key: str, at: datetime) -> list[Notice]:
    """The notices of this event, not written yet; `key` begins the key of each."""
    lines = [line for line in lines_for(message.event, at) if _is_meant(line, message)]
    told = {f"p{_doer(message)}"} if lines else set[str]()
    found = []
    for about in behind(message) if lines else ():
        for line in lines:
            for one in recipients(line.audience, about.order, at, unit=about.unit):
                if one.name not in told:
                    told.add(one.name)
                    found.append(_notice(line, one, about, message, f"{key}-{one.name}", at))
    return found


def _is_meant(line: Line, message: Message) -> bool:
    """Whether a share of a limit is for this audience: the limit itself may say for whom it is."""
    said = message.payload
    if "share" not in said:
        return True
    audiences = told_at(said.get("rule"), Decimal(said["share"]))
    return audiences is None or line.audience in audiences


def _doer(message: Message) -> int | None:
    """Who did what is told of; what was announced by an earlier version has it in its record only."""
    said = message.payload
    if "by" in said or "seq" not in said:
        doer: int | None = said.get("by")
        return doer
    rows = Record.objects.filter(
        subject_kind=message.subject_kind, subject_id=message.subject_id, seq=said["seq"]
    )
    return rows.values_list("by_person", flat=True).first()


def _notice(
    line: Line, to: Recipient, about: Behind, message: Message, key: str, at: datetime
) -> Notice:
    order, facts = about.order, message.payload
    if about.unit is not None:
        facts = facts | {"unit": about.unit.name, "whistle": about.whistle}
    way = way_for(line, to)
    urgent = line.urgent or pressing(order.level, safety=order.safety)
    stand, next_try_at = begins(line, to, way, at, urgent=urgent)
    return Notice(
        key=key, order=to.order, event=message.event, facts=facts, at=at,
        audience=line.audience, person=to.person, way=way, urgent=urgent,
        text=text_of(line, order, to, facts), stand=stand, next_try_at=next_try_at,
        sent_at=at if stand == Stand.SENT else None,
    )  # fmt: skip


def begins(
    line: Line, to: Recipient, way: Way, at: datetime, *, urgent: bool
) -> tuple[Stand, datetime | None]:
    """How far a notice is when it is written, and when it may go out."""
    if way is Way.CALL:
        return Stand.CALL_BACK, None
    if way not in CARRIED:
        return Stand.SENT, None
    if line.digest and to.person is not None and not urgent:
        return Stand.DIGEST, next_digest(timezone.localtime(at), rulebook().workdays)
    return Stand.WAITING, may_go_at(at, urgent=urgent)
