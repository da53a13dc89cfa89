"""Needs, resources, items and landings as the lines of a table or of a short list."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.supply.labels import LANDING_STATES, MODES, NEED_STATES, RESOURCE_KINDS, SORTS
from huying.supply.models import Landing, Need, Resource, ServiceItem
from huying.supply.states import RUNNING
from huying.web.supply.naming import LANDING_TONES, TONES
from huying.web.ui.shapes import Cell, Column, Words

Line = list[Cell | Words | int]
NEED_COLUMNS = (
    Column(gettext_lazy("What is needed"), main=True), Column(gettext_lazy("Supporters"), number=True),
    Column(gettext_lazy("State")), Column(gettext_lazy("Category")), Column(gettext_lazy("Place")),
)  # fmt: skip
RESOURCE_COLUMNS = (
    Column(gettext_lazy("Resource"), main=True), Column(gettext_lazy("Kind")),
    Column(gettext_lazy("Belongs to")), Column(gettext_lazy("Good for")),
    Column(gettext_lazy("Where and when")),
)  # fmt: skip
ITEM_COLUMNS = (
    Column(gettext_lazy("Service item"), main=True), Column(gettext_lazy("Sort")),
    Column(gettext_lazy("Where it is given")), Column(gettext_lazy("Papers to bring")),
    Column(gettext_lazy("Who provides it")), Column(gettext_lazy("Done"), number=True),
)  # fmt: skip
DECLINED_COLUMNS = (
    Column(gettext_lazy("Not done by the community"), main=True),
    Column(gettext_lazy("Office to go to instead")),
)
LANDING_COLUMNS = (
    Column(gettext_lazy("Measure"), main=True), Column(gettext_lazy("For which need")),
    Column(gettext_lazy("With")), Column(gettext_lazy("Taken by")), Column(gettext_lazy("State")),
    Column(gettext_lazy("Day")),
)  # fmt: skip


def need_line(need: Need) -> Line:
    """A need as a line."""
    note = _("concerns one household: not published") if need.personal else ""
    counted: int = need.supporters  # type: ignore[attr-defined]
    return [
        Cell(need.title, reverse("supply:need", args=[need.pk]), note=note), counted,
        Cell(NEED_STATES[need.state], tone=TONES[need.state]),
        need.category.name if need.category else "", need.place.name,
    ]  # fmt: skip


def resource_line(one: Resource) -> Line:
    """A resource as a line."""
    return [
        Cell(one.name, reverse("supply:resource", args=[one.pk]), note=kept_inside(one)),
        RESOURCE_KINDS[one.kind], owner_of(one), "、".join(one.specialities),
        Cell(one.address or one.place.name, note=" · ".join(filter(None, (one.hours, one.phone)))),
    ]  # fmt: skip


def item_line(one: ServiceItem, done: Mapping[int, int]) -> Line:
    """A service item as a line; `done` says how many orders were done of what it serves."""
    note = one.group if one.free else " · ".join(filter(None, (one.group, _("paid"))))
    providers = "、".join(unit.name for unit in one.providers.all())
    return [
        Cell(one.name, reverse("supply:item", args=[one.pk]), note=note), SORTS[one.sort],
        MODES[one.mode], "、".join(one.papers), providers, done.get(one.pk, "—"),
    ]  # fmt: skip


def declined_line(one: ServiceItem) -> Line:
    """An item that is not offered, with the office to go to."""
    return [Cell(one.name, reverse("supply:item", args=[one.pk])), one.office]


def landing_line(one: Landing, today: date, *, linked: bool = True) -> Line:
    """A landing as a line; the need is a link for those who may open it."""
    need = reverse("supply:need", args=[one.need_id]) if linked else ""
    return [
        Cell(one.measure, reverse("supply:landing", args=[one.pk])), Cell(one.need.title, need),
        "、".join(things_of(one)), taken_by(one),
        Cell(LANDING_STATES[one.state], tone=LANDING_TONES[one.state]), day_of(one, today),
    ]  # fmt: skip


def kept_inside(one: Resource | ServiceItem) -> str:
    """That it is not published, where it is not to be."""
    return _("kept inside: not published") if one.inside else ""


def owner_of(one: Resource) -> str:
    """Whose it is."""
    return one.owner_unit.name if one.owner_unit else one.owner_name


def taken_by(one: Landing) -> str:
    """Who took a landing on: the unit, the person, or both."""
    names = [owner.name for owner in (one.owner_unit, one.owner_person) if owner is not None]
    return " · ".join(names)


def things_of(one: Landing) -> Iterable[str]:
    """What a landing is done with, by name."""
    return [thing.name for thing in (*one.items.all(), *one.resources.all())]


def day_of(one: Landing, today: date) -> Cell:
    """The day it landed, or the one it is due, marked when that has passed."""
    if one.landed_on is not None:
        return Cell(one.landed_on.isoformat())
    late = one.state in RUNNING and one.due_on < today
    return Cell(one.due_on.isoformat(), note=_("the day has passed") if late else "")
