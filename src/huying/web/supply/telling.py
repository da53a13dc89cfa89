"""What happened to a need or a landing, in plain words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huying.supply.labels import LANDING_HAPPENED, NEED_HAPPENED, REASONS, Label
from huying.supply.models import Assessment, Landing, Need
from huying.supply.states import WhyNot
from huying.trail.models import Record
from huying.trail.queries import chain
from huying.web.desk.telling import who
from huying.web.ui.shapes import Event
from huying.web.ui.words import calendar_date, moment

# What of a record is told, in this order; sealed words are in none of it.
SAID = (
    "order",
    "source",
    "measure",
    "due_on",
    "outcome",
    "result",
    "decision",
    "other_way",
    "reason",
)


def happened(row: Need | Landing, at: datetime) -> list[Event]:
    """Its records as events, the newest first."""
    labels = NEED_HAPPENED if isinstance(row, Need) else LANDING_HAPPENED
    return [_event(record, labels, at) for record in chain(row.KIND, row.pk)][::-1]


def _event(record: Record, labels: Mapping[str, Label], at: datetime) -> Event:
    note = " · ".join([moment(record.at, at), who(record.by_label)])
    return Event(labels.get(record.move, record.move), note, "\n".join(_said(record, at)))


def _said(record: Record, at: datetime) -> Iterable[str]:
    given = record.given
    if "count" in given:
        yield _("%(n)d households") % {"n": given["count"]}
    if "score" in given:
        yield _("pressing: %(score)d of 10; %(n)d households stood behind it") % {
            "score": given["score"], "n": given.get("supporters", 0),
        }  # fmt: skip
    if given.get("why") in set(WhyNot):
        yield str(REASONS[WhyNot(given["why"])])
    for name in SAID:
        if isinstance(value := given.get(name), str) and value:
            yield _day(value, at) if name == "due_on" else value


def _day(text: str, at: datetime) -> str:
    day = calendar_date(date.fromisoformat(text), timezone.localdate(at))
    return _("by %(day)s") % {"day": day}


def decided(rows: Iterable[Assessment], at: datetime) -> list[Event]:
    """What was decided about a need, the latest first."""
    return [
        Event(
            _("pressing: %(score)d of 10; %(n)d households stood behind it")
            % {"score": row.score, "n": row.supporters},
            " · ".join([moment(row.decided_at, at), row.by_label]),
            row.decision,
        )
        for row in rows
    ][::-1]
