"""Several orders in one story: the same matter told twice, and one order that is several jobs."""

from collections.abc import Callable
from dataclasses import replace

from huying.demo.fates.beats import (
    accepted,
    begun,
    checked,
    done,
    judged,
    placed,
    reported,
    sent,
    signed,
    to_the_end,
)
from huying.demo.telling import DESK, RESIDENT, Cue, Telling

MERGED_AT_MOST = 2  # of several who say the same, the third sees it is known and follows


def _told_twice(t: Telling, c: Cue) -> None:
    """Several residents report one thing; the later orders follow the first."""
    placed(t, c)
    for other in c.others:
        t.home(0, 3)
        placed(t, other)
    accepted(t, c, high=60)
    for other in c.others:
        t.office(2, 20)
        if other in c.others[MERGED_AT_MOST:]:
            t.act(other.story, RESIDENT, "follow", same_as=c.story)
        else:
            t.act(other.story, DESK, "merge", into=c.story, reason=t.pick("merge"))


def same_matter_done(t: Telling, c: Cue) -> None:
    """Told twice, done once."""
    _told_twice(t, c)
    sent(t, c)
    signed(t, c)
    to_the_end(t, c)


def same_matter_under_way(t: Telling, c: Cue) -> None:
    """Told several times, being worked on."""
    _told_twice(t, c)
    sent(t, c)
    signed(t, c)
    begun(t, c)
    reported(t, c)


def not_the_same_after_all(t: Telling, c: Cue) -> None:
    """Merged by mistake, parted again, both done."""
    _told_twice(t, c)
    (other,) = c.others
    t.office(30, 200)
    t.act(other.story, DESK, "unmerge", reason=t.pick("unmerge"))
    for each in (c, other):
        if each is other:
            accepted(t, other, high=30)
        sent(t, each)
        signed(t, each, high=100)
        to_the_end(t, each, high=300)


def _split(t: Telling, c: Cue) -> list[Cue]:
    """Taken on and split; the cues of the parts, one for each unit."""
    placed(t, c)
    accepted(t, c, high=60)
    t.same_day(10, 60)
    parts = c.matter.parts
    t.act(c.story, DESK, "split", parts=[part["text"] for part in parts], reason=c.matter.reason)
    return [
        replace(c, story=f"{c.story}/{n}", unit=unit, reply=part["reply"], photos_by="")
        for n, (part, unit) in enumerate(zip(parts, c.part_units, strict=True), 1)
    ]


def _part_sent(t: Telling, c: Cue) -> None:
    sent(t, c, reason=t.pick("first_guess"), helpers=())


def _part_signed(t: Telling, c: Cue) -> None:
    _part_sent(t, c)
    signed(t, c, high=150)


def _part_working(t: Telling, c: Cue) -> None:
    _part_signed(t, c)
    begun(t, c)


def _part_done(t: Telling, c: Cue) -> None:
    _part_signed(t, c)
    done(t, c, high=500)
    checked(t, c)


def _side_by_side(t: Telling, *lives: tuple[Cue, Callable[[Telling, Cue], None]]) -> None:
    """Each part begins now and goes its own way; time goes on when the last has ended."""
    began, ends = t.now, []
    for cue, life in lives:
        t.now = began
        life(t, cue)
        ends.append(t.now)
    t.now = max(ends)


def several_jobs_done(t: Telling, c: Cue) -> None:
    """Every part done; the resident heard one voice."""
    _side_by_side(t, *((part, _part_done) for part in _split(t, c)))
    done(t, c, low=20, high=120)
    checked(t, c)
    judged(t, c)


def several_jobs_half_done(t: Telling, c: Cue) -> None:
    """One part done, the other being worked on."""
    first, second = _split(t, c)
    _side_by_side(t, (first, _part_done), (second, _part_working))


def several_jobs_sent(t: Telling, c: Cue) -> None:
    """One part signed for, the other on its way."""
    first, second = _split(t, c)
    _side_by_side(t, (first, _part_signed), (second, _part_sent))
