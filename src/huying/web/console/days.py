"""A day of the calendar: what changing it would move is shown before it is changed."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CharField, HiddenInput, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from huying.clocks.models import CalendarDay
from huying.kernel.now import now
from huying.orders.labels import CLOCKS
from huying.orders.retelling import Retold, change_day, would_move
from huying.web.console.frame import Kept, read_afresh
from huying.web.doors import staff

SHOWN = 10


class DayForm(ModelForm[CalendarDay]):
    """A day, whether it is worked, and why; sent twice where it moves promises: first to look."""

    seen = CharField(label="", required=False, widget=HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Show what would move until that was seen."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        day = said.get("day")
        if day is None:
            return said
        looked = f"{day}:{said['is_workday']}"
        if said.get("seen") != looked:
            moved = would_move(day, is_workday=said["is_workday"])
            if moved:
                self.data = {**self.data.dict(), self.add_prefix("seen"): looked}  # type: ignore[attr-defined]
                raise ValidationError(_told(moved))
        return said


def _told(moved: Sequence[Retold]) -> list[str]:
    """How many promises move, and the first of them with both dates."""
    many = ngettext(
        "%(count)d promised date would move. Save once more to let it.",
        "%(count)d promised dates would move. Save once more to let them.", len(moved),
    ) % {"count": len(moved)}  # fmt: skip
    return [many, *(_line(one) for one in moved[:SHOWN])]


def _line(one: Retold) -> str:
    was, becomes = (f"{timezone.localtime(each):%Y-%m-%d %H:%M}" for each in (one.was, one.becomes))
    return f"{one.number} {CLOCKS.get(one.clock, one.clock)}: {was} → {becomes}"


class DayAdmin(Kept):
    """Days on which this installation knows better than the library."""

    form = DayForm
    list_display = ("day", "is_workday", "reason")
    date_hierarchy = "day"

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 -- Django calls it so
    ) -> None:
        """Change the day, keep what it was, and tell promises anew."""
        by = staff(request)
        change_day(obj.day, is_workday=obj.is_workday, reason=obj.reason, by=by, at=now())
        read_afresh()
