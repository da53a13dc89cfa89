"""What forms and clients send, read into what the verbs take; every field in one place."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.numbers import parse_number
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Category, Order
from huying.orders.policy import visible as visible_orders
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.supply.models import Need, Resource, ServiceItem, Support
from huying.supply.policy import near, visible

LONGEST_ID = 18  # digits that fit a 63-bit integer for sure
MOST_CHOSEN = 30
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
_YES, _NO = {"true", "1", "yes", "on"}, {"false", "0", "no", "off", ""}
Reader = Callable[[str, Any, Actor], Any]


def _bad(field: str, why: str) -> Refused:
    return Refused(Code.INVALID, why, fields={field: why})


def _text(field: str, value: Any, by: Actor) -> str:
    if not isinstance(value, str):
        raise _bad(field, _("must be text"))
    return value


def _yes_or_no(field: str, value: Any, by: Actor) -> bool:
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise _bad(field, _("must be true or false"))
    return word in _YES


def _whole(field: str, value: Any, by: Actor) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID):
        raise _bad(field, _("must be a whole number"))
    return int(text)


def _day(field: str, value: Any, by: Actor) -> date:
    try:
        found = parse_date(str(value).strip())
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        raise _bad(field, _("must be a date"))
    return found


def number(value: Any) -> int | None:
    """An id as it comes over the wire, digits as text; None for anything else."""
    text = str(value).strip()
    short = text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID + 1
    return int(text) if short and int(text) < 2**63 else None


def _order(field: str, value: Any, by: Actor) -> Order:
    wanted = parse_number(str(value))
    rows = Order.objects.filter(number=wanted).select_related("category", "place")
    found = visible_orders(rows, by).first() if wanted else None
    if found is None:
        raise _bad(field, _("unknown order number"))
    return found


def _need(field: str, value: Any, by: Actor) -> Need:
    wanted = number(value)
    found = None
    if wanted is not None:
        rows = Need.objects.select_related("place").filter(pk=wanted)
        found = visible(rows, by).first()
    if found is None:
        raise _bad(field, _("unknown need"))
    return found


def _support(field: str, value: Any, by: Actor) -> Support:
    wanted = number(value)
    found = Support.objects.filter(pk=wanted).first() if wanted is not None else None
    if found is None:
        raise _bad(field, _("unknown support"))
    return found


def _category(field: str, value: Any, by: Actor) -> Category:
    found = Category.objects.filter(code=str(value)[:32], retired_on=None).first()
    if found is None:
        raise _bad(field, _("unknown category"))
    return found


def _unit(field: str, value: Any, by: Actor) -> Organisation:
    found = Organisation.objects.filter(code=str(value)[:40], closed_on=None).first()
    if found is None:
        raise _bad(field, _("unknown unit"))
    return found


def _person(field: str, value: Any, by: Actor) -> Person:
    wanted = number(value)
    found = Person.objects.filter(pk=wanted).first() if wanted is not None else None
    if found is None:
        raise _bad(field, _("unknown person"))
    return found


def _things(model: Any, what: str) -> Reader:
    def read(field: str, value: Any, by: Actor) -> list[Any]:
        wanted = value if isinstance(value, (list, tuple)) else str(value).split(",")
        if len(wanted) > MOST_CHOSEN:
            raise _bad(field, _("too many"))
        ids = [number(one) for one in wanted]
        known = [pk for pk in ids if pk is not None]
        rows = model.objects.select_related("place").in_bulk(known)
        found = [rows[pk] for pk in known if pk in rows and near(by, rows[pk])]
        if len(found) != len(ids):
            raise _bad(field, what)
        return found

    return read


READERS: Mapping[str, Reader] = {
    "order": _order,
    "into": _need,
    "support": _support,
    "category": _category,
    "unit": _unit,
    "person": _person,
    "resources": _things(Resource, _("unknown resource")),
    "items": _things(ServiceItem, _("unknown service item")),
    "score": _whole,
    "count": _whole,
    "personal": _yes_or_no,
    "due_on": _day,
    "counted_on": _day,
    "landed_on": _day,
}
# Two fields that are sent stand for one that the table asks for.
TOGETHER: Mapping[str, tuple[str, str]] = {
    "owner": ("unit", "person"),
    "things": ("resources", "items"),
}
ALONE = {name: whole for whole, names in TOGETHER.items() for name in names}


def gathered(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as the table knows them, unread: who takes it and what with, each as one."""
    found: dict[str, Any] = {}
    for name, value in raw.items():
        if value in (None, "", [], ()):
            continue
        if name in ALONE:
            found.setdefault(ALONE[name], []).append(value)
        else:
            found[name] = value
    return found


def parsed(raw: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """Each field read by its reader; blanks left out; every wrong field named at once."""
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, value in raw.items():
        if value in (None, "", [], ()):
            continue
        try:
            reader: Reader = READERS.get(field, _text)
            read = reader(field, value, by)
        except Refused as refusal:
            wrong |= refusal.fields
            continue
        if field in ALONE:
            given.setdefault(ALONE[field], []).extend(read if isinstance(read, list) else [read])
        else:
            given[field] = read
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    return given
