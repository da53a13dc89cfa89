"""Writing many new rows of one table at once, where `bulk_create` spends its time on SQL."""

from collections.abc import Callable, Sequence
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


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, complete with their defaults; no signal, no read back.

    A primary key that the database makes is left to it, and not known afterwards.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    values = _reader(fields)
    size = max(1, connection.ops.bulk_batch_size(fields, rows))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            cursor.execute(
                _statement(model, fields, len(part)), list(chain.from_iterable(map(values, part)))
            )


def _statement(model: type[models.Model], fields: Sequence[Any], count: int) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    blanks = f"({', '.join(['%s'] * len(fields))})"
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([blanks] * count)}"  # noqa: S608 -- names of our own models


def _reader(fields: Sequence[Any]) -> Callable[[models.Model], list[Any]]:
    """How to read the values of one row in the order of the fields, ready for the database."""
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
