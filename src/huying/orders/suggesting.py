"""Which category a resident's words point to, without asking the database each time."""

from dataclasses import dataclass

from django.conf import settings

from huying.kernel.kept import Kept
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
    """The live categories, at most `RULEBOOK_SECONDS` old (see `kernel.kept`)."""
    return _kept.get("")


def forget() -> None:
    """Read the categories afresh next time, in this process."""
    _kept.forget()


def _read(_key: str) -> tuple[Category, ...]:
    return tuple(live_categories())


_kept = Kept(_read, lambda: float(settings.RULEBOOK_SECONDS))
