"""A kept version shows for good how a list stood: guarded, recomputed, compared, and read by few."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from huying.kernel.refusals import Code, Refused
from huying.lists.actions import export_list, keep_version, open_ledger
from huying.lists.models import Version
from huying.lists.queries import difference, rows_of, version, versions_of
from huying.lists.registry import registered
from huying.lists.states import Format
from huying.lists.verify import check_versions
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast, Staff
from tests.flushing import _resting_triggers
from tests.lists.samples import a_ledger, of, told


def kept(cast: Cast, name: str, by: Staff, **raw: str) -> Version:
    return keep_version(of(cast, name, by, **raw), by=by.actor, at=cast.at)


def test_a_version_keeps_rows_count_digest_keeper_and_definition(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    found = of(cast, "orders", cast.lin, state="accepted")
    made = keep_version(found, by=cast.lin.actor, at=cast.at)
    made.refresh_from_db()
    assert (made.count, made.list_version, made.place, made.by_label, made.filters) == (
        1, 1, cast.community, "小林", {"state": "accepted"},
    )  # fmt: skip
    assert rows_of(made)[0].values == next(found.rows())[0].values
    assert rows_of(made)[0].key == order.number
    record = Record.objects.get(subject_kind="list_version", subject_id=made.pk)
    assert (record.move, record.given["digest"], record.by_label) == ("keep", made.digest, "小林")
    assert (check_versions().checked, check_versions().differences) == (1, 0)


@pytest.mark.both_databases
def test_the_database_refuses_to_change_or_remove_a_version(cast: Cast) -> None:
    made = kept(cast, "units", cast.lin)
    changes: list[Callable[[], object]] = [
        lambda: Version.objects.filter(pk=made.pk).update(count=0),
        lambda: Version.objects.filter(pk=made.pk).delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Version.objects.get().count == made.count


@pytest.mark.both_databases
@pytest.mark.parametrize("what", ["rows", "count", "digest", "filters", "gone"])
def test_a_version_that_was_altered_all_the_same_is_found(cast: Cast, what: str) -> None:
    made = kept(cast, "units", cast.lin)
    altered = Version.objects.filter(pk=made.pk)
    connection.check_constraints()  # what is still to be checked keeps the triggers awake
    with connection.cursor() as cursor, _resting_triggers(connection.vendor, cursor):
        if what == "gone":
            altered.delete()
        else:
            others = {"rows": [["x", []]], "count": 99, "digest": "0" * 64, "filters": {"q": "x"}}
            altered.update(**{what: others[what]})
        connection.check_constraints()
    assert check_versions().differences == 1


def test_two_versions_tell_what_was_added_what_is_gone_and_what_changed(cast: Cast) -> None:
    stays, moves, goes = cast.place(), cast.place(), cast.order_in(OrderState.ACCEPTED)
    before = kept(cast, "orders", cast.lin)
    cast.move(moves, "accept", cast.lin, category="02")
    fresh = cast.place()
    after = kept(cast, "orders", cast.lin)
    found = difference(before, after)
    assert (found.added, found.gone, [one.key for one in found.changed], found.same) == (
        (fresh.number,), (), [moves.number], 2,
    )  # fmt: skip
    assert found.changed[0].cells["state"] == ("submitted", "accepted")
    assert found.changed[0].cells["category"] == ("", "邻里噪音")
    narrow = kept(cast, "orders", cast.lin, state="submitted")
    assert difference(after, narrow).gone == (goes.number, moves.number)
    assert stays.number in [key for key, _values in narrow.rows]
    with pytest.raises(Refused) as caught:
        difference(before, kept(cast, "units", cast.lin))
    assert caught.value.code is Code.INVALID


def test_sensitive_columns_are_seen_and_kept_by_whoever_may_read_the_ledger(
    cast: Cast, care: None
) -> None:
    assert [c.key for c in of(cast, "care", cast.lin).columns] == ["name", "class", "visits"]
    assert [c.key for c in of(cast, "care", cast.secretary).columns] == ["name", "class", "illness", "visits"]  # fmt: skip
    whole, plain = kept(cast, "care", cast.secretary), kept(cast, "care", cast.lin)
    assert ([c[0] for c in whole.columns], whole.ledger) == (["name", "class", "illness", "visits"], True)  # fmt: skip
    assert ([c[0] for c in plain.columns], plain.ledger) == (["name", "class", "visits"], False)
    assert "高血压" not in str(plain.rows)
    assert [one.pk for one in versions_of(of(cast, "care", cast.lin), cast.lin.actor)] == [plain.pk]
    assert version(plain.pk, cast.lin.actor).pk == plain.pk
    for reader in (cast.lin, cast.gu, cast.zhou, cast.hire("评", Role.EVALUATOR, cast.district)):
        with pytest.raises(Refused) as caught:
            version(whole.pk, reader.actor)
        assert caught.value.code is Code.UNKNOWN
    with pytest.raises(Refused):
        version(plain.pk, cast.gu.actor)


def test_a_list_that_is_no_ledger_never_keeps_what_is_sensitive(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registered(), "care", replace(a_ledger(), ledger=False))
    assert "illness" in [column.key for column in of(cast, "care", cast.secretary).columns]
    assert "高血压" not in str(kept(cast, "care", cast.secretary).rows)


def test_opening_a_ledger_and_every_file_about_people_are_on_record(cast: Cast, care: None) -> None:
    ledger = of(cast, "care", cast.secretary)
    open_ledger(ledger, by=cast.secretary.actor, at=cast.at)
    open_ledger(of(cast, "orders", cast.lin), by=cast.lin.actor, at=cast.at)
    for name in ("care", "orders", "units"):
        found = of(cast, name, cast.secretary)
        export_list(found, Format.CSV, by=cast.secretary.actor, at=cast.at).file.close()
    rows = told(of(cast, "handed-out", cast.secretary, sort="at"))
    said = [(row["list"], row["what"], row["count"], row["sensitive"]) for row in rows]
    assert sorted(map(str, said)) == sorted(map(str, [
        ("care", "open", 2, "illness"), ("care", "csv", 2, "illness"), ("orders", "csv", 0, ""),
    ]))  # fmt: skip


def test_more_rows_than_are_kept_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huying.lists.actions.MOST_KEPT", 1)
    with pytest.raises(Refused) as caught:
        kept(cast, "units", cast.lin)
    assert (caught.value.code, Version.objects.count()) == (Code.TOO_MANY, 0)
