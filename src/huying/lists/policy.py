"""Who may read a list, see its sensitive columns, and look after a place's templates."""

from collections.abc import Mapping

from huying.kernel.actor import Actor, ActorKind, Standing
from huying.kernel.machine import Rule
from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Column, ListDef
from huying.people.roles import Grant


def holding(grant: Grant) -> Rule:
    """Whoever has this grant at the path or above it; the product itself always."""
    return Rule(
        f"holds {grant}",
        lambda actor, path: actor.kind is ActorKind.SYSTEM or actor.may(grant, path),
    )


keeper_of_templates = holding(Grant.TRIAGE)


def readable_paths(one: ListDef, viewer: Actor) -> list[str]:
    """Tree paths of the viewer's own places where they may read this list, the widest first."""
    paths = {standing.place_path for standing in viewer.standings}
    return sorted((path for path in paths if one.reads(viewer, path)), key=lambda p: (len(p), p))


def check_reader(one: ListDef, viewer: Actor, path: str) -> None:
    """Refused `not-yours` where the viewer may not read this list."""
    if not one.reads(viewer, path):
        raise Refused(Code.NOT_YOURS, "this list is not yours to read there")


def sees_all(one: ListDef, viewer: Actor, path: str) -> bool:
    """Whether the viewer may see the sensitive columns too."""
    return one.sees is not None and one.sees(viewer, path)


def seen_columns(one: ListDef, viewer: Actor, path: str) -> tuple[int, ...]:
    """Places in the row of the columns this viewer may see."""
    whole = sees_all(one, viewer, path)
    return tuple(index for index, column in enumerate(one.columns) if whole or not column.sensitive)


def called_columns(
    columns: tuple[Column, ...], words: Mapping[str, Mapping[object, object]]
) -> tuple[Column, ...]:
    """The columns with the words a place's practice has for their codes."""
    return tuple(
        _called(column, words[column.key]) if words.get(column.key) else column
        for column in columns
    )


def _called(column: Column, labels: Mapping[object, object]) -> Column:
    return Column(
        column.key, column.label, column.type, {**column.labels, **labels},
        column.brief, column.main, column.summed, column.sensitive,
    )  # fmt: skip


def the_product(name: str) -> Actor:
    """Whoever works at the machine itself, by name: everything everywhere, and on record."""
    everything = Standing("", frozenset(Grant), 0, "")
    return Actor(ActorKind.SYSTEM, name, standings=(everything,))
