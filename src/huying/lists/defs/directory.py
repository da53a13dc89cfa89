"""The dispatch directory: who leads what here, when it is filed and when it is done."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.adoptions.queries import foreign_codes
from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, holds_words
from huying.lists.states import Asks, Type
from huying.orders.labels import GRADES, LEVELS
from huying.orders.models import DirectoryRow
from huying.orgs.labels import ORG_KINDS
from huying.people.roles import Grant
from huying.places.rules import lineage, span

_COLUMNS = (
    Column("code", _("Code number"), brief=True),
    Column("class", _("Class")),
    Column("item", _("Sub-item"), main=True, brief=True),
    Column("filing", _("Filed when")),
    Column("closing", _("Done when"), brief=True),
    Column("evidence", _("Evidence asked for")),
    Column("grade", _("Grade"), Type.WORD, GRADES, brief=True),
    Column("level", _("Level"), Type.WORD, LEVELS),
    Column("lead", _("Lead handler"), brief=True),
    Column("helpers", _("Co-handlers")),
    Column("community_may_lead", _("The community may lead"), Type.YES_NO, brief=True),
    Column("basis", _("Legal basis")),
    Column("exempt", _("Left out of scores because")),
    Column("place", _("Place"), brief=True),
    Column("valid_from", _("Valid from"), Type.DATE),
    Column("valid_until", _("Valid until"), Type.DATE),
)


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    on, path = timezone.localdate(asked.at), asked.path
    there = Q(place=None) | Q(place__path__range=span(path))
    if path:
        there |= Q(place__path__in=lineage(path))
    lasting = Q(valid_until=None) | Q(valid_until__gt=on)
    rows = DirectoryRow.objects.filter(there & lasting, valid_from__lte=on)
    foreign = foreign_codes([path], on, within=True) if path else frozenset[str]()
    rows = rows.exclude(category__code__in=foreign).order_by("category__code", "id")
    for one in rows.select_related("category__parent", "place", "lead").defer("place__boundary"):
        row = _row(one)
        if holds_words(row, asked.filters.get("q", "")):
            yield row


def _row(one: DirectoryRow) -> Row:
    filed = one.category
    helpers = "、".join(str(ORG_KINDS.get(kind, kind)) for kind in one.co_kinds)
    return Row(f"{filed.code} {one.pk}", (
        filed.code, (filed.parent or filed).name, filed.name, one.filing, one.closing, one.evidence,
        one.grade, one.level, one.lead.name if one.lead else str(ORG_KINDS.get(one.lead_kind, "")),
        helpers, one.community_may_lead, one.basis, one.exempt,
        one.place.name if one.place else "", one.valid_from, one.valid_until,
    ))  # fmt: skip


DIRECTORY = ListDef(
    name="directory", of="directory", rank=80, icon="route", title=_("Dispatch directory"),
    note=_("Who leads what, when it is filed, when it is done, and what is asked for."),
    reads=holding(Grant.SEE), columns=_COLUMNS,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(Filter("q", _("Words"), Asks.TEXT),),
    sorts={"": _("By code"), "lead": _("By lead handler")},
)  # fmt: skip

LISTS = (DIRECTORY,)
