"""The lists of a place: all beside each other, or one whole, from live rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huying.kernel.actor import Actor
from huying.orders.choices import places_of
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.states import Level
from huying.supply.labels import LANDING_STATES, NEED_STATES, RESOURCE_KINDS, SORTS
from huying.supply.models import Landing, Need, Resource, ServiceItem
from huying.supply.policy import may_see
from huying.supply.queries.counting import done_by_item
from huying.supply.queries.lists import items, landings, needs, resources, totals
from huying.supply.queries.public import pending, publications
from huying.supply.states import Listed
from huying.web.supply import rows
from huying.web.supply.naming import COUNTED, LANDING_TONES, TONES, named, tabs
from huying.web.ui.shapes import Column, Words

MOST_BESIDE, MOST_SHOWN, LONGEST_PAST = 6, 300, 6  # lines, lines, years
LEVELS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)


class PlaceForm(forms.Form):
    """Whose lists."""

    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)


@dataclass(frozen=True, slots=True)
class Short:
    """One line of a short list."""

    title: str
    href: str
    note: Words
    pill: Words = ""
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Column4:
    """One of the lists beside the others: its first lines, how many there are, the way on."""

    name: Words
    href: str
    count: int
    note: str
    lines: Sequence[Short]
    add: str
    add_href: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a list's own page, under a heading where there are several."""

    columns: Sequence[Column]
    lines: Sequence[rows.Line]
    heading: Words = ""


def around(actor: Actor, place: Place, at: datetime, current: str = "") -> dict[str, Any]:
    """What stands around every list: names, counts, tabs, the place, what was published last."""
    counted = totals(actor, place, on=timezone.localdate(at))
    names = named(place, at)
    choices = places_of(actor, Grant.SEE, LEVELS)
    form = PlaceForm(initial={"place": place.code}, auto_id="of_%s")
    form.fields["place"].choices = choices  # type: ignore[attr-defined]
    return {
        "place": place, "names": names, "totals": counted,
        "tabs": tabs(place, names, counted, current),
        "place_form": form if len(choices) > 1 else None,
        "keeps": actor.may(Grant.SUPPLY, str(place.path)),
        "published": publications(place).first(),
    }  # fmt: skip


def beside(actor: Actor, place: Place, at: datetime) -> dict[str, Any]:
    """All lists of a place beside each other, and what publishing would change."""
    context = around(actor, place, at)
    today, counted = timezone.localdate(at), context["totals"]
    firsts: Mapping[str, Sequence[Short]] = {
        Listed.NEEDS: [_need(one) for one in needs(actor, place)[:MOST_BESIDE]],
        Listed.RESOURCES: [
            _resource(one) for one in resources(actor, place, on=today)[:MOST_BESIDE]
        ],
        Listed.SERVICES: [
            _item(one) for one in items(actor, place, on=today).filter(offered=True)[:MOST_BESIDE]
        ],
        Listed.LANDINGS: [_landing(one) for one in landings(actor, place)[:MOST_BESIDE]],
    }
    columns = [
        _column(of, name, place, counted, firsts[of]) for of, name in context["names"].items()
    ]
    waits = pending(place, today) if context["keeps"] else ()
    return context | {"columns": columns, "waits": len(waits)}


def one_list(actor: Actor, place: Place, listed: str, at: datetime) -> dict[str, Any]:
    """One list whole: its tables, at most MOST_SHOWN lines each."""
    today = timezone.localdate(at)
    context = around(actor, place, at, listed)
    found = _TABLES[Listed(listed)](actor, place, today)
    return context | {
        "listed": listed, "title": context["names"][listed], "tables": found,
        "add": ADDS.get(listed), "empty": not any(table.lines for table in found),
        "more": context["totals"][COUNTED[listed]] > MOST_SHOWN, "most": MOST_SHOWN,
    }  # fmt: skip


ADDS: Mapping[str, tuple[Words, str]] = {
    Listed.NEEDS: (gettext_lazy("Raise a need"), "supply:need-new"),
    Listed.RESOURCES: (gettext_lazy("Add a resource"), "supply:resource-new"),
    Listed.SERVICES: (gettext_lazy("Add a service item"), "supply:item-new"),
}


def _column(
    of: str, name: Words, place: Place, counted: Mapping[str, int], lines: Sequence[Short]
) -> Column4:
    at = f"?place={place.code}"
    add = ADDS.get(of)
    note = ""
    if of == Listed.SERVICES:
        note = _("%(regular)d regular, %(own)d characteristic") % {
            "regular": counted["regular"], "own": counted["characteristic"],
        }  # fmt: skip
    if of == Listed.LANDINGS:
        landed = counted["landed"]
        note = ngettext("%(n)d landed this year", "%(n)d landed this year", landed) % {"n": landed}
    return Column4(
        name, reverse("supply:list", args=[of]) + at, counted[COUNTED[of]], note, lines,
        str(add[0]) if add else "", reverse(add[1]) + at if add else "",
    )  # fmt: skip


def _need(one: Need) -> Short:
    count: int = one.supporters  # type: ignore[attr-defined]
    said = ngettext("%(n)d household", "%(n)d households", count) % {"n": count}
    return Short(
        one.title, reverse("supply:need", args=[one.pk]), said, NEED_STATES[one.state],
        TONES[one.state],
    )  # fmt: skip


def _resource(one: Resource) -> Short:
    href = reverse("supply:resource", args=[one.pk])
    return Short(one.name, href, rows.owner_of(one), RESOURCE_KINDS[one.kind])


def _item(one: ServiceItem) -> Short:
    href = reverse("supply:item", args=[one.pk])
    own = one.sort == "characteristic"
    return Short(one.name, href, one.group, SORTS[one.sort] if own else "", "celadon")


def _landing(one: Landing) -> Short:
    href = reverse("supply:landing", args=[one.pk])
    said = " · ".join(filter(None, (one.need.title, rows.taken_by(one))))
    return Short(one.measure, href, said, LANDING_STATES[one.state], LANDING_TONES[one.state])


def _needs_table(actor: Actor, place: Place, today: date) -> list[Table]:
    found = needs(actor, place)[:MOST_SHOWN]
    return [Table(rows.NEED_COLUMNS, [rows.need_line(one) for one in found])]


def _resources_table(actor: Actor, place: Place, today: date) -> list[Table]:
    found = resources(actor, place, on=today)[:MOST_SHOWN]
    return [Table(rows.RESOURCE_COLUMNS, [rows.resource_line(one) for one in found])]


def _items_table(actor: Actor, place: Place, today: date) -> list[Table]:
    found = list(items(actor, place, on=today)[:MOST_SHOWN])
    done = done_by_item(found, place, past(today), actor)
    offered = [rows.item_line(one, done) for one in found if one.offered]
    declined = [rows.declined_line(one) for one in found if not one.offered]
    return [
        Table(rows.ITEM_COLUMNS, offered),
        Table(rows.DECLINED_COLUMNS, declined, _("Not done by the community")),
    ]


def _landings_table(actor: Actor, place: Place, today: date) -> list[Table]:
    found = landings(actor, place)[:MOST_SHOWN]
    lines = [rows.landing_line(one, today, linked=may_see(actor, one)) for one in found]
    return [Table(rows.LANDING_COLUMNS, lines)]


def past(today: date) -> date:
    """Since when what was done is counted: the first day of the year, some years back."""
    return date(today.year - LONGEST_PAST, 1, 1)


_TABLES = {
    Listed.NEEDS: _needs_table, Listed.RESOURCES: _resources_table, Listed.SERVICES: _items_table,
    Listed.LANDINGS: _landings_table,
}  # fmt: skip
