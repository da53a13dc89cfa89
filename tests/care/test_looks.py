"""Every look is logged, those that were refused as well; the log stays as it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from huying.care.actions.looking import open_entry, open_ledger, open_visits, reveal
from huying.care.models import LookRecord
from huying.care.queries import looks_at, looks_below
from huying.care.states import EntryState, Look
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from tests.builders import Cast, Staff
from tests.care.people import (  # fmt: skip
    AT,
    HEALTH,
    LEDGER,
    NUMBER,
    ON,
    PHONE,
    entry_in,
    granted,
    id_of,
    written,
)

Keepers = tuple[Staff, Staff]


def told() -> list[tuple[Any, ...]]:
    rows = LookRecord.objects.order_by("id")
    return list(rows.values_list("by__name", "what", "denied", "ledger", "place__name", "words"))


def test_each_look_says_who_when_what_and_what_for(cast: Cast, keepers: Keepers) -> None:
    entry = entry_in(cast, EntryState.VERIFIED, keepers)
    assert list(open_ledger(LEDGER, by=cast.lin.actor, at=AT, purpose=" 核对 \n 名单 ")) == [entry]
    open_entry(entry.pk, by=cast.lin.actor, at=AT, purpose="走访")
    shown = [reveal(entry, what, by=cast.lin.actor, at=AT, reason="办理补贴") for what in (Look.ID_NUMBER, Look.PHONE, Look.HEALTH)]  # fmt: skip
    open_visits(by=cast.lin.actor, at=AT)
    assert shown == [NUMBER, PHONE, HEALTH]
    here = ("槐荫里社区",)
    assert told() == [
        ("小林", "list", False, LEDGER, *here, "核对 名单"),
        ("小林", "entry", False, LEDGER, *here, "走访"),
        ("小林", "id_number", False, LEDGER, *here, "办理补贴"),
        ("小林", "phone", False, LEDGER, *here, "办理补贴"),
        ("小林", "health", False, LEDGER, *here, "办理补贴"),
        ("小林", "visits", False, "", *here, ""),
    ]


@pytest.mark.parametrize("words", ["", " ", "看"])
def test_nothing_opens_for_no_reason_and_nothing_is_logged(
    cast: Cast, keepers: Keepers, words: str
) -> None:
    entry = written(cast, keepers[0])
    for attempt in (
        lambda: open_ledger(LEDGER, by=cast.lin.actor, at=AT, purpose=words),
        lambda: open_entry(entry.pk, by=cast.lin.actor, at=AT, purpose=words),
        lambda: reveal(entry, Look.PHONE, by=cast.lin.actor, at=AT, reason=words),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == Code.INCOMPLETE
    assert told() == []


def test_a_worker_without_permission_is_denied_and_logged_and_with_it_numbers_are_masked(
    cast: Cast, keepers: Keepers
) -> None:
    """Story B1-7."""
    child = "child_in_difficulty"
    granted(cast, cast.secretary, child)
    number = id_of(ON.replace(year=2016))
    entry = written(cast, cast.secretary, ledger=child, id_number=number)
    with pytest.raises(Refused) as refused:
        open_ledger(child, by=cast.lin.actor, at=AT, purpose="想看看")
    assert refused.value.code == Code.NOT_YOURS
    assert told() == [("小林", "list", True, child, "槐荫里社区", "")]
    with pytest.raises(Refused):
        open_entry(entry.pk, by=cast.lin.actor, at=AT, purpose="想看看")
    assert told()[1:] == [("小林", "entry", True, child, "槐荫里社区", "")]
    granted(cast, cast.lin, child)
    (found,) = open_ledger(child, by=cast.lin.actor, at=AT, purpose="走访")
    assert (found, told()[-1][:3]) == (entry, ("小林", "list", False))


def test_the_log_is_for_auditors_of_the_place_and_names_nobody_looked_at(
    cast: Cast, keepers: Keepers
) -> None:
    entry = written(cast, keepers[0])
    open_entry(entry.pk, by=cast.lin.actor, at=AT, purpose="走访")
    auditor = cast.hire("审计员", Role.AUDITOR, cast.district)
    elsewhere = cast.hire("邻社区审计员", Role.AUDITOR, cast.neighbour)
    keeper = cast.hire("管理员", Role.SYSTEM_KEEPER, cast.district)
    assert [looks_below(who.actor).count() for who in (auditor, elsewhere, keeper, cast.zhou)] == [1, 0, 0, 0]  # fmt: skip


def test_whoever_works_for_a_unit_is_logged_too(cast: Cast, keepers: Keepers) -> None:
    with pytest.raises(Refused):
        open_ledger(LEDGER, by=cast.zhou.actor, at=AT, purpose="看看")
    assert told() == [("周师傅", "list", True, LEDGER, None, "")]
    auditor = cast.hire("审计员", Role.AUDITOR, cast.district)
    assert looks_below(auditor.actor).count() == 1
    assert looks_below(cast.secretary.actor).count() == 0


def test_the_person_can_be_told_who_looked(cast: Cast, keepers: Keepers) -> None:
    entry, other = written(cast, keepers[0]), written(cast, keepers[0], id_number=id_of(ON.replace(year=1950)))  # fmt: skip
    for one in (entry, other, entry):
        open_entry(one.pk, by=cast.lin.actor, at=AT, purpose="走访")
    assert looks_at(entry, cast.secretary.actor, ON).count() == 2
    assert looks_at(entry, cast.dispatcher.actor, ON).count() == 0


def test_whoever_only_looks_in_opens_no_entry(cast: Cast, keepers: Keepers) -> None:
    meng = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)
    granted(cast, meng, depth="visits")
    entry = entry_in(cast, EntryState.VERIFIED, keepers, every_days=7)
    (one,) = open_visits(by=meng.actor, at=AT)
    assert (one.name, one.where, one.every_days, one.over) == ("穆秀英", "3号楼 · 3号楼2单元401", 7, -7)  # fmt: skip
    for secret in (NUMBER, PHONE, HEALTH, entry.ledger):
        assert secret not in str(one)
    for attempt in (
        lambda: open_ledger(LEDGER, by=meng.actor, at=AT, purpose="走访"),
        lambda: open_entry(entry.pk, by=meng.actor, at=AT, purpose="走访"),
        lambda: reveal(entry, Look.PHONE, by=meng.actor, at=AT, reason="走访"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert [row[1:3] for row in told()] == [("visits", False), ("list", True), ("entry", True), ("phone", True)]  # fmt: skip


def test_a_line_of_the_log_is_never_changed_and_removed_only_after_three_years(
    cast: Cast, keepers: Keepers
) -> None:
    entry = written(cast, keepers[0])
    open_entry(entry.pk, by=cast.lin.actor, at=AT, purpose="走访")
    line = LookRecord.objects.get()
    for attempt in (
        lambda: LookRecord.objects.update(words="没看过"),
        lambda: LookRecord.objects.all().delete(),
    ):
        with pytest.raises(Error, match="for three years"), transaction.atomic():
            attempt()
    assert LookRecord.objects.get() == line
    LookRecord.objects.create(at=AT - timedelta(days=9999), by=cast.lin.person, what=Look.LIST)
    assert LookRecord.objects.filter(at__lt=AT - timedelta(days=1)).delete()[0] == 1


def test_the_longest_wait_comes_first(cast: Cast, keepers: Keepers) -> None:
    for serial, (every, last) in enumerate([(7, 3), (7, 20), (30, 40), (30, None), (None, None)], 1):  # fmt: skip
        entry = written(cast, keepers[0], name=f"老人{serial}", id_number=id_of(ON.replace(year=1950), serial), every_days=every)  # fmt: skip
        if last is not None:
            type(entry).objects.filter(pk=entry.pk).update(last_seen_at=AT - timedelta(days=last))
    assert [(one.name, one.over) for one in open_visits(by=cast.lin.actor, at=AT)] == [
        ("老人2", 13), ("老人3", 10), ("老人1", -4), ("老人4", -30),
    ]  # fmt: skip
