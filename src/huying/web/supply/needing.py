"""The page of a need: who wants it, what fits, what is under way for it, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel.actor import Actor
from huying.orders.choices import category_choices, places_of
from huying.orders.models import Order
from huying.people.roles import Grant
from huying.supply.labels import FIELDS, LANDING_STATES, NEED_STATES, REASONS, SUPPORTS, Label
from huying.supply.models import Need, Support
from huying.supply.queries.lists import landings_of, need_assessments
from huying.supply.queries.matching import Suggested, suggested
from huying.supply.queries.supporters import supports_of
from huying.supply.queries.whereabouts import finders_at
from huying.supply.states import NeedState, SupportKind, WhyNot
from huying.web.supply.forms import NeedForm
from huying.web.supply.listing import LEVELS, Short
from huying.web.supply.naming import LANDING_TONES, TONES
from huying.web.supply.rows import taken_by, things_of
from huying.web.supply.telling import decided, happened
from huying.web.ui.shapes import Fact

SUGGESTED_IN = frozenset({NeedState.RAISED, NeedState.CONFIRMED, NeedState.PAIRED})
WHERE: dict[str, Label] = {
    "name": gettext_lazy("in its name"),
    "good_for": gettext_lazy("among what it is good for"),
    "group": gettext_lazy("in its class"),
    "for_whom": gettext_lazy("where it says for whom"),
    "category": gettext_lazy("in its category"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """One support as it is shown; the number leads to the order for whoever may open it."""

    label: Label
    whose: str
    count: int
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fitting:
    """Something that fits, where it leads, and why it is suggested."""

    name: str
    kind: str
    href: str
    why: str


def need_page(need: Need, actor: Actor, at: datetime) -> dict[str, Any]:
    """The context of a need's page, but for its buttons."""
    today = timezone.localdate(at)
    fits = suggested(need, on=today) if need.state in SUGGESTED_IN else []
    return {
        "need": need,
        "state_label": NEED_STATES[need.state],
        "tone": TONES[need.state],
        "finders": finders_at(need.place, today),
        "behind": [behind(one, actor) for one in supports_of(need)],
        "fits": [fitting(one) for one in fits],
        "landings": [
            Short(
                one.measure, reverse("supply:landing", args=[one.pk]),
                " · ".join([taken_by(one), *things_of(one)]), LANDING_STATES[one.state],
                LANDING_TONES[one.state],
            )
            for one in landings_of(need)
        ],
        "facts": facts(need),
        "decided": decided(need_assessments(need), at),
        "events": happened(need, at),
        "list_url": f"{reverse('supply:list', args=['needs'])}?place={need.place.code}",
    }  # fmt: skip


def facts(need: Need) -> list[Fact]:
    """What is known of a need; blank facts are left out."""
    published = need.published_at
    day = timezone.localdate(published).isoformat() if published else _("not yet")
    into = need.merged_into
    lines = [
        Fact(_("Place"), need.place.name),
        Fact(FIELDS["category"], need.category.name if need.category else ""),
        Fact(_("Published"), _("never: it concerns one household") if need.personal else day),
        Fact(
            _("Merged into"), into.title if into else "",
            reverse("supply:need", args=[into.pk]) if into else "",
        ),
        Fact(_("Declined because"), REASONS[WhyNot(need.why_not)] if need.why_not else ""),
        Fact(FIELDS["other_way"], need.other_way),
        Fact(FIELDS["result"], need.result),
    ]  # fmt: skip
    return [line for line in lines if line.text]


def behind(one: Support, actor: Actor) -> Behind:
    """One support in words."""
    order = one.order
    if order is None:
        note = " · ".join(filter(None, (one.source, one.counted_on.isoformat())))
        return Behind(SUPPORTS[SupportKind(one.kind)], one.by_whom, one.count, note)
    seen = actor.may(Grant.SEE, order.place_path)
    href = reverse("desk:order", args=[order.number]) if seen else ""
    note = order.title if seen else ""
    return Behind(SUPPORTS[SupportKind.ORDER], order.number, 1, note, href)


def fitting(one: Suggested) -> Fitting:
    """A suggestion with its reason in words."""
    route, kind = ("supply:item", _("Service item")) if one.is_item else ("supply:resource", _("Resource"))  # fmt: skip
    why = " · ".join(
        _("“%(words)s” stands %(where)s") % {"words": word, "where": WHERE[where]}
        for word, where in one.why
    )
    return Fitting(one.thing.name, kind, reverse(route, args=[one.thing.pk]), why)


def new_form(
    actor: Actor, at: datetime, place: str, data: Any = None, order: Order | None = None
) -> NeedForm:
    """The form for a new need, at a place the actor keeps; made ready from an order it comes of."""
    start: dict[str, Any] = {"place": place}
    if order is not None:
        start |= {"title": order.summary, "category": order.category.code if order.category else ""}
    form = NeedForm(data, initial=start, auto_id="need_%s")
    places: Sequence[tuple[str, str]] = places_of(actor, Grant.SUPPLY, LEVELS)
    held = [one.place_path for one in actor.standings if Grant.SUPPLY in one.grants]
    form.offer(places, category_choices(*held, on=timezone.localdate(at), within=True))
    return form
