"""Writing new rows without asking the ORM each time, where it spends its time on SQL."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, models

# What the database takes as it is; every other kind of field prepares its values itself.
_PLAIN = (
    models.BigIntegerField, models.BooleanField, models.CharField, models.FloatField,
    models.ForeignKey, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.TextField,
)  # fmt: skip
Rows = Sequence[models.Model]


def insert_all(rows: Rows) -> None:
    """Insert new rows of one model, complete with their defaults; no signal, no read back.

    A primary key that the database makes is left to it, and not known afterwards.
    """
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy_in(rows)
        return
    size = max(1, connection.ops.bulk_batch_size(list(_fields(type(rows[0]))), list(rows)))
    for start in range(0, len(rows), size):
        insert_together([rows[start : start + size]])


def _copy_in(rows: Rows) -> None:
    """Insert by COPY: a statement with thousands of values is slow to write and to read."""
    model = type(rows[0])
    values = _reader(model)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_columns(model)} FROM STDIN") as into,
    ):
        for row in rows:
            into.write_row(values(row))
            row._state.adding, row._state.db = False, connection.alias


def insert_together(groups: Sequence[Rows]) -> None:
    """Insert a few new rows of several models, as `insert_all`; in one go where that can be.

    PostgreSQL takes all statements at once, which saves a journey for each.
    """
    for row in chain.from_iterable(groups):
        row._state.adding, row._state.db = False, connection.alias
    asked = [(_statement(type(rows[0]), len(rows)), _values(rows)) for rows in groups if rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            together = "; ".join(statement for statement, _ in asked)
            cursor.execute(together, list(chain.from_iterable(values for _, values in asked)))
            return
        for statement, values in asked:
            cursor.execute(statement, values)


def _values(rows: Rows) -> list[Any]:
    return list(chain.from_iterable(map(_reader(type(rows[0])), rows)))


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))


@cache
def _columns(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in _fields(model))
    return f"{quote(model._meta.db_table)} ({names})"


@cache
def _statement(model: type[models.Model], count: int) -> str:
    blanks = f"({', '.join(['%s'] * len(_fields(model)))})"
    return f"INSERT INTO {_columns(model)} VALUES {', '.join([blanks] * count)}"  # noqa: S608 -- names of our own models


@cache
def _reader(model: type[models.Model]) -> Callable[[models.Model], list[Any]]:
    """How to read the values of one row in the order of the fields, ready for the database."""
    fields = _fields(model)
    whole = attrgetter(*(field.attname for field in fields))
    careful = [
        (index, field.get_db_prep_save)
        for index, field in enumerate(fields)
        if not isinstance(field, _PLAIN)
    ]

    def values(row: models.Model) -> list[Any]:
        found = list(whole(row))
        for index, prepare in careful:
            if found[index] is not None:
                found[index] = prepare(found[index], connection)
        return found

    return values
