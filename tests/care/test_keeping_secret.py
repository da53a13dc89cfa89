"""What the database holds of a person: nothing plain that is sealed, and nothing once erased."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from huying.care.actions import perform, rekeying
from huying.care.actions.looking import open_entry, reveal
from huying.care.models import CareVisit, Entry
from huying.care.queries import counts, entries, finding
from huying.care.sealed import read, words_of
from huying.care.states import EntryState, Look
from huying.care.tasks import forget_due
from huying.care.verify import check_care_words, check_entries
from huying.kernel.refusals import Code, Refused
from huying.kernel.sealing import Keyring
from huying.trail.models import Record
from huying.trail.verify import check_chains
from tests.builders import Cast, Staff
from tests.care.people import (
    ADDRESS,
    AT,
    HEALTH,
    LEDGER,
    NAME,
    NUMBER,
    ON,
    PHONE,
    entry_in,
    id_of,
    written,
)

Keepers = tuple[Staff, Staff]
SAID = "说夜里睡不着"
OLD, NEW = "old-" * 12, "new-" * 12


@pytest.fixture
def entry(cast: Cast, keepers: Keepers, settings: Settings) -> Entry:
    """An entry that was visited, corrected and looked at, under the old key."""
    settings.FIELD_KEYS = Keyring((OLD,))
    entry = entry_in(cast, EntryState.VERIFIED, keepers, every_days=7)
    perform(entry, "see", by=keepers[0].actor, at=AT, raw={"seen_at": AT, "words": SAID})
    perform(entry, "correct", by=keepers[0].actor, at=AT, raw={"reason": "核对", "phone": PHONE})
    open_entry(entry.pk, by=keepers[0].actor, at=AT, purpose="走访")
    reveal(entry, Look.ID_NUMBER, by=keepers[0].actor, at=AT, reason="办理补贴")
    return entry


def rows_of_everything() -> Iterator[tuple[str, str]]:
    """Every value of every table as text, with the table's name."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a table's own name
            for row in cursor.fetchall():
                yield table, " ".join(str(value) for value in row)


def tables_with(*secrets: str) -> set[str]:
    return {table for table, row in rows_of_everything() if any(secret in row for secret in secrets)}  # fmt: skip


def raw(entry: Entry) -> dict[str, Any]:
    return dict(Entry.objects.filter(pk=entry.pk).values().get())


def test_no_table_holds_a_number_a_telephone_or_a_note_in_plain(entry: Entry) -> None:
    assert tables_with(NUMBER, PHONE, HEALTH, SAID) == set()
    assert tables_with(NAME, ADDRESS) == {"care_entry"}
    assert tables_with(entry.id_mark) == {"care_entry"}


def test_a_note_changed_or_moved_in_the_database_is_noticed(
    cast: Cast, keepers: Keepers, entry: Entry
) -> None:
    other = written(cast, keepers[0], id_number=id_of(ON.replace(year=1950)), health="糖尿病")
    Entry.objects.filter(pk=entry.pk).update(health_sealed=other.health_sealed)
    with pytest.raises(Refused) as refused:
        reveal(Entry.objects.get(pk=entry.pk), Look.HEALTH, by=keepers[0].actor, at=AT, reason="核对")  # fmt: skip
    assert refused.value.code == Code.CONFLICT
    assert check_care_words().differences == 1


@pytest.mark.parametrize(
    "change", [{"name": "别人"}, {"address": ""}, {"birth_year": 1950}, {"phone_sealed": ""}, {"state": "registered"}]
)  # fmt: skip
def test_what_is_changed_behind_the_back_of_the_trail_is_noticed(
    entry: Entry, change: dict[str, Any]
) -> None:
    assert (check_entries().differences, check_care_words().differences) == (0, 0)
    Entry.objects.filter(pk=entry.pk).update(**change)
    assert check_entries().differences + check_care_words().differences == 1


def test_a_changed_word_of_a_visit_is_noticed(entry: Entry) -> None:
    CareVisit.objects.update(words_sealed="")
    assert check_care_words().differences == 1


