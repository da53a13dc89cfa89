"""Estates with who is posted there, and where too few or too many are."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.duty.queries.postings import teams
from huying.duty.queries.spots import rules_at
from huying.duty.rules import is_gap
from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import span
from huying.places.states import ESTATE_KIND_LABELS, Level

_COLUMNS = (
    Column("estate", _("Estate"), main=True, brief=True),
    Column("community", _("Community"), brief=True),
    Column("kind", _("Estate kind"), Type.WORD, ESTATE_KIND_LABELS),
    Column("posted", _("Posted today"), Type.NUMBER, brief=True, summed=True),
    Column("least", _("At least"), Type.NUMBER, brief=True),
    Column("most", _("At most"), Type.NUMBER, brief=True),
    Column("gap", _("Gap"), Type.YES_NO, brief=True),
    Column("who", _("Who"), brief=True),
)
_GAP = 6


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    today = timezone.localdate(asked.at)
    rows = Place.objects.filter(level=Level.ESTATE, path__range=span(asked.path), retired_on=None)
    estates = list(
        rows.select_related("community").defer("boundary", "community__boundary").order_by("path")
    )
    posted = teams(estates, today)
    for estate in estates:
        rules, there = rules_at(estate.path, today), posted.get(estate.pk, [])
        row = Row(estate.code, (
            estate.name, estate.community.name if estate.community else "", estate.estate_kind,
            len(there), rules.least or None, rules.most or None, is_gap(len(there), rules),
            "、".join(one.person.name for one in there),
        ))  # fmt: skip
        if in_order(asked.filters, "gap", row, _GAP):
            yield row


POSTED = ListDef(
    name="estate-postings", of="estate_postings", rank=61, icon="building-2",
    title=_("Estates and who is posted there"),
    note=_("Who is posted to each estate today, and where the practice asks for more or fewer."),
    reads=holding(Grant.SEE), columns=_COLUMNS, personal=True,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(Filter("gap", _("With gaps only"), Asks.YES_NO),),
    sorts={"": _("By place"), "posted": _("Fewest first")},
)  # fmt: skip

LISTS = (POSTED,)
