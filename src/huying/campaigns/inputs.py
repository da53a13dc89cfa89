"""What forms and clients send, read into what the verbs take; every field in one place."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_noop as _

from huying.campaigns.states import Basis
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.people.models import Person
from huying.places.models import Place

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
MOST_HEADS = 1_000_000
LONGEST_LIST = 600_000
LONGEST_ID = 19
LARGEST_ID = 2**63


def id_of(text: object) -> int | None:
    """The id that these digits are; None for anything else."""
    digits = str(text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_ID):
        return None
    found = int(digits)
    return found if found < LARGEST_ID else None


def _bad(field: str, why: str) -> Refused:
    return Refused(Code.INVALID, why, fields={field: why})


def _text(longest: int) -> Callable[[str, Any], str]:
    def read(field: str, value: Any) -> str:
        if not isinstance(value, str):
            raise _bad(field, _("must be text"))
        return clean_words(value, field=field, longest=longest, required=False)

    return read


def _lines(field: str, value: Any) -> str:
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(row, str) for row in rows):
        raise _bad(field, _("must be text"))
    text = "\n".join(rows).replace("\t", ",")
    return clean_words(text, field=field, longest=LONGEST_LIST, required=False)


def _whole(field: str, value: Any) -> int:
    if (
        isinstance(value, bool)
        or not str(value).strip().isdecimal()
        or len(str(value)) > LONGEST_ID
    ):
        raise _bad(field, _("must be a whole number"))
    if not 0 < (number := int(str(value))) <= MOST_HEADS:
        raise _bad(field, _("out of range"))
    return number


def _day(field: str, value: Any) -> date:
    try:
        day = parse_date(str(value).strip())
    except ValueError as problem:
        raise _bad(field, _("is no date that exists")) from problem
    if day is None or not EARLIEST <= day <= LATEST:
        raise _bad(field, _("must be a date"))
    return day


def _basis(field: str, value: Any) -> Basis:
    if value not in set(Basis):
        raise _bad(field, _("unknown"))
    return Basis(value)


def _place(field: str, value: Any) -> Place:
    found = Place.objects.filter(code=str(value)[:64], retired_on=None).defer("boundary").first()
    if found is None:
        raise _bad(field, _("unknown place"))
    return found


def _person(field: str, value: Any) -> Person:
    pk = id_of(value)
    found = Person.objects.filter(pk=pk).first() if pk is not None else None
    if found is None:
        raise _bad(field, _("unknown person"))
    return found


def _people(field: str, value: Any) -> list[Person]:
    items = value if isinstance(value, list) else [value]
    return list({one.pk: one for one in (_person(field, item) for item in items)}.values())


def _id(field: str, value: Any) -> int:
    found = id_of(value)
    if found is None:
        raise _bad(field, _("unknown"))
    return found


Reader = Callable[[str, Any], Any]
READERS: dict[str, Reader] = {
    "basis": _basis,
    "expected": _whole,
    "held_on": _day,
    "homes_of": _place,
    "leaders": _people,
    "lines": _lines,
    "name": _text(80),
    "place": _place,
    "point": _id,
    "point_name": _text(60),
    "point_place": _place,
    "purpose": _text(500),
    "reason": _text(500),
    "check_in": _text(64),
}


def parsed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Each field read by its reader; blanks left out; every wrong field named at once."""
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, value in raw.items():
        if value in (None, "", []):
            continue
        try:
            given[field] = READERS[field](field, value)
        except Refused as refusal:
            wrong |= refusal.fields
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    return given
