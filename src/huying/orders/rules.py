"""What follows from facts about an order; pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from huying.kernel.refusals import Code, Refused

T = TypeVar("T")
LONGEST_TEXT = 5000
LONGEST_VISIT = 24 * 60  # minutes
REOPEN_WINDOW = timedelta(days=30)
FOLLOW_UP_WINDOW = timedelta(days=7)
ARCHIVE_AFTER = timedelta(days=90)
KEEP_ORPHANS_FOR = timedelta(days=1)
KEEP_KEYS_FOR = timedelta(days=7)
# A tablet may lie in a drawer with something it does not know to have arrived.
FIELD_KEYS = "field:"
KEEP_FIELD_KEYS_FOR = timedelta(days=400)
CHASE_EVERY = timedelta(hours=12)
MOST_REOPENS = 2
FEWEST_LIKE = 5
LONGEST_HOLD = timedelta(days=180)
LEVELS = frozenset({1, 2, 3, 4})
# Controls but tab and line feed, lone surrogates, and what turns the direction of text.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]"
)


def clean_words(
    text: str, *, field: str, longest: int = LONGEST_TEXT, required: bool = True
) -> str:
    """The words as they will be kept; refused when empty, too long, or with hidden characters."""
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if required and not words:
        raise Refused(Code.INCOMPLETE, "some words are needed", fields={field: "required"})
    if len(words) > longest:
        raise Refused(Code.INVALID, "too long to be kept", fields={field: "too long"})
    if _HIDDEN.search(words):
        raise Refused(
            Code.INVALID,
            "contains control or text-direction characters",
            fields={field: "hidden characters"},
        )
    return words


def without_hidden(text: str) -> str:
    """The same words without control and text-direction characters, for pasted text."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n"))


def likeness(one: str, other: str) -> float:
    """How much two texts say the same: the share of letter pairs they have in common, 0 to 1.

    Blanks and punctuation do not count (Dice's coefficient over character bigrams).
    """
    pairs, others = _pairs(one), _pairs(other)
    whole = len(pairs) + len(others)
    return 2 * len(pairs & others) / whole if whole else 0.0


def _pairs(text: str) -> set[str]:
    letters = [letter for letter in text.lower() if letter.isalnum()]
    return {"".join(pair) for pair in pairwise(letters)}


def likely_length(past: Sequence[timedelta], elapsed: timedelta) -> timedelta | None:
    """How long it will most likely take in all: the median of what took longer than `elapsed`.

    None where fewer than FEWEST_LIKE did: then nothing honest can be said.
    """
    longer = sorted(span for span in past if span > elapsed)
    return longer[len(longer) // 2] if len(longer) >= FEWEST_LIKE else None


def first_contact(candidates: Sequence[T], order_id: int) -> T:
    """Who answers first among equals: spread evenly, the same for the same order."""
    return candidates[order_id % len(candidates)]


def another_handler(candidates: Iterable[int], past: Iterable[int]) -> int | None:
    """The first candidate who has not led this order yet; None when all have."""
    seen = set(past)
    return next((person for person in candidates if person not in seen), None)


def within(window: timedelta, since: datetime | None, at: datetime) -> bool:
    """Whether `at` lies in the window that opened at `since`."""
    return since is not None and at <= since + window


def goes_again(*, solved: bool, satisfied: bool, again: bool | None, reopens: int) -> bool:
    """Whether a judgement sends the order round again, to someone else.

    Unsolved or dissatisfied does, unless the resident says not to, up to MOST_REOPENS times.
    """
    wanted = again if again is not None else not (solved and satisfied)
    return wanted and reopens < MOST_REOPENS
