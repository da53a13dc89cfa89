"""Which category a resident's words point to, without asking the database each time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huying.orders.models import Category
from huying.orders.named import categories


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category and the words of the text that point to it."""

    code: str
    name: str
    words: tuple[str, ...]


def suggestions(text: str, *paths: str, on: date) -> list[Suggestion]:
    """At most three categories of these places for the words, best first."""
    found = categories_by_words(text, categories(*paths, on=on))
    return [Suggestion(row.code, row.name, tuple(words)) for row, words in found]


def categories_by_words(
    text: str, categories: Iterable[Category], most: int = 3
) -> list[tuple[Category, list[str]]]:
    """Categories whose residents' words occur in the text, with those words, best first."""
    hits = []
    for category in categories:
        found = [word for word in category.words if word and word in text]
        if found:
            hits.append((category, found))
    hits.sort(key=lambda hit: (-sum(map(len, hit[1])), hit[0].code))
    return hits[:most]
