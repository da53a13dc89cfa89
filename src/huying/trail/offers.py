"""A move as it is offered: by forms, by the interface and in its contract."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Offer:
    """A move by its name and label, the fields it needs and those it may carry, sorted."""

    name: str
    label: str | Promise
    needs: tuple[str, ...]
    may: tuple[str, ...]
