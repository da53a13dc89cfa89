"""Which practice is or was in force where."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.adoptions.queries import adoptions
from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.places.rules import lineage, span

_COLUMNS = (
    Column("title", _("Practice"), main=True, brief=True),
    Column("practice", _("Pack"), brief=True),
    Column("version", _("Version"), brief=True),
    Column("place", _("Place"), brief=True),
    Column("since", _("Since"), Type.DATE, brief=True),
    Column("until", _("Until"), Type.DATE, brief=True),
    Column("in_force", _("In force"), Type.YES_NO, brief=True),
    Column("adopted_at", _("Adopted at"), Type.MOMENT),
    Column("by", _("Adopted by")),
    Column("digest", _("Digest")),
)


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    on, path = timezone.localdate(asked.at), asked.path
    there = Q(place=None) | Q(place__path__range=span(path))
    if path:
        there |= Q(place__path__in=lineage(path))
    for one in adoptions().filter(there).defer("parts", "place__boundary"):
        in_force = one.since <= on and (one.until is None or on < one.until)
        if in_force or not asked.filters.get("in_force"):
            where = one.place.name if one.place else str(_("everywhere"))
            yield Row(str(one.pk), (
                one.title, one.practice, one.version, where, one.since, one.until, in_force,
                one.adopted_at, one.by_label, one.digest,
            ))  # fmt: skip


PRACTICES = ListDef(
    name="practices", of="practices", rank=90, icon="scroll-text", title=_("Adopted practices"),
    note=_("Which way of working is in force where, since when and by whom."),
    reads=holding(Grant.SEE), columns=_COLUMNS,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(Filter("in_force", _("In force only"), Asks.YES_NO),),
    sorts={"-since": _("Latest first"), "place": _("By place")},
)  # fmt: skip

LISTS = (PRACTICES,)
