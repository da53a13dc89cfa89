"""What forms and clients send, read into what the verbs take; every field in one place."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.kernel.numbers import parse_number
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Category, Order
from huying.orders.named import with_names
from huying.orders.policy import visible
from huying.orders.rules import LONGEST_TEXT, clean_words, without_hidden
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.places.models import Place

__all__ = ["LONGEST_TEXT", "READERS", "parsed", "without_hidden"]

LONGEST_ID = 18  # digits that fit a 63-bit integer for sure
_YES, _NO = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}


def _bad(field: str, why: str) -> Refused:
    return Refused(Code.INVALID, why, fields={field: why})


def _text(field: str, value: Any, by: Actor) -> str:
    if not isinstance(value, str):
        raise _bad(field, "must be text")
    return clean_words(value, field=field, required=False)


def _yes_or_no(field: str, value: Any, by: Actor) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise _bad(field, "must be true or false")
    return word in _YES


def _whole(field: str, value: Any, by: Actor) -> int:
    try:
        return int(str(value))
    except ValueError as problem:
        raise _bad(field, "must be a whole number") from problem


def _instant(field: str, value: Any, by: Actor) -> datetime:
    """A date means the close of business of that day; a time without zone is local."""
    text = str(value).strip()
    try:
        if (day := parse_date(text)) is not None:
            closes = rulebook().workdays.closes
            return timezone.make_aware(datetime.combine(day, closes))
        moment = parse_datetime(text)
    except (ValueError, OverflowError) as problem:
        raise _bad(field, "is no date that exists") from problem
    if moment is None:
        raise _bad(field, "must be a date or a time")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _row(model: Any, column: str, what: str) -> Callable[[str, Any, Actor], Any]:
    def found(field: str, value: Any, by: Actor) -> Any:
        row = model.objects.filter(**{column: str(value)[:64]}).first()
        if row is None:
            raise _bad(field, f"unknown {what}")
        return row

    return found


def _person(field: str, value: Any, by: Actor) -> Person:
    text = str(value)
    found = (
        Person.objects.filter(pk=int(text)).first()
        if text.isdecimal() and len(text) <= LONGEST_ID
        else None
    )
    if found is None:
        raise _bad(field, "unknown person")
    return found


def _other_order(field: str, value: Any, by: Actor) -> Order:
    number = parse_number(str(value))
    found = visible(Order.objects.filter(number=number), by).first() if number else None
    if found is None:
        raise _bad(field, "unknown order number")
    return found


def _known_matter(field: str, value: Any, by: Actor) -> Order:
    """An order by its number, whoever placed it; the table asks whether all may know of it."""
    number = parse_number(str(value))
    found = with_names(Order.objects.filter(number=number, is_open=True)) if number else []
    if not found:
        raise _bad(field, "unknown order number")
    return found[0]


def _several(
    one: Callable[[str, Any, Actor], Any],
) -> Callable[[str, Any, Actor], list[Any]]:
    def each(field: str, value: Any, by: Actor) -> list[Any]:
        items = value if isinstance(value, (list, tuple)) else str(value).split("\n")
        return [one(field, item, by) for item in items if str(item).strip()]

    return each


def _category(field: str, value: Any, by: Actor) -> Category:
    found = (
        Category.objects.select_related("parent")
        .filter(code=str(value)[:32], retired_on=None)
        .first()
    )
    if found is None:
        raise _bad(field, "unknown category")
    return found


def _answers(field: str, value: Any, by: Actor) -> dict[str, bool]:
    """Answers as "code=yes" or "code=no", one each."""
    items = value if isinstance(value, list) else str(value).split("\n")
    pairs = [str(item).partition("=") for item in items]
    found = {code.strip()[:40]: _yes_or_no(field, said, by) for code, _is, said in pairs}
    if len(found) != len(pairs):
        raise _bad(field, "one answer to each question")
    return found


_UNIT = _row(Organisation, "code", "unit")
Reader = Callable[[str, Any, Actor], Any]
READERS: dict[str, Reader] = {
    "category": _category,
    "place": _row(Place, "code", "place"),
    "lead": _UNIT,
    "helper": _UNIT,
    "helpers": _several(_UNIT),
    "lead_person": _person,
    "successor": _person,
    "leader": _person,
    "into": _other_order,
    "same_as": _known_matter,
    "until": _instant,
    "review_on": _instant,
    "reply_by": _instant,
    "visited_at": _instant,
    "level": _whole,
    "minutes": _whole,
    "solved": _yes_or_no,
    "satisfied": _yes_or_no,
    "again": _yes_or_no,
    "answers": _answers,
    "public": _yes_or_no,
    "safety": _yes_or_no,
    "parts": _several(_text),
}


def parsed(
    raw: Mapping[str, Any], *, by: Actor, readers: Mapping[str, Reader] = READERS
) -> dict[str, Any]:
    """Each field read by its reader, else as text; blanks left out; every wrong field named at once."""
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, value in raw.items():
        if value in (None, "", []):
            continue
        try:
            reader: Reader = readers.get(field, _text)
            given[field] = reader(field, value, by)
        except Refused as refusal:
            wrong |= refusal.fields
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    return given
