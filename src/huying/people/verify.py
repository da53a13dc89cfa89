"""Recomputing what people's rows say together."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from huying.people.models import Cover
from huying.people.rules import share_a_day
from huying.trail.verify import Check


def check_covers(at: datetime) -> Check:
    """Nobody is away twice at once, and nobody stands in while away, from the day of `at` on."""
    result = Check("covers")
    rows = list(Cover.objects.filter(until__gt=timezone.localdate(at), since__lt=F("until")))
    for row in rows:
        result.checked += 1
        others = [
            each
            for each in rows
            if each.pk != row.pk and share_a_day((row.since, row.until), (each.since, each.until))
        ]
        if any(row.away_id in {each.away_id, each.stand_in_id} for each in others):
            result.differs(f"cover {row.pk}: who is away is away twice, or stands in")
    return result
