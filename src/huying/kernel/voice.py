"""The words of the house: what a practice calls states and roles, while one request is answered.

Labels keep their usual words; where somebody is spoken to in the words of their practice, those
stand in their place. Nothing is compared or kept by them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Words = Mapping[str, Mapping[str, str]]
"""For each kind of label ("states", "roles") the practice's own words by key."""

_spoken: ContextVar[Words] = ContextVar("spoken", default={})  # noqa: B039 -- never written into


@contextmanager
def usual_words() -> Iterator[None]:
    """Within, the usual words are spoken until `speak` says otherwise; afterwards as before."""
    before = _spoken.set({})
    try:
        yield
    finally:
        _spoken.reset(before)


def speak(words: Words) -> None:
    """Speak in these words from now on, in this thread or task."""
    _spoken.set(words)


def called(kind: str, key: str) -> str:
    """What the practice calls it; "" where it keeps the usual word."""
    return _spoken.get().get(kind, {}).get(key, "")
