"""The page of a landing: which need, with what, by whom, and what happened."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.supply.labels import FIELDS, LANDING_STATES
from huying.supply.models import Landing
from huying.supply.policy import may_see
from huying.supply.queries.lists import taken_on
from huying.supply.states import LandingState
from huying.web.supply.listing import Table
from huying.web.supply.naming import LANDING_TONES
from huying.web.supply.rows import LANDING_COLUMNS, day_of, landing_line
from huying.web.supply.telling import happened
from huying.web.ui.shapes import Fact


def landing_page(landing: Landing, actor: Actor, at: datetime) -> dict[str, Any]:
    """The context of a landing's page, but for its buttons."""
    by_right = may_see(actor, landing)
    return {
        "landing": landing,
        "state_label": LANDING_STATES[landing.state],
        "tone": LANDING_TONES[landing.state],
        "facts": facts(landing, at, by_right=by_right),
        "events": happened(landing, at),
        "by_right": by_right,
    }


def facts(landing: Landing, at: datetime, *, by_right: bool) -> list[Fact]:
    """What is known of a landing; links only for those who may open what they lead to."""
    day = day_of(landing, timezone.localdate(at))
    need = reverse("supply:need", args=[landing.need_id]) if by_right else ""
    unit, person = landing.owner_unit, landing.owner_person
    lines = [
        Fact(_("For which need"), landing.need.title, need),
        Fact(FIELDS["unit"], unit.name if unit else ""),
        Fact(FIELDS["person"], person.name if person else ""),
        *(_thing("supply:item", one, _("Service item"), by_right) for one in landing.items.all()),
        *(_thing("supply:resource", one, _("Resource"), by_right) for one in landing.resources.all()),
        Fact(_("Landed on") if landing.landed_on else FIELDS["due_on"], str(day.text), note=day.note),
        Fact(FIELDS["reason" if landing.state == LandingState.DROPPED else "outcome"], landing.outcome),
        Fact(_("Place"), landing.place.name),
    ]  # fmt: skip
    return [line for line in lines if line.text]


def _thing(route: str, one: Any, label: str, by_right: bool) -> Fact:  # noqa: FBT001 -- one line each
    return Fact(label, one.name, reverse(route, args=[one.pk]) if by_right else "")


def mine(actor: Actor, at: datetime) -> dict[str, Any]:
    """What this person or their unit took on."""
    today = timezone.localdate(at)
    lines = [landing_line(one, today, linked=may_see(actor, one)) for one in taken_on(actor)]
    return {"table": Table(LANDING_COLUMNS, lines)}
