"""My duty today, put together: where I am posted, the minutes there, what is to be visited."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.duty.actions.staying import note_stay
from huying.duty.models import Stay
from huying.duty.queries import postings, presence, visits
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.web.duty.around import around
from huying.web.duty.forms import DatedEntryForm, StayForm
from huying.web.duty.saying import line_in_words, visit_row
from huying.web.refusals import onto_form


def today_page(actor: Actor, at: datetime, *, sent: StayForm | None = None, of: str = "") -> dict[str, Any]:  # fmt: skip
    """The page; `sent` is a form of minutes that was refused, for the estate with the code `of`."""
    today = timezone.localdate(at)
    estates = postings.team_estates(actor, today)
    mine = {row.estate_id: row for row in postings.mine(actor, today)}
    teams = postings.teams(estates, today)
    posted = [each.pk for each in estates if each.pk in mine]
    days = [
        {
            "day": one, "words": line_in_words(one), "posting": mine.get(one.estate.pk),
            "team": [row for row in teams.get(one.estate.pk, []) if row.person_id != actor.person_id],
            "form": sent if sent and one.estate.code == of else stay_form(at, of=one.estate.code),
        }
        for one in sorted(
            presence.days(estates, today, actor), key=lambda one: one.estate.pk not in mine
        )
    ]  # fmt: skip
    return around(actor, at, "today") | {
        "days": days,
        "today": today,
        "posted": bool(posted),
        "to_make": [visit_row(one, today) for one in visits.to_make(actor, posted)],
        "others": [visit_row(one, today) for one in visits.others_to_make(actor, posted)],
        "made": [visit_row(one, today) for one in visits.made_on(actor, today)],
        "entry_form": DatedEntryForm(auto_id="entry_%s", initial={"on": today}),
        "entry_estates": sorted(estates, key=lambda one: one.pk not in mine),
    }


def stay_form(at: datetime, data: Any = None, *, of: str = "") -> StayForm:
    """The form for minutes in an estate, today unless said otherwise."""
    return StayForm(
        data, auto_id=f"stay_{of}_%s", initial={"on": timezone.localdate(at).isoformat()}
    )


def noted(form: StayForm, estate: Place, *, by: Actor, at: datetime) -> Stay | None:
    """The stay the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    try:
        return note_stay(estate, by=by, at=at, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None
