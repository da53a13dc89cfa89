"""What a map can say; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huying.orgs.states import OrgKind

FIELDS = (
    "number", "placed_at", "text", "title", "kind", "channel", "address", "contact_name",
    "contact_phone", "closed_at", "reply",
)  # fmt: skip
NEEDED = ("number", "placed_at")
TEMPLATES = ("text", "title")
TRANSLATED = ("kind", "channel")
FLAGS = ("closed", "in_time", "late")
CREATE, REJECT = "create", "reject"


@dataclass(frozen=True, slots=True)
class Column:
    """The names a column may have, best first; a map fits no file without a needed one."""

    names: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a row names by a code of the other system, by a name, or by both."""

    code: Column | None = None
    name: Column | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those that are there."""
        return tuple(column for column in (self.code, self.name) if column)


@dataclass(frozen=True, slots=True)
class Flag:
    """A column, and the values that mean yes."""

    column: Column
    yes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Places:
    """How a row says where: our own code, or names of street and community.

    `district` (code, name) is where unknown streets and communities are created.
    """

    unknown: str = REJECT
    district: tuple[str, str] | None = None
    code: Column | None = None
    street: Named = Named()
    community: Named = Named()


@dataclass(frozen=True, slots=True)
class Categories:
    """How a row says what about: levels from the class down; codes here begin with `prefix`."""

    unknown: str = REJECT
    prefix: str = ""
    levels: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """How a row says who handled it; a word in the name tells the kind of a new one."""

    unknown: str = REJECT
    prefix: str = ""
    unit: Named = Named()
    kind: OrgKind = OrgKind.DEPARTMENT
    kinds: Mapping[str, OrgKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Map:
    """One map: where it came from (`origin`, for messages), and everything it says."""

    origin: str
    title: str
    source: str
    columns: Mapping[str, Column]
    templates: Mapping[str, str] = field(default_factory=dict)
    times: tuple[str, ...] = ()
    blank: frozenset[str] = frozenset({"", "-"})
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flags: Mapping[str, Flag] = field(default_factory=dict)
    keep: tuple[Column, ...] = ()
    places: Places = Places()
    categories: Categories = Categories()
    units: Units = Units()
