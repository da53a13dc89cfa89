"""What may be said of a resource and of an item: each field read, all that is wrong named at once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.people.rules import phone_number
from huying.supply.models import Resource, ServiceItem
from huying.supply.rules import LONGEST_LINE, LONGEST_NAME
from huying.supply.states import Mode, ResourceKind, Sort

MOST_WORDS, LONGEST_WORD, DAY_MINUTES, MOST_AT_ONCE = 12, 40, 24 * 60, 100_000
Reader = Callable[[str, Any], Any]


def _line(longest: int) -> Reader:
    def read(field: str, value: Any) -> str:
        return clean_words(str(value or ""), field=field, longest=longest, required=False)

    return read


def _one_of(words: Any) -> Reader:
    def read(field: str, value: Any) -> str:
        if value not in set(words):
            raise _bad(field, _("unknown"))
        return str(value)

    return read


def _whole(most: int) -> Reader:
    def read(field: str, value: Any) -> int | None:
        if value is not None and not 0 <= value <= most:
            raise _bad(field, _("out of range"))
        return value  # type: ignore[no-any-return]

    return read


def _degrees(most: float) -> Reader:
    def read(field: str, value: Any) -> float | None:
        if value is not None and not -most <= value <= most:
            raise _bad(field, _("out of range"))
        return value  # type: ignore[no-any-return]

    return read


def _words(field: str, value: Any) -> list[str]:
    words = [_line(LONGEST_WORD)(field, word) for word in value or ()]
    if len(words) > MOST_WORDS:
        raise _bad(field, _("too many"))
    return list(dict.fromkeys(word for word in words if word))


def _phone(field: str, value: Any) -> str:
    text = _line(24)(field, value)
    return phone_number(text) if text else ""


def _as_it_is(field: str, value: Any) -> Any:
    return value


_EVERY: dict[str, Reader] = {
    "name": _line(LONGEST_NAME), "note": _line(LONGEST_LINE), "inside": _as_it_is,
}  # fmt: skip
RESOURCE_FIELDS: Mapping[str, Reader] = _EVERY | {
    "kind": _one_of(ResourceKind), "owner_unit": _as_it_is, "owner_name": _line(60),
    "address": _line(200), "lng": _degrees(180), "lat": _degrees(90), "hours": _line(120),
    "phone": _phone, "contact": _line(60), "specialities": _words,
    "capacity": _whole(MOST_AT_ONCE),
}  # fmt: skip
ITEM_FIELDS: Mapping[str, Reader] = _EVERY | {
    "group": _line(LONGEST_NAME), "sort": _one_of(Sort), "free": _as_it_is,
    "mode": _one_of(Mode), "eligible": _line(120), "papers": _words,
    "minutes": _whole(DAY_MINUTES), "offered": _as_it_is, "office": _line(LONGEST_NAME),
    "category": _as_it_is, "source": _line(64), "sample": _as_it_is,
}  # fmt: skip


def resource_columns(said: Mapping[str, Any], row: Resource | None) -> dict[str, Any]:
    """What was said of a resource, checked; `row` is what it says already."""
    columns = _read(said, RESOURCE_FIELDS)
    after = _after(columns, row, ("name", "kind", "owner_unit", "owner_name", "lng", "lat"))
    missing = {name: "required" for name in ("name", "kind") if not after[name]}
    if not after["owner_unit"] and not after["owner_name"]:
        missing["owner_unit"] = "required"
    _check_nothing_missing(missing)
    if (after["lng"] is None) != (after["lat"] is None):
        raise _bad("lat" if after["lat"] is None else "lng", _("half a point"))
    return columns


def item_columns(said: Mapping[str, Any], row: ServiceItem | None) -> dict[str, Any]:
    """What was said of an item, checked; `row` is what it says already."""
    columns = _read(said, ITEM_FIELDS)
    after = _after(columns, row, ("name", "offered", "office"), offered=True)
    missing = {} if after["name"] else {"name": "required"}
    if not after["offered"] and not after["office"]:
        missing["office"] = "required"
    _check_nothing_missing(missing)
    return columns


def _read(said: Mapping[str, Any], fields: Mapping[str, Reader]) -> dict[str, Any]:
    wrong = {name: "unexpected" for name in said if name not in fields}
    columns: dict[str, Any] = {}
    for name in said.keys() - wrong.keys():
        try:
            columns[name] = fields[name](name, said[name])
        except Refused as refusal:
            wrong[name] = next(iter(refusal.fields.values()), refusal.reason)
    if wrong:
        raise Refused(Code.INVALID, "some fields cannot be read", fields=wrong)
    return columns


def _after(
    columns: Mapping[str, Any],
    row: Resource | ServiceItem | None,
    names: tuple[str, ...],
    **usual: Any,
) -> dict[str, Any]:
    return {
        name: columns.get(name, getattr(row, name, None) if row is not None else usual.get(name))
        for name in names
    }


def _check_nothing_missing(missing: Mapping[str, str]) -> None:
    if missing:
        raise Refused(Code.INCOMPLETE, "some fields are missing", fields=missing)


def _bad(field: str, why: str) -> Refused:
    return Refused(Code.INVALID, why, fields={field: why})
