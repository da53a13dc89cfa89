"""An entry: written down with a basis, corrected, reviewed, ended; found again, never twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huying.care.actions import perform, write_down
from huying.care.models import CareVisit, Entry
from huying.care.queries import counts, entries, finding, shown, totals
from huying.care.sealed import read
from huying.care.states import EntryState
from huying.care.verify import check_care_words, check_entries
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from tests.builders import Cast, Staff
from tests.care.people import (
    AT,
    FACTS,
    HEALTH,
    LEDGER,
    NAME,
    NUMBER,
    ON,
    PHONE,
    SPLIT,
    entry_in,
    granted,
    id_of,
    written,
)

Keepers = tuple[Staff, Staff]
CHILD = id_of(date(2015, 6, 1))
CONSENT = {"basis": "consent", "basis_words": "", "consent_on": "2026-03-01", "consent_by": "own", "consent_how": "written"}  # fmt: skip


def refusal(cast: Cast, by: Staff, **facts: Any) -> tuple[Code, set[str]]:
    raw = FACTS | {"place": cast.building.code} | facts
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        write_down(facts.pop("ledger", LEDGER), by=by.actor, at=AT, raw={k: v for k, v in raw.items() if k != "ledger"})  # fmt: skip
    assert Entry.objects.count() == before
    return refused.value.code, set(refused.value.fields)


def whole() -> None:
    assert (check_entries().examples, check_care_words().examples) == ([], [])


def test_somebody_written_down_reads_back_whole_to_a_keeper(cast: Cast, keepers: Keepers) -> None:
    entry = Entry.objects.get(pk=written(cast, keepers[0], every_days=7).pk)
    one = shown(entry)
    assert (entry.state, entry.name, entry.birth_year, entry.community) == ("registered", NAME, 1949, cast.community)  # fmt: skip
    assert (one.id_number, one.phone, one.has_health) == ("110*************2X", "139****5678", True)
    assert [read(entry, fact) for fact in ("id_number", "phone", "health")] == [NUMBER, PHONE, HEALTH]  # fmt: skip
    whole()


@pytest.mark.parametrize("basis", ["", "whim"])
def test_nobody_is_written_down_without_a_basis(cast: Cast, keepers: Keepers, basis: str) -> None:
    assert refusal(cast, keepers[0], basis=basis)[1] == {"basis"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"basis_words": ""}, "basis_words"),
        (CONSENT | {"consent_on": ""}, "consent_on"),
        (CONSENT | {"consent_on": "2026-04-01"}, "consent_on"),
        (CONSENT | {"consent_how": ""}, "consent_how"),
        (CONSENT | {"id_number": CHILD}, "consent_by"),
        (CONSENT | {"id_number": "", "birth_year": "2012"}, "consent_by"),
        (CONSENT | {"id_number": CHILD, "consent_by": "guardian"}, "guardian"),
        (CONSENT | {"id_number": ""}, "birth_year"),
        ({"since": "2026-03-11"}, "since"),
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"phone": "call me"}, "phone"),
        ({"birth_year": "1800", "id_number": ""}, "birth_year"),
        ({"every_days": "0"}, "every_days"),
        ({"review_on": "2026-13-01"}, "review_on"),
        ({"place": "990101"}, "place"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_named_and_nothing_is_written(
    cast: Cast, keepers: Keepers, facts: dict[str, str], field: str
) -> None:
    assert field in refusal(cast, keepers[0], **facts)[1]


def test_a_guardian_consents_for_a_child(cast: Cast, keepers: Keepers) -> None:
    facts = FACTS | CONSENT | {"id_number": CHILD, "consent_by": "guardian", "guardian": "穆建国"}
    entry = write_down(LEDGER, by=keepers[0].actor, at=AT, raw=facts | {"place": cast.building.code})  # fmt: skip
    assert (entry.guardian, entry.consent_on, entry.birth_year) == ("穆建国", date(2026, 3, 1), 2015)  # fmt: skip
    whole()


def test_the_same_person_stands_in_a_ledger_once_and_in_two_ledgers_as_one_person(
    cast: Cast, keepers: Keepers
) -> None:
    granted(cast, keepers[0], "extreme_hardship")
    first = written(cast, keepers[0])
    assert refusal(cast, keepers[0]) == (Code.CONFLICT, set())
    other = written(cast, keepers[0], ledger="extreme_hardship")
    granted(cast, keepers[1], "extreme_hardship")
    for entry in (first, other):
        perform(entry, "verify", by=keepers[1].actor, at=AT, raw={})
    told = counts(keepers[0].actor, ON)
    assert [(told[key].rows, told[key].people) for key in (LEDGER, "extreme_hardship", "")] == [(1, 1), (1, 1), (2, 1)]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=other.pk).update(ledger=LEDGER)


def test_whoever_left_may_be_written_down_again(cast: Cast, keepers: Keepers) -> None:
    entry_in(cast, EntryState.ENDED, keepers)
    assert written(cast, keepers[0]).state == EntryState.REGISTERED


def test_sixty_five_people_are_three_eleven_eight_thirty_four_and_nine_by_counting(
    cast: Cast, keepers: Keepers
) -> None:
    for staff in keepers:
        granted(cast, staff, *(code for code in SPLIT if code != LEDGER))
    serial = 0
    for code, many in SPLIT.items():
        for place in range(many + 1):  # one more in each that nobody verified: it does not count
            serial += 1
            entry = written(cast, keepers[0], ledger=code, id_number=id_of(date(1950, 1, 1), serial))  # fmt: skip
            if place < many:
                perform(entry, "verify", by=keepers[1].actor, at=AT, raw={})
    told = counts(keepers[1].actor, ON)
    assert {code: told[code].rows for code in SPLIT} == SPLIT
    assert (told[""].rows, told[""].people, told[""].waiting) == (65, 65, 5)
    assert told[""].rows == sum(told[code].rows for code in SPLIT)
    leader = cast.hire("街道书记", Role.STREET_LEADER, cast.street)
    assert totals(leader.actor) == told[""]
    assert counts(leader.actor, ON) == {"": type(told[""])(0, 0, 0)}


def test_small_totals_and_totals_for_others_are_not_told(cast: Cast, keepers: Keepers) -> None:
    entry_in(cast, EntryState.VERIFIED, keepers)
    assert totals(cast.secretary.actor) is None
    assert totals(cast.dispatcher.actor) is None


def test_a_correction_changes_what_it_names_and_the_rest_stays(
    cast: Cast, keepers: Keepers
) -> None:
    entry = entry_in(cast, EntryState.VERIFIED, keepers, every_days=7)
    raw = {"reason": "搬到一楼", "address": "1单元101", "cleared": ["health", "every_days"]}
    perform(entry, "correct", by=keepers[0].actor, at=AT, raw=raw)
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.address, entry.health_sealed, entry.every_days) == ("1单元101", "", None)
    assert (read(entry, "id_number"), read(entry, "phone")) == (NUMBER, PHONE)
    whole()


def test_a_number_tells_the_year_whatever_else_is_said(cast: Cast, keepers: Keepers) -> None:
    entry = written(cast, keepers[0], birth_year=1930)
    assert entry.birth_year == 1949
    for raw in ({"birth_year": "1931"}, {"cleared": ["birth_year"]}):
        perform(entry, "correct", by=keepers[0].actor, at=AT, raw={"reason": "核对"} | raw)
        assert Entry.objects.get(pk=entry.pk).birth_year == 1949
    new = id_of(date(1951, 2, 3))
    perform(entry, "correct", by=keepers[0].actor, at=AT, raw={"reason": "核对", "id_number": new})
    assert (Entry.objects.get(pk=entry.pk).birth_year, finding(entries(keepers[0].actor, LEDGER, ON), new, ON).count()) == (1951, 1)  # fmt: skip
    unknown = {"reason": "核对", "cleared": ["id_number"], "birth_year": "1940"}
    perform(entry, "correct", by=keepers[0].actor, at=AT, raw=unknown)
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.birth_year, entry.id_sealed, entry.id_mark) == (1940, "", "")
    whole()


def test_a_correction_cannot_make_a_person_twice_or_take_their_basis_away(
    cast: Cast, keepers: Keepers
) -> None:
    written(cast, keepers[0])
    other = written(cast, keepers[0], id_number=id_of(date(1950, 5, 5)))
    for raw, code in (
        ({"id_number": NUMBER}, Code.CONFLICT), ({"cleared": ["name"]}, Code.INVALID),
        ({"cleared": ["basis_words"]}, Code.INCOMPLETE), ({"basis": "consent"}, Code.INCOMPLETE),
        ({"place": cast.neighbour.code}, Code.INVALID),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            perform(other, "correct", by=keepers[0].actor, at=AT, raw={"reason": "核对"} | raw)
        assert refused.value.code == code, raw
    assert Entry.objects.get(pk=other.pk).version == 1


def test_another_basis_needs_no_consent_and_forgets_who_gave_it(
    cast: Cast, keepers: Keepers
) -> None:
    entry = written(cast, keepers[0], basis="consent", basis_words="", consent_on=ON, consent_by="guardian", consent_how="spoken", guardian="穆建国")  # fmt: skip
    raw = {"reason": "转为法定职责", "basis": "law", "basis_words": "社会救助"}
    perform(entry, "correct", by=keepers[1].actor, at=AT, raw=raw)
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.basis, entry.consent_on, entry.consent_by, entry.guardian) == ("law", None, "", "")  # fmt: skip
    whole()


def test_a_review_sets_the_next_day_and_consent_is_given_again(
    cast: Cast, keepers: Keepers
) -> None:
    by_law = written(cast, keepers[0])
    perform(by_law, "renew", by=keepers[0].actor, at=AT, raw={"review_on": "2027-01-04"})
    assert Entry.objects.get(pk=by_law.pk).review_on == date(2027, 1, 4)
    with pytest.raises(Refused):
        perform(by_law, "renew", by=keepers[0].actor, at=AT, raw={"review_on": "2026-03-10"})
    agreed = written(cast, keepers[0], id_number=id_of(date(1950, 5, 5)), basis="consent", basis_words="", consent_on=ON, consent_by="own", consent_how="written")  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(agreed, "renew", by=keepers[0].actor, at=AT, raw={"review_on": "2027-01-04"})
    assert set(refused.value.fields) == {"consent_on", "consent_by", "consent_how"}
    raw = {"review_on": "2027-01-04", "consent_on": "2026-03-10", "consent_by": "own", "consent_how": "spoken"}  # fmt: skip
    perform(agreed, "renew", by=keepers[0].actor, at=AT, raw=raw)
    assert Entry.objects.get(pk=agreed.pk).consent_how == "spoken"
    whole()


def test_a_visit_is_noted_sealed_and_moves_the_day_of_the_next(
    cast: Cast, keepers: Keepers
) -> None:
    entry = entry_in(cast, EntryState.VERIFIED, keepers, every_days=7)
    for hours, words in ((30, "药快吃完了"), (50, "")):
        raw = {"seen_at": AT - timedelta(hours=hours), "words": words}
        perform(entry, "see", by=keepers[1].actor, at=AT, raw=raw)
    entry = Entry.objects.get(pk=entry.pk)
    assert entry.last_seen_at == AT - timedelta(hours=30)
    assert [visit.by for visit in entry.visits.all()] == [keepers[1].person] * 2
    assert "药快吃完了" not in str(list(CareVisit.objects.values()))
    for wrong in (AT + timedelta(minutes=5), AT - timedelta(days=400)):
        with pytest.raises(Refused):
            perform(entry, "see", by=keepers[1].actor, at=AT, raw={"seen_at": wrong})
    whole()
