"""Reading lists: which there are at a place, one of them with its rows, and what was kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone

from huying.adoptions.queries import way_at
from huying.kernel.actor import Actor, ActorKind
from huying.kernel.refusals import Code, Refused
from huying.lists.asking import places_for, read_asked
from huying.lists.definitions import Asked, Column, ListDef, Row, Source, Words
from huying.lists.models import Template, Version
from huying.lists.policy import called_columns, readable_paths, seen_columns, sees_all
from huying.lists.registry import definition, registered
from huying.lists.rules.cells import revived, shown, total
from huying.lists.rules.comparing import Difference, compared
from huying.lists.states import Type
from huying.places.models import Place

LARGEST_PAGE = 200
MOST_OTHERS = 20
# Words by which practices name what they list; other lists are every place's.
NAMED_BY_PRACTICES = frozenset({"needs", "resources", "services", "projects", "landings"})
LEDGERS = "ledgers"


@dataclass(frozen=True, slots=True)
class Entry:
    """A list as it is offered at a place: under which name, and narrowed to what from the start."""

    definition: ListDef
    title: Words
    note: Words
    query: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A list in front of one reader: what was asked, the columns they see, where rows come from."""

    definition: ListDef
    title: Words
    asked: Asked
    columns: tuple[Column, ...]
    source: Source
    seen: tuple[int, ...]

    def rows(self, *, after: str = "") -> Iterator[tuple[Row, str]]:
        """Every row, with its cursor, without what this reader may not see."""
        for row, cursor in self.source.rows(after=after):
            yield Row(row.key, tuple(row.values[i] for i in self.seen), row.href), cursor


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the cursor of the next."""

    rows: tuple[Row, ...]
    next_cursor: str


def lists_at(viewer: Actor, place: Place | None, on: date) -> list[Entry]:
    """The lists this viewer may read at a place, those its practice names first, in its order."""
    path = str(place.path) if place else ""
    mine = [one for one in registered().values() if one.reads(viewer, path)]
    named = _named(path, on)
    entries = [
        Entry(one, title, one.note, named=True)
        for of, title in named.items()
        for one in mine
        if one.of == of
    ]
    entries += [e for one in mine if one.of == LEDGERS for e in _ledgers(one, path, on)]
    used = {entry.definition.name for entry in entries}
    plain = (one for one in mine if one.name not in used and _is_kept(one, named))
    return entries + [Entry(one, one.title, one.note) for one in plain if one.of != LEDGERS or not _practice_ledgers(path, on)]  # fmt: skip


def own_place(viewer: Actor) -> Place | None:
    """The viewer's widest place where they may read any list; None for whoever may nowhere."""
    ids = {one.place_path: one.place_id for one in viewer.standings}
    paths = {path for one in registered().values() for path in readable_paths(one, viewer)}
    widest = min(paths, key=lambda path: (len(path), path), default=None)
    if widest is None:
        return None
    return Place.objects.defer("boundary").filter(pk=ids[widest]).first()


def places_of_lists(viewer: Actor) -> list[tuple[str, str]]:
    """Places where the viewer may read any list, in tree order, indented."""
    found: dict[str, str] = {}
    for one in registered().values():
        places = places_for(one, viewer)
        found = dict(places) if len(places) > len(found) else found
    return list(found.items())


def opened(name: str, raw: Mapping[str, str], viewer: Actor, *, at: datetime) -> Opened:
    """The list, asked for this; refused `unknown`, `not-yours`, or `invalid` with the fields."""
    one = definition(name)
    asked = read_asked(one, raw, viewer, at)
    on = timezone.localdate(at)
    named = _named(asked.path, on)
    if not _is_kept(one, named):
        raise Refused(Code.UNKNOWN, "this place keeps no such list")
    seen = seen_columns(one, viewer, asked.path)
    words = one.called(asked.path, on) if one.called else {}
    columns = called_columns(tuple(one.columns[i] for i in seen), words)
    return Opened(
        one, named.get(one.of, one.title), asked, columns, one.source(viewer, asked), seen
    )


def page(found: Opened, *, cursor: str = "", limit: int = 50) -> Page:
    """One page of rows."""
    limit = max(1, min(limit, LARGEST_PAGE))
    rows = list(islice(found.rows(after=cursor), limit + 1))
    more = len(rows) > limit
    return Page(tuple(row for row, _cursor in rows[:limit]), rows[limit - 1][1] if more else "")


def sums(columns: tuple[Column, ...], rows: list[Row]) -> dict[str, int | float]:
    """The total of every summed column."""
    return {
        column.key: total([row.values[index] for row in rows])
        for index, column in enumerate(columns)
        if column.summed
    }


def versions_of(found: Opened, viewer: Actor) -> QuerySet[Version]:
    """Kept versions of this list at this place, the latest first, without their rows."""
    rows = Version.objects.filter(list_name=found.definition.name, place=found.asked.place)
    if not may_read_ledgers(found.definition, viewer, found.asked.path):
        rows = rows.filter(ledger=False)
    return rows.defer("rows")


