"""The ledger of people as a list: only by a named grant, numbers masked, every look logged."""

from collections.abc import Iterator

import pytest

from huying.care.models import LookRecord
from huying.kernel.refusals import Code, Refused
from huying.lists.actions import export_list, keep_version
from huying.lists.policy import the_product
from huying.lists.queries import lists_at, opened
from huying.lists.states import Format
from huying.trail.models import Record
from tests.builders import START, Cast, clock_at
from tests.care.people import AT, LEDGER, NAME, NUMBER, granted, work_by_wujiangbei, written
from tests.lists.samples import told


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    """The clock stands in the days for which the grants are given."""
    with clock_at(AT):
        yield


def test_it_is_open_to_whom_it_was_opened_and_to_nobody_else(cast: Cast) -> None:
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    written(cast, cast.lin)
    for reader in (
        cast.secretary.actor,
        cast.dispatcher.actor,
        cast.gu.actor,
        the_product("shell"),
    ):
        with pytest.raises(Refused) as refused:
            opened("care-ledger", {"place": cast.community.code}, reader, at=AT)
        assert refused.value.code is Code.NOT_YOURS
    found = opened("care-ledger", {"ledger": LEDGER}, cast.lin.actor, at=AT)
    (row,) = told(found)
    assert (row["name"], row["id_number"]) == (NAME, "110*************2X")
    with pytest.raises(Refused) as refused:
        opened("care-ledger", {"ledger": "child_in_difficulty"}, cast.lin.actor, at=AT)
    assert refused.value.code is Code.INVALID


def test_opening_and_handing_out_are_on_record_and_hold_no_whole_number(cast: Cast) -> None:
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    written(cast, cast.lin)
    before = LookRecord.objects.count()
    found = opened("care-ledger", {"ledger": LEDGER}, cast.lin.actor, at=AT)
    with export_list(found, Format.CSV, by=cast.lin.actor, at=AT).file as file:
        text = file.read().decode("utf-8-sig")
    assert (NAME in text, NUMBER in text) == (True, False)
    assert LookRecord.objects.count() == before + 1
    assert Record.objects.filter(subject_kind="list_export", move="export").exists()
    kept = keep_version(found, by=cast.lin.actor, at=AT)
    assert (kept.ledger, NUMBER in str(kept.rows)) == (True, False)


def test_its_practice_names_it_once_for_each_category_that_was_opened(cast: Cast) -> None:
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    names = [e.title for e in lists_at(cast.lin.actor, cast.community, START.date())]
    assert "独居老人" in names
    others = [e.title for e in lists_at(cast.secretary.actor, cast.community, START.date())]
    assert "独居老人" not in others
