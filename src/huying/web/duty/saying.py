"""How duty is told: a visit as a line, a day as a bar, an estate's posts."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.duty.labels import REASONS
from huying.duty.models import Visit
from huying.duty.queries.presence import Day
from huying.duty.queries.spots import rules_at
from huying.web.ui.shapes import Words
from huying.web.ui.words import day_in_words, lasting


def reason_of(visit: Visit, on: date) -> Words:
    """Why a visit is made, in the words of the place's practice; else in ours, or its own."""
    if not visit.reason:
        return visit.why
    return rules_at(visit.place.path, on).named(visit.reason) or REASONS[visit.reason]


def due_of(visit: Visit, today: date) -> tuple[Words, str]:
    """By when, and the tone that goes with it."""
    if visit.due_on < today:
        said = _("since %(day)s") % {"day": day_in_words(visit.due_on, today)}
        return said, "late"
    return day_in_words(visit.due_on, today), "soon" if visit.due_on == today else "quiet"


def visit_row(visit: Visit, today: date) -> dict[str, Words]:
    """What one line of a list of visits says."""
    who = visit.goes.name if visit.goes else _("Whoever is posted there")
    pill, tone = due_of(visit, today)
    title = " · ".join(part for part in (str(reason_of(visit, today)), visit.household) if part)
    state = _("nobody met so far") if visit.state == "not_met" else ""
    return {
        "title": title, "href": reverse("duty:visit", args=[visit.pk]),
        "meta": f"{visit.place.name} · {who}", "pill": pill, "tone": tone, "state": state,
    }  # fmt: skip


def line_in_words(day: Day) -> str:
    """A day on the spot: "1 hour 50 minutes of 2 hours"; without a wish of the practice the sum alone."""
    spent = lasting(timedelta(minutes=day.line.minutes)) if day.line.minutes else _("0 minutes")
    if not day.line.wanted:
        return spent
    wanted = lasting(timedelta(minutes=day.line.wanted))
    return _("%(spent)s of %(wanted)s") % {"spent": spent, "wanted": wanted}


def posts_in_words(posted: int, least: int, most: int) -> str:
    """How many are posted of how many: "1 of 2–3 posted"."""
    span = str(least) if least == most else f"{least}–{most}"
    return _("%(posted)d of %(span)s posted") % {"posted": posted, "span": span}
