"""What the service says: times in words, states, promises, notices."""

from datetime import datetime, timedelta
from typing import Any

from django import template

from huying.web.ui import words
from huying.web.ui.clockface import Face, Tone, face
from huying.web.ui.shapes import Words
from huying.web.ui.tags import Parts

register = template.Library()
NOTICE_ICONS = {
    "info": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
}


@register.filter
def when(due: datetime | None, now: datetime) -> str:
    """`{{ due|when:now }}`: "before Friday 17:30"; "" without a due time."""
    return words.when(due, now) if due else ""


@register.filter
def moment(at: datetime | None, now: datetime) -> str:
    """`{{ at|moment:now }}`: "today 10:12"; "" without a time."""
    return words.moment(at, now) if at else ""


@register.filter
def ago(at: datetime | None, now: datetime) -> str:
    """`{{ at|ago:now }}`: "20 minutes ago"; "" without a time."""
    return words.ago(at, now) if at else ""


@register.filter
def lasting(span: timedelta | None) -> str:
    """`{{ span|lasting }}`: "1 day 7 hours"; "" without a span."""
    return "" if span is None else words.lasting(span)


@register.filter
def notice_tone(level: str) -> str:
    """The tone of a notice for a message level of Django's: "success" is good, "error" is bad."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "info")


@register.inclusion_tag("ui/badge.html")
def badge(text: Words, tone: str = "celadon", icon: str = "") -> Parts:
    """A word on a pill; tone: celadon, quiet, soon, late, done, seal."""
    return {"text": text, "tone": Tone(tone), "icon": icon}


@register.simple_tag
def clock_face(
    due_at: datetime | None,
    now: datetime,
    *,
    state: str = "running",
    held_by: Words = "",
    warned: bool = False,
    ended_at: datetime | None = None,
) -> Face:
    """A clock's words and tone for use elsewhere: `{% clock_face due now as it %}`, `it.left`."""
    return face(due_at, now, state=state, warned=warned, held_by=str(held_by), ended_at=ended_at)


@register.inclusion_tag("ui/clock.html")
def clock(due_at: datetime | None, now: datetime, **kinds: Any) -> Parts:
    """A clock in words; takes what `clock_face` takes, and `short=True` for the pill alone."""
    short = kinds.pop("short", False)
    return {"face": clock_face(due_at, now, **kinds), "short": short}


@register.inclusion_tag("ui/notice.html")
def notice(text: Words, tone: str = "info", title: Words = "") -> Parts:
    """A message in the page; tone: info, good, warn, bad (read out at once)."""
    return {"text": text, "title": title, "tone": tone, "icon": NOTICE_ICONS[tone]}


@register.inclusion_tag("ui/seal.html")
def seal(*, kept: bool = False, small: bool = False) -> Parts:
    """The vermilion 应: an outline while promised, solid once kept."""
    return {"kept": kept, "small": small}


@register.inclusion_tag("ui/promise.html")
def promise(
    due_at: datetime | None,
    now: datetime,
    *,
    kept: bool = False,
    note: Words = "",
    says: Words = "",
) -> Parts:
    """The largest thing on a tracking page; `says` replaces the due time, `note` is the likely date."""
    promised = says or (words.when(due_at, now) if due_at else "")
    return {"promised": promised, "kept": kept, "note": note}


@register.inclusion_tag("ui/suggestion.html")
def suggestion(text: Words, why: Words, label: Words = "", href: str = "") -> Parts:
    """What the system suggests and why, dashed so that it reads as not yet decided."""
    return {"text": text, "why": why, "label": label, "href": href}
