"""Which rows of a pack a place gets, which end, and which were changed by hand; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Row(Protocol):
    """One thing a pack says: what makes two rows rivals, and all that it says."""

    @property
    def conditions(self) -> object:
        """Rows with the same conditions speak about the same."""

    @property
    def value(self) -> object:
        """Rows with the same value say the same."""


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Settled(Generic[R]):
    """What adopting does at a place: rows to add, ids of rows that end, rows kept by hand.

    Kept is what somebody set or changed there; what the pack says on the same is left out.
    """

    add: tuple[R, ...]
    end: tuple[int, ...]
    by_hand: tuple[R, ...]


def settle(
    said: Sequence[R],
    packed: Iterable[tuple[int, R]],
    own: Iterable[R],
    before: Iterable[R] | None,
) -> Settled[R]:
    """What a pack that says `said` changes.

    `packed` are the place's rows that came with a pack, by id, `own` those somebody made there;
    `before` is what the pack in force until now said: a row that says otherwise was changed by
    hand. None: nothing is known of it, and what speaks about the same stays as it is.
    """
    wanted = {row.value for row in said}
    about = {row.conditions for row in said}
    stated = {row.value for row in before or ()}
    kept, gone, there = list(own), [], set()
    for number, row in packed:
        if row.value in wanted:
            there.add(row.value)
        elif row.value not in stated and (before is not None or row.conditions in about):
            kept.append(row)
        else:
            gone.append(number)
    taken = {row.conditions for row in kept}
    add = (row for row in said if row.value not in there and row.conditions not in taken)
    return Settled(tuple(add), tuple(gone), tuple(kept))
