"""Jobs of this room."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from huying.care.actions.keeping import erase
from huying.care.models import Entry, LookRecord
from huying.care.rules import LOOKS_KEPT_FOR
from huying.care.states import LEFT
from huying.kernel.actor import SYSTEM
from huying.kernel.now import now
from huying.kernel.refusals import Refused

BATCH = 500


def forget_due(at: datetime) -> int:
    """Erase what was kept long enough, entries and old lines of the log; how many entries.

    An entry whose key is missing is erased all the same: nothing of it need be read.
    """
    due = Entry.objects.filter(state__in=sorted(LEFT), erase_on__lte=timezone.localdate(at))
    done = 0
    for entry in due.select_related("place", "community").order_by("erase_on", "id")[:BATCH]:
        try:
            erase(entry, by=SYSTEM, at=at)
            done += 1
        except Refused:
            continue  # someone else erased it a moment ago
    LookRecord.objects.filter(at__lt=at - LOOKS_KEPT_FOR).delete()
    return done


@task()
def forget_what_ended() -> int:
    """Erase what was kept long enough; how many entries."""
    return forget_due(now())
