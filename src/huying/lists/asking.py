"""Reading what a list is asked for: texts in, checked values out; the field is named where not."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor, ActorKind
from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Asked, Choices, Filter, ListDef
from huying.lists.policy import check_reader, readable_paths
from huying.lists.states import Asks
from huying.orders.choices import INDENT, LISTED, MOST_PLACES
from huying.places.models import Place
from huying.places.queries import known_place
from huying.places.rules import span

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
LONGEST = 100
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
RESERVED = frozenset({"place", "sort"})


def read_asked(one: ListDef, raw: Mapping[str, str], viewer: Actor, at: datetime) -> Asked:
    """What is asked, checked; refused `invalid` with each field, `not-yours` for another's place.

    Without a place it is the viewer's own widest one.
    """
    said = {key: str(value).strip() for key, value in raw.items() if str(value).strip()}
    place = _place(one, said.get("place", ""), viewer)
    path = str(place.path) if place else ""
    check_reader(one, viewer, path)
    today = timezone.localdate(at)
    filters: dict[str, Any] = {}
    wrong = {key: _("there is no such filter") for key in said if key not in _known(one)}
    for each in one.filters:
        if each.key in said:
            try:
                filters[each.key] = _value(each, said[each.key], viewer, path, today)
            except ValueError as problem:
                wrong[each.key] = str(problem)
    since, until = filters.get("since"), filters.get("until")
    if since and until and since > until:
        wrong["until"] = _("must not be before the first day")
    sort = said.get("sort", next(iter(one.sorts), ""))
    if sort and sort not in one.sorts:
        wrong["sort"] = _("unknown ordering")
    if wrong:
        raise Refused(Code.INVALID, _("this cannot be asked of the list"), fields=wrong)
    return Asked(place, filters, at, sort)


def reading_path(one: ListDef, code: str, viewer: Actor) -> str:
    """The tree path a form of this list is about; "" where that place is none."""
    try:
        place = _place(one, code.strip(), viewer)
    except Refused:
        return ""
    return str(place.path) if place else ""


def places_for(one: ListDef, viewer: Actor) -> list[tuple[str, str]]:
    """Places whose list this viewer may read, in tree order, indented; households left out."""
    below = Q(pk__in=[])
    for path in readable_paths(one, viewer):
        below |= Q(path__range=span(path))
    rows = Place.objects.filter(below, level__in=LISTED, retired_on=None).order_by("path")
    found = list(rows.values_list("code", "name", "depth")[:MOST_PLACES])
    top = min((depth for _code, _name, depth in found), default=0)
    return [(code, INDENT * (depth - top) + name) for code, name, depth in found]


def choices_of(each: Filter, viewer: Actor, path: str, today: date) -> Choices:
    """What can be chosen for a filter."""
    return each.choices(viewer, path, today) if each.choices else ()


def first_moment(day: date) -> datetime:
    """When a day begins, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def period(filters: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """From the first moment of `since` to the first after `until`; None where nothing is asked."""
    since, until = filters.get("since"), filters.get("until")
    return (
        first_moment(since) if since else None,
        first_moment(until + timedelta(days=1)) if until else None,
    )


def as_texts(asked: Asked) -> dict[str, str]:
    """The filters as they were said, ready to be asked again or put on record."""
    return {key: _text(value) for key, value in asked.filters.items()}


def _known(one: ListDef) -> frozenset[str]:
    return RESERVED | {each.key for each in one.filters}


def _place(one: ListDef, code: str, viewer: Actor) -> Place | None:
    if code:
        return known_place(code)
    if viewer.kind is ActorKind.SYSTEM:
        return None
    paths = readable_paths(one, viewer)
    if not paths:
        raise Refused(Code.NOT_YOURS, _("this list is not yours to read"))
    found = next(s for s in viewer.standings if s.place_path == paths[0])
    return Place.objects.defer("boundary").get(pk=found.place_id)


def _value(each: Filter, text: str, viewer: Actor, path: str, today: date) -> Any:
    """The value of a filter; ValueError with the reason when the text is none."""
    if len(text) > LONGEST or not text.isprintable():
        raise ValueError(_("at most 100 printable characters"))
    if each.asks is Asks.DATE:
        return _day(text)
    if each.asks is Asks.YES_NO:
        if text.lower() not in TRUE | FALSE:
            raise ValueError(_("yes or no"))
        return text.lower() in TRUE
    if each.asks is Asks.WORD and each.choices is not None:
        found = {str(value): value for value in _flat(each.choices(viewer, path, today))}
        if text not in found:
            raise ValueError(_("this cannot be chosen here"))
        return found[text]
    return text


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("a date is written as 2026-03-10")) from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(_("a date is written as 2026-03-10"))
    return day


def _flat(choices: Choices) -> Iterator[Any]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)
