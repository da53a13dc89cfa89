"""A chain of records: whole, or its break is found; and the database refuses to change it."""

from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.actor import SYSTEM, Actor, ActorKind
from huying.kernel.hashing import GENESIS
from huying.trail.actions import Head, append, record
from huying.trail.models import Record
from huying.trail.queries import chain
from huying.trail.rules import COVERED, Break, first_break
from huying.trail.verify import check_chains

AT = datetime(2026, 3, 10, 1, 2, 3, 456789, tzinfo=UTC)
LIN = Actor(ActorKind.STAFF, "小林", person_id=7, on_behalf_of="高阿姨")


def a_chain(length: int) -> list[Record]:
    """Records as they would be written, not saved."""
    entries: list[Record] = []
    head = Head("order", 42)
    for step in range(length):
        entry = record(
            head, f"move{step}", by=LIN, at=AT + timedelta(hours=step), source="a", target="b",
            holder="desk", given={"reason": f"第{step}步"},
        )  # fmt: skip
        entries.append(entry)
        head = Head("order", 42, entry.seq, entry.hash)
    return entries


def altered(value: Any) -> Any:
    """The smallest change of a value."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dict):
        return value | {"reason": "另一句"}
    return f"{value}."


@given(length=st.integers(1, 8), data=st.data())
def test_any_altered_field_of_any_record_is_found_where_it_is(
    length: int, data: st.DataObject
) -> None:
    entries = a_chain(length)
    assert first_break(entries) is None
    index = data.draw(st.integers(0, length - 1))
    name = data.draw(st.sampled_from([*COVERED, "hash", "prev_hash"]))
    tampered = copy(entries[index])
    setattr(tampered, name, altered(getattr(tampered, name)))
    entries[index] = tampered
    found = first_break(entries)
    assert found is not None
    assert found.seq in {index + 1, index + 2}


@given(length=st.integers(2, 8), data=st.data())
def test_a_missing_record_is_found(length: int, data: st.DataObject) -> None:
    entries = a_chain(length)
    del entries[data.draw(st.integers(0, length - 2))]
    assert first_break(entries) is not None


def test_two_swapped_records_are_found() -> None:
    entries = a_chain(4)
    entries[1], entries[2] = entries[2], entries[1]
    assert first_break(entries) == Break(2, "a record is missing")


def test_a_record_rewritten_with_a_fitting_hash_breaks_the_next_one() -> None:
    entries = a_chain(3)
    forged = record(
        Head("order", 42, 1, entries[0].hash), "move1", by=SYSTEM, at=AT, given={"reason": "改过"}
    )
    assert first_break([entries[0], forged, entries[2]]) == Break(
        3, "does not continue the record before it"
    )


def test_a_stored_chain_reads_back_whole(db: None) -> None:
    for entry in a_chain(3):
        entry.save(force_insert=True)
    assert first_break(chain("order", 42)) is None
    assert check_chains().differences == 0


def test_append_continues_where_the_chain_ends(db: None) -> None:
    first = append("contact", 5, "open", by=LIN, at=AT, given={"reason": "回访"})
    second = append("contact", 5, "open", by=LIN, at=AT, given={"reason": "上门"})
    assert (first.seq, first.prev_hash) == (1, GENESIS)
    assert (second.seq, second.prev_hash) == (2, first.hash)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_record SET by_label = '别人'",
        "UPDATE trail_record SET given = '{}'",
        "DELETE FROM trail_record",
        "UPDATE trail_daydigest SET root = ''",
        "DELETE FROM trail_daydigest",
    ],
)
def test_the_database_refuses_to_change_or_remove(db: None, statement: str) -> None:
    append("contact", 5, "open", by=LIN, at=AT, given={})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trail_daydigest (day, begins_at, ends_at, count, root, prev_hash, hash,"
            " published_at) VALUES ('2026-03-10', '2026-03-10', '2026-03-11', 1, '', '', '', '2026-03-11')"
        )
    refused = pytest.raises(Error, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Record.objects.get().by_label == "小林"


def test_truncate_is_refused_too(db: None) -> None:
    append("contact", 5, "open", by=LIN, at=AT, given={})
    if connection.vendor == "postgresql":
        refused = pytest.raises(Error, match="append-only")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE trail_record")
    assert Record.objects.count() == 1


def test_two_records_cannot_take_the_same_place(db: None) -> None:
    append("contact", 5, "open", by=LIN, at=AT, given={})
    rival = record(Head("contact", 5), "open", by=SYSTEM, at=AT)
    with pytest.raises(Error), transaction.atomic():
        rival.save(force_insert=True)
