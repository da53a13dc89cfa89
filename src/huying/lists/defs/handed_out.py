"""What was handed out of lists about people, and which ledgers were opened: the access log."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Found
from huying.lists.states import Asks, Type
from huying.people.roles import Grant
from huying.trail.models import Record

KIND = "list_export"
WHAT: Mapping[str, Any] = {
    "xlsx": _("Excel file"),
    "csv": _("Text file (CSV)"),
    "json": _("JSON file"),
    "template": _("Filled template"),
    "open": _("Opened on the page"),
}
_COLUMNS = (
    Column("at", _("When"), Type.MOMENT, main=True, brief=True),
    Column("by", _("By whom"), brief=True),
    Column("list", _("Name of the list"), brief=True),
    Column("what", _("What"), Type.WORD, WHAT, brief=True),
    Column("place", _("Place code"), brief=True),
    Column("filters", _("Narrowed by"), brief=True),
    Column("count", _("Rows"), Type.NUMBER, brief=True),
    Column("sensitive", _("Sensitive columns")),
    Column("digest", _("Digest")),
)


def _source(viewer: Actor, asked: Asked) -> Found:
    records = Record.objects.filter(subject_kind=KIND)
    if asked.path:
        records = records.filter(given__path__startswith=asked.path)
    if who := asked.filters.get("q"):
        records = records.filter(by_label__icontains=who)

    def rows_of(batch: QuerySet[Record]) -> Sequence[tuple[Record, Row]]:
        return [(record, _row(record)) for record in batch]

    return Found(records, asked.sort or "-at", rows_of)


def _row(record: Record) -> Row:
    given = record.given
    return Row(str(record.pk), (
        record.at, record.by_label, given["list"], given["what"], given["place"],
        "；".join(f"{key}={value}" for key, value in given["filters"].items()), given["count"],
        "、".join(given["sensitive"]), given["digest"],
    ))  # fmt: skip


HANDED_OUT = ListDef(
    name="handed-out", of="handed_out", rank=95, icon="file-down", title=_("Who took what out"),
    note=_("Every file made from a list about people, and every opening of a ledger."),
    reads=holding(Grant.TRAIL), columns=_COLUMNS, source=_source,
    filters=(Filter("q", _("By whom"), Asks.TEXT),),
    sorts={"-at": _("Newest first"), "at": _("Oldest first")},
)  # fmt: skip

LISTS = (HANDED_OUT,)
