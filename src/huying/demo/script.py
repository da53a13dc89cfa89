"""The whole script of the demo: every act of every story, in the order of time; no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huying.demo.casting import Casting
from huying.demo.fates.roster import ROSTER, Group
from huying.demo.hours import earlier
from huying.demo.telling import Act, Cue, told
from huying.kernel.calendar import Workdays
from huying.places.rules import NewPlace

SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Story:
    """One story: how it fares, its cue, and the acts it is told in."""

    group: Group
    cue: Cue
    acts: Sequence[Act]


def stories(
    city: Mapping[str, Any], rows: Sequence[NewPlace], words: Mapping[str, Any], *,
    at: datetime, hours: Workdays, seed: int = SEED,
) -> list[Story]:  # fmt: skip
    """Every story up to `at`; the same seed, city, words, hours and instant tell the same."""
    rng = Random(seed)  # noqa: S311 -- a seed tells it
    casting = Casting(city, rows, words, rng)
    queue = [group for group in ROSTER for _ in range(group.stories)]
    rng.shuffle(queue)
    # What is open is seen side by side: it is cast first, while no words have been heard.
    queue.sort(key=lambda group: group.slack is None and group.minutes is None)
    found = []
    for number, group in enumerate(queue, 1):
        cue = casting.cues(group, f"{seed}-{number:03}")
        begin, latest = _span(group, rng, at, hours)
        acts = told(
            group.fate, cue, begin=begin, latest=latest, hours=hours, words=words,
            on_duty=group.minutes is not None,
        )  # fmt: skip
        found.append(Story(group, cue, acts))
    return found


def in_order(told_stories: Sequence[Story]) -> list[Act]:
    """All acts by the time they happen; within a story as they were told."""
    acts = [act for story in told_stories for act in story.acts]
    return sorted(acts, key=lambda act: act.at)


def _span(group: Group, rng: Random, at: datetime, hours: Workdays) -> tuple[datetime, datetime]:
    """When a story begins at the latest, and by when it has ended."""
    if group.minutes is not None:
        latest = at - timedelta(minutes=rng.randint(*group.minutes))
        return latest, latest
    if group.slack is not None:
        latest = earlier(hours, at, rng.randint(*group.slack))
        return latest, latest
    low, high = group.ago
    # More of them lately: word gets round that it helps.
    return at - timedelta(days=rng.triangular(low, high, low)), at
