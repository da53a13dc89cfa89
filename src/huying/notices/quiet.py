"""The quiet hours of this installation: when a text may go out."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from huying.notices.rules import awake_at


def may_go_at(at: datetime, *, urgent: bool) -> datetime:
    """Now, or when the quiet hours end; what is urgent does not wait."""
    if urgent:
        return at
    return awake_at(timezone.localtime(at), settings.QUIET_FROM, settings.QUIET_UNTIL)
