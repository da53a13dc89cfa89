"""Which category a resident's words point to, without asking the database each time."""

from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from django.conf import settings

from huying.orders.models import Category
from huying.orders.queries import categories_by_words, live_categories


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category and the words of the text that point to it."""

    code: str
    name: str
    words: tuple[str, ...]


def suggestions(text: str) -> list[Suggestion]:
    """At most three categories for the words, best first."""
    found = categories_by_words(text, categories())
    return [Suggestion(row.code, row.name, tuple(words)) for row, words in found]


def categories() -> tuple[Category, ...]:
    """The live categories, read afresh at most every few seconds (`RULEBOOK_SECONDS`)."""
    seconds = settings.RULEBOOK_SECONDS
    return tuple(live_categories()) if seconds <= 0 else _kept(int(monotonic() / seconds))


def forget() -> None:
    """Read the categories afresh next time."""
    _kept.cache_clear()


@lru_cache(maxsize=1)
def _kept(_tick: int) -> tuple[Category, ...]:
    return tuple(live_categories())
