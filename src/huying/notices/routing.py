"""The one routing table: the rows of an event and audience, else the line as it is shipped."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.kernel.kept import Kept
from huying.kernel.refusals import Code, Refused
from huying.notices.models import Route
from huying.notices.states import TO_RESIDENTS, Audience, Way
from huying.notices.texts import check_text

NO_WAY = _("at least one way is needed")
WRONG_WAY = _("one of these ways does not lead to this audience")
SHIPPED = Path(__file__).parent / "routes.toml"
_KEYS = frozenset({"event", "audience", "ways", "text", "urgent", "digest"})
_OF_RESIDENTS = frozenset({Way.PAGE, Way.WECHAT, Way.SMS, Way.CALL})
_OF_STAFF = frozenset({Way.INBOX, Way.WECHAT, Way.SMS, Way.MAIL, Way.CALL})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    event: str
    audience: Audience
    ways: tuple[Way, ...]
    text: str
    urgent: bool
    digest: bool


def lines_for(event: str, at: datetime) -> list[Line]:
    """The lines for an event on the day of `at`, at most `RULEBOOK_SECONDS` old."""
    return [line for line in _kept.get(timezone.localdate(at)) if line.event == event]


def _read(on: date) -> tuple[Line, ...]:
    kept = set(Route.objects.values_list("event", "audience"))
    newest: dict[tuple[str, str], Line] = {
        (line.event, line.audience): line
        for line in shipped()
        if (line.event, line.audience) not in kept
    }
    valid = Route.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)
    for row in valid.order_by("valid_from", "id"):
        newest[row.event, row.audience] = Line(
            row.event, Audience(row.audience), tuple(map(Way, row.ways)), row.text,
            row.urgent, row.digest,
        )  # fmt: skip
    return tuple(newest.values())


_kept = Kept(_read, lambda: float(settings.RULEBOOK_SECONDS))


def forget() -> None:
    """Read the table afresh, in this process."""
    _kept.forget()


@cache
def shipped() -> tuple[Line, ...]:
    """The table as it is shipped."""
    return parsed(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)


def parsed(text: str, name: str) -> tuple[Line, ...]:
    """The lines of a file; refused `invalid` with the file, the line's number and the key."""
    try:
        rows = tomllib.loads(text).get("routes", [])
    except tomllib.TOMLDecodeError as problem:
        raise _wrong(name, 0, "", str(problem)) from problem
    lines = tuple(_line(row, name, place) for place, row in enumerate(rows, 1))
    seen: set[tuple[str, str]] = set()
    for place, line in enumerate(lines, 1):
        if (line.event, line.audience) in seen:
            raise _wrong(name, place, "event", "this audience has a line for this event already")
        seen.add((line.event, line.audience))
    return lines


def _line(row: dict[str, Any], name: str, place: int) -> Line:
    if unknown := sorted(set(row) - _KEYS):
        raise _wrong(name, place, unknown[0], "no such key")
    audience, ways = row.get("audience", ""), row.get("ways", [])
    if audience not in set(Audience):
        raise _wrong(name, place, "audience", f"there is no audience {audience}")
    check_ways(audience, ways, name=name, place=place)
    try:
        text = check_text(row.get("text", ""), field="text")
    except Refused as refusal:
        raise _wrong(name, place, "text", refusal.reason) from refusal
    return Line(
        row.get("event", ""), Audience(audience), tuple(map(Way, ways)), text, bool(row.get("urgent", False)), bool(row.get("digest", False)),
    )  # fmt: skip


def check_ways(audience: str, ways: object, *, name: str = "", place: int = 0) -> None:
    """Refuse ways that are none, or that do not lead to this audience."""
    fitting = _OF_RESIDENTS if audience in TO_RESIDENTS else _OF_STAFF
    if not isinstance(ways, list) or not ways:
        raise _wrong(name, place, "ways", NO_WAY)
    if not fitting.issuperset(ways):
        raise _wrong(name, place, "ways", WRONG_WAY)


def _wrong(name: str, place: int, key: str, why: str) -> Refused:
    said = f"{name} line {place}: {key}: {why}" if name else why
    return Refused(Code.INVALID, said, fields={key or "routes": why})


def adopt_shipped(on: date) -> int:
    """Make rows of the shipped table, to be changed in the console; how many were added."""
    there = set(Route.objects.values_list("event", "audience"))
    new = [
        Route(
            event=line.event, audience=line.audience, ways=list(line.ways), text=line.text,
            urgent=line.urgent, digest=line.digest, valid_from=on,
        )
        for line in shipped()
        if (line.event, str(line.audience)) not in there
    ]  # fmt: skip
    Route.objects.bulk_create(new)
    forget()
    return len(new)
