"""The beats stories are made of: placed, taken on, sent, signed for, done, judged."""

from typing import Any

from huying.demo.telling import (
    DESK,
    LEAD,
    RESIDENT,
    SECRETARY,
    Cue,
    Telling,
)


def placed(t: Telling, c: Cue) -> None:
    """The order is placed, by staff only while the office is open; some send a picture with it."""
    if c.by != RESIDENT and not t.on_duty:
        t.office(1, 4)
    picture = {"picture": (c.matter.scene, "before")} if c.photos_by else {}
    t.act(c.story, c.by, "place", text=c.text, place=c.place, **c.birth, **picture)


def accepted(t: Telling, c: Cue, *, low: int = 4, high: int = 150, **more: Any) -> None:
    """The desk takes it on, within hours."""
    t.office(low, high)
    taken(t, c, **more)


def taken(t: Telling, c: Cue, **more: Any) -> None:
    """The desk takes it on now, whatever the hour."""
    said: dict[str, Any] = {"category": c.matter.category} | more
    if c.matter.grade in {"B", "C"} and "grade" not in c.birth:
        said["grade"] = c.matter.grade
    if c.matter.safety:
        said["safety"] = True
    t.act(c.story, DESK, "accept", **said)


def sent(t: Telling, c: Cue, *, unit: str = "", **more: Any) -> None:
    """The desk sends it to the unit that leads, the same workday."""
    t.same_day(3, 80)
    unit = unit or c.unit
    said: dict[str, Any] = {"lead": unit, "reason": c.matter.why} | more
    if t.chance(0.25):
        said["lead_person"] = unit
    if c.helpers and "helpers" not in said:
        said["helpers"] = c.helpers
    t.act(c.story, DESK, "dispatch", **said)


def signed(t: Telling, c: Cue, *, low: int = 10, high: int = 320) -> None:
    """Whoever leads signs for it."""
    t.office(low, high)
    t.act(c.story, LEAD, "sign")


def begun(t: Telling, c: Cue, *, low: int = 5, high: int = 150) -> None:
    """Work starts, perhaps with a word to the resident."""
    t.office(low, high)
    words = c.matter.plan or (t.pick("reports") if t.chance(0.4) else "")
    t.act(c.story, LEAD, "begin", **({"words": words} if words else {}))


def reported(t: Telling, c: Cue, *, share: float = 1.0, public: bool = True) -> None:
    """How far it is."""
    if t.chance(share):
        t.office(40, 300)
        t.act(c.story, LEAD, "report", words=t.pick("reports"), public=public)


def under_way(t: Telling, c: Cue) -> None:
    """From the resident's first word to work that has begun."""
    placed(t, c)
    accepted(t, c)
    sent(t, c)
    signed(t, c)
    begun(t, c)


def done(
    t: Telling, c: Cue, *, low: int = 90, high: int = 700, result: str = "solved", reply: str = ""
) -> None:
    """The unit reports it done, with words the resident reads and perhaps a picture."""
    t.office(low, high)
    t.act(c.story, LEAD, "complete", result=result, reply=reply or c.reply)
    if c.photos_by == LEAD:
        t.act(c.story, LEAD, "photo", picture=(c.matter.scene, "after"), public=False)


def checked(t: Telling, c: Cue, *, low: int = 8, high: int = 200) -> None:
    """The desk confirms that it is done."""
    t.office(low, high)
    t.act(c.story, SECRETARY, "check", **({"note": t.pick("notes")} if t.chance(0.5) else {}))
    if c.photos_by == SECRETARY:
        t.act(c.story, SECRETARY, "photo", picture=(c.matter.scene, "after"), public=True)


def judged(t: Telling, c: Cue, *, by_phone: bool = False) -> None:
    """The resident is content, on the page or when the desk calls."""
    words = c.matter.good if c.matter.good and t.chance(0.6) else t.pick("good")
    given: dict[str, Any] = {"solved": True, "satisfied": True} | (
        {"words": words} if words else {}
    )
    if by_phone:
        t.office(60, 900)
        t.act(c.story, DESK, "judge", **given, channel="phone")
        return
    t.home(1, 40)
    t.act(c.story, RESIDENT, "judge", **given)


def refused_result(t: Telling, c: Cue) -> None:
    """The resident is not content, and it goes to someone else."""
    t.home(2, 40)
    words = c.matter.bad or t.pick("bad")
    t.act(c.story, RESIDENT, "judge", solved=t.chance(0.2), satisfied=False, words=words)


def at_once(t: Telling, c: Cue) -> None:
    """Grade A: sent, signed for and done on the day it was taken on."""
    placed(t, c)
    accepted(t, c, high=60, grade="A")
    sent(t, c)
    t.same_day(3, 30)
    t.act(c.story, LEAD, "sign")
    t.same_day(20, 150)
    t.act(c.story, LEAD, "complete", result="solved", reply=c.reply)


def to_the_end(t: Telling, c: Cue, *, low: int = 90, high: int = 700) -> None:
    """Done, checked and judged well."""
    done(t, c, low=low, high=high)
    checked(t, c)
    judged(t, c, by_phone=t.chance(0.2))
