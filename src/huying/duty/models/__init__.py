"""Postings and stays, visits, the diary, and the morning meeting."""

from huying.duty.models.diary import Entry
from huying.duty.models.meetings import Item, Meeting
from huying.duty.models.postings import Posting, Stay
from huying.duty.models.visits import Visit

__all__ = ["Entry", "Item", "Meeting", "Posting", "Stay", "Visit"]
