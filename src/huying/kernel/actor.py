"""Who acts: a value carried through every action, built once at the door."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The four ways to stand at the door."""

    VISITOR = "visitor"
    RESIDENT = "resident"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do in one place: a role, its grants, and the place's tree path."""

    role: str
    grants: frozenset[str]
    place_id: int
    place_path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """One caller for one request: the person, their standings, their units, what they can prove.

    `unit_ids` are organisations whose orders the person handles; `proven` are ids of
    subjects the caller showed a query code for; `on_behalf_of` names the beneficiary;
    `covering` are ids of the colleagues they stand in for today.
    """

    kind: ActorKind
    name: str
    person_id: int | None = None
    standings: tuple[Standing, ...] = ()
    unit_ids: frozenset[int] = frozenset()
    proven: frozenset[int] = frozenset()
    on_behalf_of: str = ""
    covering: frozenset[int] = frozenset()

    def may(self, grant: str, path: str) -> bool:
        """Whether any standing carries `grant` at or above the place with this tree path."""
        return any(
            grant in standing.grants and path.startswith(standing.place_path)
            for standing in self.standings
        )

    def answers_as(self, person_id: int | None) -> bool:
        """Whether the caller is this person, or stands in for them today."""
        return person_id is not None and person_id in {self.person_id, *self.covering}

    def may_anywhere(self, grant: str) -> bool:
        """Whether any standing carries `grant`, wherever it is."""
        return any(grant in standing.grants for standing in self.standings)


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="system")
VISITOR = Actor(kind=ActorKind.VISITOR, name="visitor")
