"""Lists of needs, resources and ledgers stand at a place as its practice names them."""

from dataclasses import replace

import pytest

from huying.kernel.refusals import Code, Refused
from huying.lists.queries import lists_at
from huying.lists.registry import registered
from huying.practices import adopt
from tests.builders import START, Cast
from tests.lists.samples import a_ledger, of


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists such as other rooms would bring: of needs, of projects, and a ledger."""
    plain = replace(a_ledger(), ledger=False, by="", note="Plain.")
    for of_what in ("needs", "projects"):
        one = replace(plain, name=of_what, of=of_what, title=of_what.capitalize())
        monkeypatch.setitem(registered(), of_what, one)
    monkeypatch.setitem(registered(), "care", a_ledger())


def offered(cast: Cast) -> list[tuple[str, str, str]]:
    entries = lists_at(cast.lin.actor, cast.community, START.date())
    ours = {"needs", "projects", "care"}
    return [(e.definition.name, str(e.title), e.query) for e in entries if e.definition.name in ours]  # fmt: skip


def test_without_a_practice_a_place_has_the_plain_lists(cast: Cast, more: None) -> None:
    assert offered(cast) == [
        ("needs", "Needs", ""),
        ("projects", "Projects", ""),
        ("care", "Care", ""),
    ]


def test_a_practice_that_names_its_lists_keeps_those_and_no_others(cast: Cast, more: None) -> None:
    adopt("wujiangbei", place=cast.community, by=cast.secretary.actor, at=START)
    assert offered(cast) == [
        ("needs", "群众需求清单", ""),
        ("care", "特困人员", "class=extreme_hardship"),
        ("care", "独居老人", "class=solitary_elder"),
        ("care", "困境儿童", "class=child_in_difficulty"),
        ("care", "重点妇女", "class=priority_woman"),
        ("care", "特殊人员", "class=special_person"),
    ]
    assert of(cast, "needs", cast.lin).title == "群众需求清单"
    with pytest.raises(Refused) as caught:
        of(cast, "projects", cast.lin)
    assert caught.value.code is Code.UNKNOWN


def test_the_first_of_three_lists_comes_first(cast: Cast, more: None) -> None:
    adopt("licang", place=cast.community, by=cast.secretary.actor, at=START)
    assert offered(cast) == [
        ("needs", "社区需求清单", ""), ("projects", "为民服务项目清单", ""), ("care", "Care", ""),
    ]  # fmt: skip
