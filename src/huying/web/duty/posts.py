"""Who is posted where, and which posts are empty, as pages tell it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from huying.duty.actions.posting import post
from huying.duty.models import Posting
from huying.duty.queries.gaps import EstateGap, GridGap
from huying.duty.queries.gaps import gaps as gaps_of
from huying.duty.queries.postings import planned
from huying.duty.queries.spots import on_duty
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.labels import ROLES
from huying.people.queries import person
from huying.people.roles import Grant
from huying.places.models import Place
from huying.web.duty.around import around
from huying.web.duty.forms import CHOOSE, PostingForm, people_options
from huying.web.duty.saying import posts_in_words
from huying.web.refusals import onto_form

MOST_SHOWN = 200


def gaps_page(actor: Actor, at: datetime) -> dict[str, Any]:
    """Empty posts where the actor is on duty, by community; the first MOST_SHOWN of each kind."""
    found = gaps_of(actor, timezone.localdate(at))
    return around(actor, at, "gaps") | {
        "found": found,
        "estates": _by_community([_estate(gap, actor) for gap in found.estates[:MOST_SHOWN]]),
        "grids": _by_community([_grid(gap) for gap in found.grids[:MOST_SHOWN]]),
        "more_estates": max(0, len(found.estates) - MOST_SHOWN),
        "more_grids": max(0, len(found.grids) - MOST_SHOWN),
        "asks": bool(found.estates_checked or found.grids_checked),
    }


def _estate(gap: EstateGap, actor: Actor) -> dict[str, Any]:
    plans = actor.may(Grant.DUTY_PLAN, gap.estate.path)
    href = reverse("duty:posting-new", args=[gap.estate.code]) if plans else ""
    said = posts_in_words(gap.posted, gap.least, gap.most)
    return {"place": gap.estate, "said": said, "href": href, "short": gap.posted < gap.least}


def _grid(gap: GridGap) -> dict[str, Any]:
    return {"place": gap.grid, "missing": [ROLES[role] for role in gap.missing]}


def _by_community(rows: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    def community(row: dict[str, Any]) -> str:
        return row["place"].community.name if row["place"].community else ""

    return [(name, list(group)) for name, group in groupby(rows, key=community)]


def postings_page(actor: Actor, at: datetime) -> dict[str, Any]:
    """Every estate where the actor plans duty, with who is posted there."""
    today = timezone.localdate(at)
    rows = [
        {
            "estate": one.estate, "is_gap": one.is_gap,
            "said": posts_in_words(one.today, one.least, one.most) if one.least or one.most else "",
            "postings": [(each, each.since > today) for each in one.postings],
        }
        for one in planned(actor, today)
    ]  # fmt: skip
    shown = groupby(rows, key=lambda row: row["estate"].community)  # type: ignore[attr-defined]
    return around(actor, at, "postings") | {
        "communities": [(community, list(group)) for community, group in shown]
    }


def posting_form(estate: Place, at: datetime, data: Any = None) -> PostingForm:
    """The form to post one of those who are on duty at this estate."""
    today = timezone.localdate(at)
    form = PostingForm(data, auto_id="posting_%s", initial={"since": today.isoformat()})
    form.offer("person", [CHOOSE, *people_options(on_duty(estate.path, today))])
    return form


def posted(form: PostingForm, estate: Place, *, by: Actor, at: datetime) -> Posting | None:
    """The posting the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said = dict(form.cleaned_data)
    try:
        return post(person(int(said.pop("person"))), estate=estate, by=by, at=at, **said)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None
