"""Which category a resident's words point to, without asking the database each time."""

from dataclasses import dataclass

from huying.orders.named import categories
from huying.orders.queries import categories_by_words


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
