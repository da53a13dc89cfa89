"""The ledgers of people who are known by name, for those to whom one was opened."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huying.care.actions.looking import open_ledger
from huying.care.labels import STATES
from huying.care.models import Entry
from huying.care.policy import NAMED, reads
from huying.care.queries.granted import named
from huying.care.queries.ledgers import called, ledgers_at
from huying.care.queries.showing import shown
from huying.kernel.actor import Actor
from huying.kernel.machine import Rule
from huying.kernel.now import now
from huying.lists.definitions import Asked, Choices, Column, Filter, ListDef, Row
from huying.lists.sources import Listed
from huying.lists.states import Type

_COLUMNS = (
    Column("name", _("Name"), main=True, brief=True, sensitive=True),
    Column("ledger", _("Ledger"), brief=True),
    Column("birth_year", _("Birth year"), Type.NUMBER, brief=True),
    Column("id_number", _("ID number"), sensitive=True),
    Column("phone", _("Phone"), sensitive=True),
    Column("community", _("Community"), brief=True),
    Column("where", _("Where they live"), brief=True, sensitive=True),
    Column("state", _("State"), Type.WORD, STATES, brief=True),
    Column("since", _("Since"), Type.DATE),
    Column("review_on", _("Review date"), Type.DATE),
    Column("last_seen_at", _("Last seen"), Type.MOMENT, brief=True),
    Column("see_by", _("To be seen by"), Type.DATE, brief=True),
)


def _open_to(actor: Actor, path: str) -> list[str]:
    """Codes of the ledgers that are open to the actor at the place with this path, by name."""
    today = timezone.localdate(now())
    held = named(actor, today)
    if not any(one.role == NAMED for one in held.standings):
        return []
    return [one.code for one in ledgers_at(path, today) if reads(held, one.code, path)]


# Nobody reads a ledger by role, the product itself included.
OPENED = Rule("was given a named grant", lambda actor, path: bool(_open_to(actor, path)))


def _choices(viewer: Actor, path: str, on: date) -> Choices:
    open_ones = set(_open_to(viewer, path))
    return [(one.code, one.name) for one in ledgers_at(path, on) if one.code in open_ones]


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    """The people of the ledgers asked for; each ledger that is opened is a line of its log."""
    today = timezone.localdate(asked.at)
    wanted: Any = asked.filters.get("ledger")
    for code in [wanted] if wanted else _open_to(viewer, asked.path):
        purpose = _now("list of the ledger “%(name)s”") % {
            "name": called(asked.path, code, today).name
        }
        found = open_ledger(code, by=viewer, at=asked.at, purpose=purpose, within=asked.place)
        yield from (_row(one, called(asked.path, code, today).name) for one in found)


def _row(entry: Entry, ledger: str) -> Row:
    seen = shown(entry)
    return Row(str(entry.pk), (
        entry.name, ledger, entry.birth_year, seen.id_number, seen.phone, entry.community.name,
        seen.where, entry.state, entry.since, entry.review_on, entry.last_seen_at, seen.see_by,
    ), ("care:entry", (entry.pk,), ""))  # fmt: skip


LEDGER = ListDef(
    name="care-ledger", of="ledgers", rank=80, icon="lock", title=_("Ledgers of people"),
    note=_("People known by name, for those to whom a ledger was opened; every look is logged."),
    reads=OPENED, sees=OPENED, columns=_COLUMNS, personal=True, ledger=True, by="ledger",
    purpose=_("Visits, help and protection, as each ledger says"),
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(Filter("ledger", _("Ledger"), choices=_choices),),
    sorts={"": _("By name"), "see_by": _("To be seen soonest first")},
)  # fmt: skip

LISTS = (LEDGER,)
