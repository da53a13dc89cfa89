"""How satisfied residents were with what was closed, place by place, ready to be recounted."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.evaluation.queries import rates
from huying.kernel.actor import Actor
from huying.lists.asking import first_moment
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import span
from huying.places.states import LEVEL_LABELS, Level, rank

A_MONTH = timedelta(days=30)
LEVELS = (Level.COMMUNITY, Level.STREET, Level.DISTRICT)
LEFT_OUT: Mapping[str, Any] = {
    "draft": _("not sent yet"),
    "withdrawn": _("withdrawn by the resident"),
    "voided": _("voided"),
    "merged": _("counted under another number"),
    "still_under_way": _("still under way"),
    "asked_not_answered_yet": _("asked, not answered yet"),
    "no_answer": _("closed without an answer"),
}
_COLUMNS = (
    Column("code", _("Code number")),
    Column("place", _("Place"), main=True, brief=True),
    Column("since", _("From"), Type.DATE, brief=True),
    Column("until", _("To"), Type.DATE, brief=True),
    Column("numerator", _("Satisfied"), Type.NUMBER, brief=True, summed=True),
    Column("denominator", _("Answered"), Type.NUMBER, brief=True, summed=True),
    Column("share", _("Satisfaction rate"), Type.SHARE, brief=True),
    Column("enough", _("Enough to publish"), Type.YES_NO, brief=True),
    Column("orders", _("Orders"), Type.NUMBER, summed=True),
    Column("left_out", _("Left out"), Type.NUMBER, summed=True),
    Column("reasons", _("Left out because"), brief=True),
    *(Column(key, label, Type.NUMBER, summed=True) for key, label in LEFT_OUT.items()),
    Column("rule", _("Rule version"), brief=True),
)


def _places(asked: Asked) -> list[Place]:
    level = Level(asked.filters.get("level", Level.COMMUNITY))
    if asked.place and rank(asked.place.level) >= rank(level):
        return [asked.place]
    below = Place.objects.filter(level=level, path__range=span(asked.path), retired_on=None)
    return list(below.defer("boundary").order_by("path"))


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    last = asked.filters.get("until") or timezone.localdate(asked.at)
    first = asked.filters.get("since") or last - A_MONTH
    since, until = first_moment(first), first_moment(last + timedelta(days=1))
    for place in _places(asked):
        found = rates(place, since, until, viewer=viewer, at=asked.at)
        rate = found.rates["satisfaction"]
        left = rate.exclusions
        reasons = "；".join(f"{LEFT_OUT.get(key, key)} {n}" for key, n in left.items())
        yield Row(place.code, (
            place.code, place.name, first, last, rate.numerator, rate.denominator, rate.value,
            rate.publishable, found.orders, sum(left.values()), reasons,
            *(left.get(key, 0) for key in LEFT_OUT), found.rule_version,
        ))  # fmt: skip


SATISFACTION = ListDef(
    name="satisfaction", of="satisfaction", rank=40, icon="smile", title=_("Satisfaction with closed orders"),
    note=_("Each share with what was counted, of how many, what was left out, and by which rule."),
    reads=holding(Grant.RATES), columns=_COLUMNS,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(
        Filter("since", _("Placed from"), Asks.DATE),
        Filter("until", _("Placed until"), Asks.DATE),
        Filter("level", _("One row for each"), choices=lambda *_a: [(one.value, LEVEL_LABELS[one]) for one in LEVELS]),
    ),
    sorts={"": _("By code"), "share": _("Lowest first"), "-denominator": _("Most answers first")},
)  # fmt: skip

LISTS = (SATISFACTION,)