def test_under_another_key_nothing_opens_and_nobody_is_found(
    cast: Cast, keepers: Keepers, entry: Entry, settings: Settings
) -> None:
    settings.FIELD_KEYS = Keyring((NEW,))
    with pytest.raises(Refused) as refused:
        reveal(entry, Look.ID_NUMBER, by=keepers[0].actor, at=AT, reason="核对")
    assert refused.value.code == Code.NOT_OPEN
    assert finding(entries(keepers[0].actor, LEDGER, ON), NUMBER, ON).count() == 0
    assert check_care_words().differences == 1


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_keys_are_changed_while_everything_stays_readable(
    cast: Cast, keepers: Keepers, entry: Entry, settings: Settings, cipher: str
) -> None:
    settings.FIELD_KEYS = Keyring((NEW, OLD), cipher)
    assert finding(entries(keepers[0].actor, LEDGER, ON), NUMBER, ON).count() == 1
    with pytest.raises(Refused):
        written(cast, keepers[0])
    before = raw(entry)
    assert (rekeying.waiting(), rekeying.rekey(AT), rekeying.waiting(), rekeying.rekey(AT)) == (2, 2, 0, 0)  # fmt: skip
    settings.FIELD_KEYS = Keyring((NEW,), cipher)
    fresh = Entry.objects.get(pk=entry.pk)
    assert [read(fresh, fact) for fact in ("id_number", "phone", "health")] == [NUMBER, PHONE, HEALTH]  # fmt: skip
    assert words_of(fresh.visits.get()) == SAID
    assert finding(entries(keepers[0].actor, LEDGER, ON), NUMBER, ON).count() == 1
    sealed = {"id_sealed", "phone_sealed", "health_sealed", "seal_salt", "id_mark"}
    assert {key for key, value in raw(entry).items() if value != before[key]} == sealed
    assert (check_entries().examples, check_care_words().examples) == ([], [])
    record = Record.objects.get(subject_kind="care_keys")
    assert record.given == {"rows": 2, "under": settings.FIELD_KEYS.current}


def test_changing_keys_stops_at_what_cannot_be_opened_and_is_taken_up_again(
    cast: Cast, keepers: Keepers, entry: Entry, settings: Settings
) -> None:
    settings.FIELD_KEYS = Keyring((NEW, OLD))
    other = written(cast, keepers[0], id_number=id_of(ON.replace(year=1950)))
    settings.FIELD_KEYS = Keyring(("third-" * 8, OLD))
    with pytest.raises(Refused):
        rekeying.rekey(AT)
    assert read(Entry.objects.get(pk=entry.pk), "phone") == PHONE
    settings.FIELD_KEYS = Keyring(("third-" * 8, NEW, OLD))
    assert rekeying.rekey(AT) == 2  # the other entry and the visit; the first is done
    assert read(Entry.objects.get(pk=other.pk), "phone") == PHONE


@pytest.mark.parametrize("state", [EntryState.ENDED, EntryState.WITHDRAWN])
def test_what_has_ended_is_forgotten_on_its_day_and_a_count_is_left(
    cast: Cast, keepers: Keepers, state: EntryState
) -> None:
    entry = entry_in(cast, state, keepers)
    assert entry.erase_on == ON + timedelta(days=180)
    assert forget_due(AT + timedelta(days=179)) == 0
    assert (forget_due(AT + timedelta(days=180)), forget_due(AT + timedelta(days=181))) == (1, 0)
    assert tables_with(NAME, ADDRESS, NUMBER, PHONE, HEALTH) == set()
    left = Entry.objects.get(pk=entry.pk)
    assert (left.state, left.ledger, left.seal_salt, left.id_mark) == ("erased", LEDGER, "", "")
    assert Record.objects.filter(subject_kind="care", subject_id=entry.pk).count() == left.version
    assert (check_entries().examples, check_care_words().examples, check_chains().examples) == ([], [], [])  # fmt: skip


def test_visits_are_forgotten_with_the_person_even_where_the_key_is_gone(
    cast: Cast, keepers: Keepers, entry: Entry, settings: Settings
) -> None:
    perform(entry, "end", by=keepers[0].actor, at=AT, raw={"ending": "died"})
    settings.FIELD_KEYS = Keyring((NEW,))
    assert forget_due(AT + timedelta(days=180)) == 1
    assert list(CareVisit.objects.values_list("words_sealed", flat=True)) == [""]


def test_whoever_withdrew_consent_is_out_of_sight_at_once(cast: Cast, keepers: Keepers) -> None:
    entry = entry_in(cast, EntryState.WITHDRAWN, keepers, every_days=7)
    by = keepers[1].actor
    assert list(entries(by, LEDGER, ON)) == list(entries(by, LEDGER, ON, ended=True)) == []
    assert (counts(by, ON)[""].rows, counts(by, ON)[""].waiting) == (0, 0)
    for attempt in (
        lambda: open_entry(entry.pk, by=by, at=AT, purpose="走访"),
        lambda: reveal(entry, Look.PHONE, by=by, at=AT, reason="走访"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == Code.UNKNOWN
