"""A pack is adopted once: its limits bind from that day, and nothing changed by hand is lost."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huying.adoptions.queries import adoptions
from huying.clocks.models import Clock, LimitRule
from huying.clocks.queries import rulebook
from huying.clocks.rules import Facts, chosen
from huying.kernel.actor import SYSTEM
from huying.kernel.limits import Limit, Unit
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Category, StandardText
from huying.orders.named import categories
from huying.places.actions import add_place
from huying.places.states import Level
from huying.practices import adopt
from huying.trail.models import Record
from tests.builders import START, Cast, build_cast

TRIAL = """title = "Trial"
version = "1"
[[limits]]
clock = "accept"
starts_on = "place"
amount = 1
unit = "day"
[[limits]]
clock = "close"
starts_on = "place"
amount = 5
unit = "day"
[[texts]]
code = "hello"
label = "Hello"
move = "begin"
text = "收到。"
[[texts]]
code = "bye"
label = "Bye"
move = "complete"
text = "再见。"
"""


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    (tmp_path / "trial.toml").write_text(TRIAL, encoding="utf-8")
    return tmp_path


pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 11, 18, 0, tzinfo=UTC)
DAY = date(2026, 3, 12)  # in Shanghai the day has turned


def limit(clock: str, move: str, facts: Facts, on: date = DAY) -> Limit | None:
    term = chosen(rulebook().terms, clock, move, facts, on)
    return term.limit if term else None


def test_every_place_works_by_an_adopted_pack_from_that_day_on() -> None:
    adopt("standard", place=None, by=SYSTEM, at=AT)
    assert limit("close", "place", Facts()) == Limit(5, Unit.WORKDAY)
    assert limit("close", "accept", Facts(grade="B")) == Limit(10, Unit.WORKDAY)
    assert limit("close", "place", Facts(), DAY - timedelta(days=1)) is None
    assert set(LimitRule.objects.values_list("valid_from", "source")) == {
        (DAY, "practice:standard")
    }
    assert Counter(row.parent is None for row in categories("", on=DAY)) == {True: 8, False: 33}
    assert Category.objects.get(code="0201").parent == Category.objects.get(code="02")


def test_a_place_can_work_by_a_pack_of_its_own() -> None:
    district = add_place(parent=None, level=Level.DISTRICT, code="990101", name="云川区", at=AT)
    other = add_place(parent=None, level=Level.DISTRICT, code="990102", name="石河区", at=AT)
    adopt("standard", place=district, by=SYSTEM, at=AT)
    assert limit("accept", "place", Facts(place_path=district.path)) == Limit(1, Unit.WORKDAY)
    assert limit("accept", "place", Facts(place_path=other.path)) is None


def test_adopting_again_adds_nothing_and_undoes_no_change_made_by_hand() -> None:
    adopt("standard", place=None, by=SYSTEM, at=AT)
    LimitRule.objects.filter(clock="close", grade="").update(amount=3)
    Category.objects.filter(code="0201").update(name="灯", sample=False)
    before = (LimitRule.objects.count(), Category.objects.count())
    adopt("standard", place=None, by=SYSTEM, at=AT + timedelta(days=30))
    assert (LimitRule.objects.count(), Category.objects.count()) == before == (10, 41)
    assert limit("close", "place", Facts()) == Limit(3, Unit.WORKDAY)
    assert Category.objects.get(code="0201").name == "灯"


def test_a_later_version_ends_what_it_says_otherwise_and_what_runs_keeps_its_limit(
    cast: Cast, packs: Path
) -> None:
    LimitRule.objects.all().delete()
    adopt("trial", place=cast.district, by=SYSTEM, at=START - timedelta(days=9), folder=packs)
    early = cast.place()
    (packs / "trial.toml").write_text(TRIAL.replace("amount = 5", "amount = 2"), encoding="utf-8")
    said = adopt(
        "trial", place=cast.district, by=SYSTEM, at=START + timedelta(days=1), folder=packs
    )
    assert said is not None
    assert (len(said.limits.add), len(said.limits.end), said.limits.by_hand) == (1, 1, ())
    cast.at = START + timedelta(days=1)
    late = cast.place()
    amounts = [
        Clock.objects.get(subject_id=order.pk, name="close").amount for order in (early, late)
    ]
    assert amounts == [5, 2]
    assert set(LimitRule.objects.filter(clock="close").values_list("amount", "valid_until")) == {
        (5, date(2026, 3, 11)), (2, None),
    }  # fmt: skip


def test_what_was_changed_or_made_by_hand_stays_under_a_later_version(
    cast: Cast, packs: Path
) -> None:
    LimitRule.objects.all().delete()
    adopt("trial", place=cast.district, by=SYSTEM, at=START - timedelta(days=9), folder=packs)
    LimitRule.objects.filter(clock="close").update(amount=4)
    LimitRule.objects.create(
        clock="sign", starts_on="dispatch", amount=7, unit="day", place=cast.district,
        valid_from=date(2026, 3, 1), source="街道通知",
    )  # fmt: skip
    content = TRIAL.replace("amount = 5", "amount = 2").replace("amount = 1", "amount = 3")
    (packs / "trial.toml").write_text(content, encoding="utf-8")
    said = adopt("trial", place=cast.district, by=SYSTEM, at=START, folder=packs)
    assert said is not None
    assert {(row.clock, row.limit.amount) for row in said.limits.by_hand} == {
        ("close", 4), ("sign", 7),
    }  # fmt: skip
    live = LimitRule.objects.filter(valid_until=None).values_list("clock", "amount")
    assert set(live) == {("close", 4), ("sign", 7), ("accept", 3)}


def test_another_practice_ends_the_texts_of_the_one_before_but_for_those_rewritten(
    cast: Cast, packs: Path
) -> None:
    adopt("trial", place=cast.district, by=SYSTEM, at=START - timedelta(days=9), folder=packs)
    StandardText.objects.filter(code="bye").update(text="再见，有事再说。")
    other = TRIAL.replace("Trial", "Other").replace("hello", "other")
    (packs / "other.toml").write_text(other, encoding="utf-8")
    adopt("other", place=cast.district, by=SYSTEM, at=START, folder=packs)
    live = StandardText.objects.filter(valid_until=None).values_list("code", "text")
    assert set(live) == {("other", "收到。"), ("bye", "再见，有事再说。")}


def test_no_two_practices_begin_at_a_place_on_one_day(cast: Cast, packs: Path) -> None:
    adopt("trial", place=cast.district, by=SYSTEM, at=START, folder=packs)
    (packs / "trial.toml").write_text(TRIAL.replace("amount = 5", "amount = 2"), encoding="utf-8")
    before = set(LimitRule.objects.values_list("pk", "valid_until"))
    with pytest.raises(Refused) as raised:
        adopt("trial", place=cast.district, by=SYSTEM, at=START, folder=packs)
    assert raised.value.code is Code.NOT_YET
    assert set(LimitRule.objects.values_list("pk", "valid_until")) == before
    later = START.date() + timedelta(days=1)
    adopt("trial", place=cast.district, by=SYSTEM, at=START, since=later, folder=packs)
    assert [(row.since, row.until) for row in adoptions()] == [
        (later, None), (START.date(), later),
    ]  # fmt: skip


def test_every_adoption_is_on_record_with_who_and_what(cast: Cast, packs: Path) -> None:
    adopt("trial", place=cast.district, by=cast.secretary.actor, at=START, folder=packs)
    (record,) = Record.objects.filter(subject_kind="adoption")
    assert (record.move, record.by_label) == ("adopt", cast.secretary.person.name)
    assert record.given["practice"] == "trial"
    assert record.given["digest"] == adoptions().get().digest


def test_a_pack_that_is_not_in_order_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "half.toml").write_text(
        'title = "Half"\nversion = "1"\n[[classes]]\ncode = "1"\nname = "One"\n[[limits]]\nclock = "close"\n',
        encoding="utf-8",
    )
    with pytest.raises(Refused) as raised:
        adopt("half", place=None, by=SYSTEM, at=AT, folder=tmp_path)
    assert raised.value.code is Code.INVALID
    assert (LimitRule.objects.count(), Category.objects.count()) == (0, 0)
