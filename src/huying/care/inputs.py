"""What forms and clients send, read into what the verbs take; every field in one place."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_noop as _

from huying.care.rules import LONGEST_FREQUENCY, OLDEST, id_number, words
from huying.care.states import Basis, ConsentBy, ConsentHow, Ending
from huying.kernel.refusals import Code, Refused
from huying.people.rules import phone_number
from huying.places.models import Place

Reader = Callable[[str, Any, date], Any]
LENGTHS: Mapping[str, int] = {"name": 60, "guardian": 60, "health": 1000, "words": 500}


def _bad(field: str, why: str) -> Refused:
    return Refused(Code.INVALID, why, fields={field: why})


def _words(field: str, value: Any, on: date) -> str:
    return words(str(value), field=field, longest=LENGTHS.get(field, 200), required=False)


def _id_number(field: str, value: Any, on: date) -> str:
    return id_number(str(value), on=on, field=field)


def _phone(field: str, value: Any, on: date) -> str:
    return phone_number(str(value), field=field)


def _day(field: str, value: Any, on: date) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        day = parse_date(str(value).strip())
    except ValueError:
        day = None
    if day is None or not date(1900, 1, 1) <= day <= date(2999, 12, 31):
        raise _bad(field, _("is no date that exists"))
    return day


def _instant(field: str, value: Any, on: date) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else parse_datetime(str(value).strip())
    except ValueError:
        moment = None
    if moment is None:
        raise _bad(field, _("must be a date or a time"))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _whole(least: int, most: int) -> Reader:
    def read(field: str, value: Any, on: date) -> int:
        text = str(value).strip()
        if not text.isascii() or not text.isdecimal() or not least <= int(text[:9]) <= most:
            raise Refused(
                Code.INVALID, "not a number that can be", fields={field: "not a number that can be"}
            )
        return int(text)

    return read


def _year(field: str, value: Any, on: date) -> int:
    return int(_whole(on.year - OLDEST, on.year)(field, value, on))


def _one_of(kind: type[StrEnum]) -> Reader:
    def read(field: str, value: Any, on: date) -> StrEnum:
        word = next((one for one in kind if one.value == str(value)), None)
        if word is None:
            raise _bad(field, _("unknown word"))
        return word

    return read


def _place(field: str, value: Any, on: date) -> Place:
    if isinstance(value, Place):
        return value
    rows = Place.objects.select_related("community").defer("boundary", "community__boundary")
    found = rows.filter(code=str(value)[:32], retired_on=None).first()
    if found is None or found.community is None:
        raise _bad(field, _("unknown place"))
    return found


def _names(field: str, value: Any, on: date) -> list[str]:
    return sorted({str(one) for one in value})


READERS: dict[str, Reader] = {
    "id_number": _id_number,
    "phone": _phone,
    "birth_year": _year,
    "place": _place,
    "basis": _one_of(Basis),
    "consent_on": _day,
    "consent_by": _one_of(ConsentBy),
    "consent_how": _one_of(ConsentHow),
    "ending": _one_of(Ending),
    "since": _day,
    "review_on": _day,
    "seen_at": _instant,
    "every_days": _whole(1, LONGEST_FREQUENCY),
    "cleared": _names,
}


def parsed(raw: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Each field read by its reader; blanks left out; every wrong field named at once."""
    given, wrong = _read(raw, on)
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    return given


def faults(raw: Mapping[str, Any], *, on: date) -> dict[str, str]:
    """What is wrong with each field that cannot be read, before anything else is asked."""
    return _read(raw, on)[1]


def _read(raw: Mapping[str, Any], on: date) -> tuple[dict[str, Any], dict[str, str]]:
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, value in raw.items():
        if value in (None, "", []):
            continue
        try:
            reader: Reader = READERS.get(field, _words)
            given[field] = reader(field, value, on)
        except Refused as refusal:
            wrong |= refusal.fields
    return given, wrong
