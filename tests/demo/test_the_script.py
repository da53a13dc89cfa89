"""The script of the ninety days, told without a database, whatever the instant it ends at."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from huying.demo.data import city, words
from huying.demo.fates.roster import ORDERS, ROSTER
from huying.demo.groundplan import rows
from huying.demo.hours import awake, earlier, later
from huying.demo.script import Story, in_order, stories
from huying.demo.telling import RESIDENT, SYSTEM, Act
from huying.kernel.calendar import SHANGHAI, Workdays

HOURS = Workdays()
PLACES = rows(city())
SPAN = timedelta(days=920)
INSTANTS = st.timedeltas(timedelta(0), SPAN).map(datetime(2024, 6, 1, tzinfo=UTC).__add__)
# A whole script takes a second: a few of them, and no search for the smallest.
SCRIPTS = settings(max_examples=4, phases=[Phase.explicit, Phase.generate])
MINUTES = st.integers(0, 60 * 24 * 6)
ALL_NIGHT = datetime(2026, 2, 19, 3, 15, tzinfo=SHANGHAI)  # in the Spring Festival


@cache
def told(at: datetime, seed: int = 7) -> list[Story]:
    return stories(city(), PLACES, words(), at=at, hours=HOURS, seed=seed)


def in_office(act: Act) -> bool:
    here = HOURS.local(act.at)
    return HOURS.is_workday(here.date()) and HOURS.opens <= here.time() <= HOURS.closes


def check_story(story: Story, at: datetime) -> None:
    happened: dict[str, datetime] = {}
    for act in story.acts:
        assert act.at <= at
        assert happened.get(act.story, act.at) <= act.at
        happened[act.story] = act.at
        if act.who == RESIDENT:
            assert act.at == awake(HOURS, act.at, before=False)
        elif act.who != SYSTEM and story.group.minutes is None:
            assert in_office(act)


@SCRIPTS
@given(at=INSTANTS)
@example(ALL_NIGHT)
def test_nobody_acts_in_the_future_out_of_turn_or_out_of_hours(at: datetime) -> None:
    for story in told(at):
        check_story(story, at)


@SCRIPTS
@given(at=INSTANTS)
def test_the_number_of_orders_and_moves_depends_on_nothing_but_the_seed(at: datetime) -> None:
    births = Counter(act.move for act in in_order(told(at)) if act.move in {"place", "draft"})
    parts = sum(group.stories * group.parts for group in ROSTER)
    assert births.total() + parts == ORDERS
    assert Counter(a.move for a in in_order(told(at))) == Counter(
        a.move for a in in_order(told(ALL_NIGHT))
    )


def test_the_same_seed_tells_the_same_and_another_does_not() -> None:
    first, again, other = told(ALL_NIGHT), told(ALL_NIGHT), told(ALL_NIGHT, seed=8)
    assert first == again
    assert [story.cue.text for story in first] != [story.cue.text for story in other]


def test_acts_come_in_the_order_of_time() -> None:
    acts = in_order(told(ALL_NIGHT))
    assert [act.at for act in acts] == sorted(act.at for act in acts)


def test_matters_and_words_are_spread() -> None:
    texts = Counter(story.cue.text for story in told(ALL_NIGHT))
    # Those of rare sections, such as orders that are not taken on, must come again.
    common = {text for row in words()["matters"] for text in row["texts"]}
    assert max(times for text, times in texts.items() if text in common) <= 4
    assert len(texts) >= 170


def test_nobody_in_one_community_says_the_same_while_both_are_open() -> None:
    still_open = [s for s in told(ALL_NIGHT) if s.group.slack or s.group.minutes]
    heard = Counter(
        (s.cue.text, s.cue.grid[:12]) for s in still_open if s.group.section == "matters"
    )
    assert set(heard.values()) == {1}


@given(at=INSTANTS, minutes=MINUTES)
def test_office_minutes_are_counted_back_and_forth(at: datetime, minutes: int) -> None:
    then = later(HOURS, at, minutes)
    assert then >= at
    assert HOURS.is_workday(HOURS.local(then).date())
    again = later(HOURS, earlier(HOURS, then, minutes), minutes)
    assert abs(again - then) < timedelta(seconds=1)


@given(at=INSTANTS, before=st.booleans())
def test_nobody_is_awake_at_night(at: datetime, *, before: bool) -> None:
    moved = awake(HOURS, at, before=before)
    assert 7 <= moved.hour <= 22
    assert abs(moved - at) <= timedelta(hours=9)
    assert (moved <= at) if before else (moved >= at)


def test_an_open_story_ended_as_long_ago_as_its_group_says() -> None:
    for story in told(ALL_NIGHT):
        ended = max(act.at for act in story.acts)
        if story.group.slack is not None:
            assert ended <= earlier(HOURS, ALL_NIGHT, story.group.slack[0])
        if story.group.minutes is not None:
            assert ended <= ALL_NIGHT - timedelta(minutes=story.group.minutes[0])
