"""Lists of one's own: kept under a name by whoever sees orders, twenty at most, for nobody else."""

import threading
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from django.db import IntegrityError, connection, transaction

from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.keeping import MOST_LISTS, keep_list, let_list_go, rename_list
from huying.orders.models import OwnList
from huying.orders.own_lists import own_list, own_lists
from huying.people.actions import close_account
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import START, Cast, Staff, build_cast

LAMPS = {"list": "all", "category": "0101", "place": "990101001001"}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def kept(staff: Staff, name: str = "街灯·槐荫", **asks: str) -> OwnList:
    return keep_list(name, asks={"list": "all"} | (asks or {"q": name}), by=staff.actor)


def names(staff: Staff) -> list[str]:
    return [one.name for one in own_lists(staff.actor)]


def code_of(refused: pytest.ExceptionInfo[Refused]) -> tuple[Code, list[str]]:
    return refused.value.code, list(refused.value.fields)


def test_a_list_is_kept_by_one_person_renamed_and_let_go(cast: Cast) -> None:
    before = Record.objects.count()
    one = keep_list("  街灯 ·\n 槐荫 ", asks=LAMPS, by=cast.lin.actor)
    assert (one.name, one.person) == ("街灯 · 槐荫", cast.lin.person)
    assert parse_qs(one.query) == {name: [value] for name, value in LAMPS.items()}
    assert (names(cast.lin), names(cast.secretary)) == (["街灯 · 槐荫"], [])
    assert rename_list(one.pk, "路灯", by=cast.lin.actor).name == "路灯"
    assert own_list(one.pk, cast.lin.actor).query == one.query
    assert rename_list(one.pk, "路灯", by=cast.lin.actor).name == "路灯"
    assert let_list_go(one.pk, by=cast.lin.actor).name == "路灯"
    assert (names(cast.lin), Record.objects.count()) == ([], before)


def test_somebody_elses_list_is_unknown(cast: Cast) -> None:
    lins = kept(cast.lin)
    acts: list[Callable[[Actor], object]] = [
        lambda by: own_list(lins.pk, by),
        lambda by: rename_list(lins.pk, "我的", by=by),
        lambda by: let_list_go(lins.pk, by=by),
    ]
    for by in (cast.secretary.actor, cast.gu.actor, VISITOR, SYSTEM):
        for act in acts:
            with pytest.raises(Refused) as refused:
                act(by)
            assert code_of(refused) == (Code.UNKNOWN, [])
    assert names(cast.lin) == ["街灯·槐荫"]


def test_a_name_is_given_once_by_a_person_and_a_list_is_kept_once(cast: Cast) -> None:
    first, second = kept(cast.lin, "路灯"), kept(cast.lin, "井盖")
    acts: list[Callable[[], object]] = [
        lambda: kept(cast.lin, " 路灯 ", q="别的"),
        lambda: rename_list(second.pk, "路灯", by=cast.lin.actor),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) == (Code.CONFLICT, ["name"])
    with pytest.raises(Refused) as refused:
        kept(cast.lin, "又一个", q="路灯")
    assert code_of(refused) == (Code.CONFLICT, [])
    assert kept(cast.secretary, "路灯").query == first.query
    assert names(cast.lin) == sorted(["路灯", "井盖"])


def test_the_twenty_first_list_is_refused_until_one_is_let_go(cast: Cast) -> None:
    lists = [kept(cast.lin, f"{number:02}") for number in range(MOST_LISTS)]
    with pytest.raises(Refused) as refused:
        kept(cast.lin, "20")
    assert (refused.value.code, len(names(cast.lin)), MOST_LISTS) == (Code.CONFLICT, 20, 20)
    rename_list(lists[0].pk, "first", by=cast.lin.actor)
    let_list_go(lists[0].pk, by=cast.lin.actor)
    kept(cast.lin, "20")
    kept(cast.secretary, "20")
    assert names(cast.lin)[-1] == "20"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", Code.INCOMPLETE), (" \n\t ", Code.INCOMPLETE), ("字" * 31, Code.INVALID),
        ("x" * 10_000, Code.INVALID), ("a\x00b", Code.INVALID), ("灯\u202e", Code.INVALID),
    ],
)  # fmt: skip
def test_a_name_that_will_not_do_is_refused(cast: Cast, name: str, code: Code) -> None:
    one = kept(cast.lin, "字" * 30)
    acts: list[Callable[[], object]] = [
        lambda: keep_list(name, asks=LAMPS, by=cast.lin.actor),
        lambda: rename_list(one.pk, name, by=cast.lin.actor),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) == (code, ["name"])
    assert names(cast.lin) == ["字" * 30]


@pytest.mark.parametrize(
    ("asks", "code"),
    [
        ({}, Code.INCOMPLETE), ({"list": "mine"}, Code.INCOMPLETE),
        ({"list": "all", "q": "138 0000 1234"}, Code.INVALID),
        ({"list": "all", "q": "找13800001234的"}, Code.INVALID),
    ],
)  # fmt: skip
def test_what_says_nothing_or_names_a_telephone_is_not_kept(
    cast: Cast, asks: dict[str, str], code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        keep_list("路灯", asks=asks, by=cast.lin.actor)
    assert (refused.value.code, names(cast.lin)) == (code, [])


def test_who_sees_no_orders_keeps_no_list(cast: Cast) -> None:
    keeper = cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district)
    for by in (keeper.actor, cast.zhou.actor, VISITOR, SYSTEM):
        with pytest.raises(Refused) as refused:
            keep_list("路灯", asks=LAMPS, by=by)
        assert refused.value.code is Code.NOT_YOURS
    assert not OwnList.objects.exists()


def test_whose_post_ended_changes_no_list_any_more(cast: Cast) -> None:
    own = kept(cast.lin)
    cast.lin.person.posts.update(until=START.date())
    acts: list[Callable[[], object]] = [
        lambda: rename_list(own.pk, "路灯", by=cast.lin.actor),
        lambda: let_list_go(own.pk, by=cast.lin.actor),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code is Code.NOT_YOURS
    assert OwnList.objects.get().name == own.name


def test_closing_an_account_leaves_its_persons_lists(cast: Cast) -> None:
    kept(cast.lin)
    close_account(cast.lin.account, at=cast.at)
    assert OwnList.objects.get().person == cast.lin.person


def test_the_database_keeps_the_rules_too(cast: Cast) -> None:
    one = kept(cast.lin, "路灯")
    person = cast.lin.person
    for row in (
        {"name": "", "query": "q=1"}, {"name": "井盖", "query": ""},
        {"name": "路灯", "query": "q=1"}, {"name": "井盖", "query": one.query},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnList.objects.create(person=person, **row)
    with pytest.raises(Exception, match=r"short_name|too long"), transaction.atomic():
        OwnList.objects.create(person=person, name="字" * 31, query="q=1")
    assert names(cast.lin) == ["路灯"]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_do_not_keep_a_list_too_many(transactional_db: None) -> None:
    cast = build_cast()
    actor = cast.lin.actor
    for number in range(MOST_LISTS - 1):
        kept(cast.lin, f"{number:02}")
    ready, told = threading.Barrier(4), list[str]()

    def one_more(name: str) -> None:
        try:
            ready.wait()
            keep_list(name, asks={"list": "all", "q": name}, by=actor)
            told.append("kept")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one_more, args=(f"x{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(told), len(names(cast.lin))) == (["conflict"] * 3 + ["kept"], MOST_LISTS)
