"""The diary: a part for the team, a part for the writer and the secretary; nothing is lost."""

from datetime import timedelta

import pytest

from huying.duty.actions.posting import end
from huying.duty.actions.writing import correct_entry, write_entry
from huying.duty.models import Entry, Posting
from huying.duty.queries.diary import Told, entries, entry
from huying.duty.verify import check_diary
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import START, Staff
from tests.duty.conftest import TODAY, Yard

PUBLIC, PRIVATE = "东门夜里没关", "三楼两口子又吵架"


def read(yard: Yard, staff: Staff) -> list[Told]:
    return entries(yard.estate, TODAY, TODAY, viewer=staff.actor, today=TODAY)


def written(yard: Yard, public: str = PUBLIC, private: str = PRIVATE) -> Entry:
    return write_entry(yard.estate, public=public, private=private, by=yard.meng.actor, at=START)


def test_the_private_part_is_read_by_its_writer_and_the_secretary_alone(yard: Yard) -> None:
    written(yard)
    yard.post(yard.cast.lin)
    told = {
        staff.person.name: [(one.now.public, one.now.private) for one in read(yard, staff)]
        for staff in (yard.meng, yard.cast.secretary, yard.cast.lin)
    }
    assert told == {
        "小孟": [(PUBLIC, PRIVATE)], "陈书记": [(PUBLIC, PRIVATE)], "小林": [(PUBLIC, "")],
    }  # fmt: skip


def test_what_is_private_alone_does_not_even_show_that_it_is_there(yard: Yard) -> None:
    written(yard, public="")
    yard.post(yard.cast.lin)
    assert read(yard, yard.cast.lin) == []
    assert [one.now.private for one in read(yard, yard.meng)] == [PRIVATE]


def test_nobody_outside_the_team_reads_or_writes_it_nor_whoever_left(yard: Yard) -> None:
    written(yard)
    cast = yard.cast
    strangers = (
        cast.lin, cast.gu, cast.dispatcher, cast.zhou,
        cast.hire("街道主任", Role.STREET_LEADER, cast.street),
        cast.hire("区长", Role.DISTRICT_COMMANDER, cast.district),
        cast.hire("审计员", Role.AUDITOR, cast.district),
    )  # fmt: skip
    end(Posting.objects.get(), by=cast.secretary.actor, at=START)
    for staff in (*strangers, yard.meng):
        for tried in (
            lambda who=staff: read(yard, who),
            lambda who=staff: write_entry(yard.estate, public="x", by=who.actor, at=START),
        ):
            with pytest.raises(Refused) as raised:
                tried()
            assert raised.value.code is Code.NOT_YOURS


def test_a_correction_keeps_what_stood_there_and_its_privacy(yard: Yard) -> None:
    first = written(yard)
    second = correct_entry(first, public="西门夜里没关", by=yard.meng.actor, at=START)
    third = correct_entry(second, public="南门夜里没关", by=yard.meng.actor, at=START)
    yard.post(yard.cast.lin)
    mine, lins = read(yard, yard.meng), read(yard, yard.cast.lin)
    assert [(one.pk, one.now.public) for one in mine] == [(third.pk, "南门夜里没关")]
    assert [(said.public, said.private) for said in mine[0].before] == [
        ("西门夜里没关", ""), (PUBLIC, PRIVATE),
    ]  # fmt: skip
    assert [(said.public, said.private) for said in lins[0].before] == [
        ("西门夜里没关", ""), (PUBLIC, ""),
    ]  # fmt: skip
    with pytest.raises(Refused) as raised:
        correct_entry(first, public="又一次", by=yard.meng.actor, at=START)
    assert raised.value.code is Code.CONFLICT
    assert Entry.objects.count() == 3


def test_an_entry_is_corrected_by_its_writer_alone(yard: Yard) -> None:
    first = written(yard)
    secretary = yard.cast.secretary.actor
    with pytest.raises(Refused) as raised:
        correct_entry(first, public="改了", by=secretary, at=START)
    assert raised.value.code is Code.NOT_YOURS
    with pytest.raises(Refused) as raised:
        entry(first.pk, secretary, TODAY)
    assert raised.value.code is Code.UNKNOWN
    assert entry(first.pk, yard.meng.actor, TODAY) == first


def test_both_parts_are_sealed_in_the_record_and_verified(yard: Yard) -> None:
    written(yard)
    record = Record.objects.get(subject_kind="diary")
    assert (set(record.given["public"]), set(record.given["private"])) == ({"sealed"}, {"sealed"})
    assert (check_diary().checked, check_diary().differences) == (1, 0)
    Entry.objects.update(public="东门夜里关了")
    assert check_diary().differences == 1


def test_without_words_or_for_a_day_to_come_nothing_is_written(yard: Yard) -> None:
    with pytest.raises(Refused) as raised:
        written(yard, "  ", "")
    assert (raised.value.code, set(raised.value.fields)) == (Code.INCOMPLETE, {"public"})
    for days in (1, -8):
        with pytest.raises(Refused) as raised:
            write_entry(
                yard.estate,
                public="x",
                on=TODAY + timedelta(days=days),
                by=yard.meng.actor,
                at=START,
            )
        assert set(raised.value.fields) == {"on"}
    assert Entry.objects.count() == 0
