"""The names a template may use for a list, in either language, and what each stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from huying.lists.definitions import Column, Row, Words
from huying.lists.rules.cells import total

ROW, SUM, FILTER = "row", "sum", "filter"
NUMBERED = "no"
LANGUAGES = ("en", "zh-hans")
# Prefixes as a Chinese reader writes them; the rest are labels of columns and filters.
_PREFIXES = {"row": ROW, "行": ROW, "sum": SUM, "合计": SUM, "filter": FILTER, "条件": FILTER}
_SINGLES: Mapping[str, Words] = {
    "title": _("Title"),
    "place": _("Place"),
    "place.code": _("Place code"),
    "date": _("Date"),
    "moment": _("As of"),
    "count": _("Rows"),
    "who": _("Written for"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Values by canonical name, columns by key, and every spelling that leads to one of them."""

    values: Mapping[str, Any]
    columns: tuple[Column, ...]
    spelt: Mapping[str, str] = field(default_factory=dict)

    def canonical(self, said: str) -> str | None:
        """The name meant by what a template says; None when there is no such name."""
        plain = " ".join(said.split())
        return self.spelt.get(plain) or self.spelt.get(plain.casefold())

    def is_ours(self, said: str) -> bool:
        """Whether a workbook's own name is meant for us rather than for its formulas."""
        head, dot, _rest = said.partition(".")
        return bool(dot and head.casefold() in _PREFIXES) or self.canonical(said) is not None

    @property
    def keys(self) -> list[str]:
        """The keys of the columns, in their order."""
        return [column.key for column in self.columns]


def names_of(
    columns: tuple[Column, ...],
    rows: list[Row],
    *,
    said: Mapping[str, Any],
    filters: Mapping[str, tuple[Words, str]],
    at: datetime,
) -> Names:
    """Names for these rows: `said` are title, place and so on, `filters` (label, words) by key."""
    local = timezone.localtime(at)
    values: dict[str, Any] = {**said, "date": local.date(), "moment": local, "count": len(rows)}
    values |= {f"{FILTER}.{key}": words for key, (_label, words) in filters.items()}
    for index, column in enumerate(columns):
        if column.summed:
            values[f"{SUM}.{column.key}"] = total([row.values[index] for row in rows])
    return Names(values, columns, _spelt(values, columns, {key: label for key, (label, _w) in filters.items()}))  # fmt: skip


def _spelt(
    values: Mapping[str, Any], columns: tuple[Column, ...], filters: Mapping[str, Words]
) -> dict[str, str]:
    found: dict[str, str] = {name.casefold(): name for name in values}
    labels = {column.key: column.label for column in columns}
    for language in LANGUAGES:
        with override(language):
            found |= {str(label): name for name, label in _SINGLES.items() if name in values}
            for prefix, meant in _PREFIXES.items():
                found |= _under(prefix, meant, {ROW: labels, SUM: labels, FILTER: filters}[meant], values)  # fmt: skip
    return found | {f"{prefix}.{word}": f"{ROW}.{NUMBERED}" for prefix in ("row", "行") for word in ("no", "序号")}  # fmt: skip


def _under(
    prefix: str, meant: str, labels: Mapping[str, Words], values: Mapping[str, Any]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, label in labels.items():
        name = f"{meant}.{key}"
        if meant == ROW or name in values:
            found |= {f"{prefix}.{key}".casefold(): name, f"{prefix}.{label}": name}
    return found


def as_words(value: Any) -> str:
    """A value inside a sentence."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
