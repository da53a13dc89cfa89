"""Reading chains and the state of the outbox."""

from datetime import datetime

from django.db.models import Min, QuerySet

from huying.trail.models import Message, Record


def chain(kind: str, subject_id: int) -> QuerySet[Record]:
    """All records of one subject, oldest first."""
    return Record.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("seq")


def outbox_oldest_s(at: datetime) -> float:
    """Age in seconds of the oldest message not yet spread; 0 when there is none."""
    oldest = Message.objects.filter(spread_at=None).aggregate(oldest=Min("at"))["oldest"]
    return max(0.0, (at - oldest).total_seconds()) if oldest else 0.0
