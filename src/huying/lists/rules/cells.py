"""A cell as a person reads it, and as it is kept: pure, but for the reader's language and zone."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from huying.lists.states import Type

# What a spreadsheet takes for a formula when it opens a text file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_BLANKS = " \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"
_SAYS: Mapping[Type, Callable[[Any], str]] = {
    Type.SHARE: lambda value: f"{value:.2%}",
    Type.MOMENT: lambda value: f"{timezone.localtime(value):%Y-%m-%d %H:%M}",
    Type.DATE: lambda value: str(value.isoformat()),
    Type.YES_NO: lambda value: _("Yes") if value else _("No"),
    Type.NUMBER: lambda value: str(localize(value)),
}


def shown(kind: Type, labels: Mapping[Any, Any], value: Any) -> str:
    """The words of one cell: labels for codes, days and minutes as people write them here."""
    if value is None or value == "":
        return ""
    if kind is Type.WORD:
        return str(labels.get(value, value))
    says = _SAYS.get(kind)
    return says(value) if says else str(value)


def kept(value: Any) -> Any:
    """A value as JSON holds it: days and moments in ISO form, the rest as it is."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def revived(kind: Type, value: Any) -> Any:
    """The value that was kept, again with its days and moments."""
    if not isinstance(value, str) or not value:
        return value
    if kind is Type.MOMENT:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is Type.DATE else value


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, even after blanks; else as it was."""
    risky = text.startswith(_FORMULA) or text.lstrip(_BLANKS).startswith(_FORMULA)
    return f"'{text}" if risky else text


def total(values: list[Any]) -> int | float:
    """The sum of the numbers among these values."""
    return sum(value for value in values if isinstance(value, int | float))