def may_read_ledgers(one: ListDef, viewer: Actor, path: str) -> bool:
    """Whether the viewer may read kept versions with sensitive columns."""
    return viewer.kind is ActorKind.SYSTEM or sees_all(one, viewer, path)


def version(pk: int, viewer: Actor) -> Version:
    """The kept version with this id; refused `unknown` for whoever may not read its list."""
    found = Version.objects.select_related("place").filter(pk=pk).first()
    path = str(found.place.path) if found and found.place else ""
    one = registered().get(found.list_name) if found else None
    if (
        found is None
        or one is None
        or not one.reads(viewer, path)
        or (found.ledger and not may_read_ledgers(one, viewer, path))
    ):
        raise Refused(Code.UNKNOWN, "there is no such version")
    return found


def columns_of(kept: Version) -> tuple[Column, ...]:
    """The columns as they were kept, with the words of today for their codes.

    While the list is defined as it was then, the labels too are today's, in the reader's language.
    """
    known = registered().get(kept.list_name)
    today = {column.key: column for column in known.columns} if known else {}
    same = known is not None and known.version == kept.list_version
    return tuple(
        Column(
            key, today[key].label if same and key in today else label, Type(kind),
            today[key].labels if key in today else {}, sensitive=sensitive,
            brief=key in today and today[key].brief, main=key in today and today[key].main,
        )
        for key, label, kind, sensitive in kept.columns
    )  # fmt: skip


def filters_of(kept: Version) -> list[tuple[Words, str]]:
    """What the list was narrowed by when it was kept, in words."""
    known = registered().get(kept.list_name)
    labels = {each.key: each.label for each in known.filters} if known else {}
    columns = {column.key: column for column in columns_of(kept)}
    return [
        (labels.get(key, key), said(columns[key], text) if key in columns else text)
        for key, text in kept.filters.items()
    ]


def rows_of(kept: Version) -> list[Row]:
    """The rows as they were kept."""
    kinds = [Type(kind) for _key, _label, kind, _sensitive in kept.columns]
    return [
        Row(key, tuple(revived(kind, value) for kind, value in zip(kinds, values, strict=True)))
        for key, values in kept.rows
    ]


def revived_cell(column: Column, value: object) -> object:
    """One value as it was kept, again with its days and moments."""
    return revived(column.type, value)


def other_versions(kept: Version, viewer: Actor) -> list[Version]:
    """The other kept versions of the same list at the same place, the latest first."""
    rows = Version.objects.filter(list_name=kept.list_name, place=kept.place).exclude(pk=kept.pk)
    one, path = definition(kept.list_name), str(kept.place.path) if kept.place else ""
    if not may_read_ledgers(one, viewer, path):
        rows = rows.filter(ledger=False)
    return list(rows.defer("rows")[:MOST_OTHERS])


def difference(before: Version, after: Version) -> Difference:
    """What lies between two versions of one list; refused `invalid` for those of two."""
    if before.list_name != after.list_name or before.place_id != after.place_id:
        raise Refused(Code.INVALID, "these are versions of two different lists")
    keys = tuple([one[0] for one in each.columns] for each in (before, after))
    return compared(before.rows, after.rows, (keys[0], keys[1]))


def templates_of(found: Opened) -> QuerySet[Template]:
    """The templates of this list that its place and the places above it keep."""
    path = found.asked.path
    line = [path[:end] for end in range(Place.steplen, len(path) + 1, Place.steplen)]
    kept = Template.objects.filter(list_name=found.definition.name, put_away_at=None)
    return kept.filter(place__path__in=line).select_related("place")


def template(found: Opened, pk: int) -> Template:
    """The template of this list with this id; refused `unknown`."""
    one = templates_of(found).filter(Q(pk=pk)).first()
    if one is None:
        raise Refused(Code.UNKNOWN, "there is no such template")
    return one


def _named(path: str, on: date) -> dict[str, str]:
    way = way_at(path, on)
    rows = way.parts.get("lists", ()) if way else ()
    return {row["of"]: row["name"] for row in rows}


def _is_kept(one: ListDef, named: Mapping[str, str]) -> bool:
    """A practice that names its lists keeps those and no others of the kind."""
    return one.of not in NAMED_BY_PRACTICES or not named or one.of in named


def _practice_ledgers(path: str, on: date) -> list[Mapping[str, str]]:
    way = way_at(path, on)
    return list(way.parts.get(LEDGERS, ())) if way else []


def _ledgers(one: ListDef, path: str, on: date) -> list[Entry]:
    return [
        Entry(one, row["name"], row["purpose"], f"{one.by}={row['code']}", named=True)
        for row in _practice_ledgers(path, on)
        if one.by
    ]


def said(column: Column, value: object) -> str:
    """One cell in words."""
    return shown(column.type, column.labels, value)
