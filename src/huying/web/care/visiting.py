"""The care list as a page: late ones first, then today's, then those to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huying.care.queries import ToSee
from huying.web.care.forms import SeeForm
from huying.web.ui.words import calendar_date, day_in_words

SOON = 7


@dataclass(frozen=True, slots=True)
class Due:
    """Someone to look in on, as the page says it, with the form that notes a visit."""

    one: ToSee
    due: str
    tone: str
    last: str
    every: str
    form: forms.Form


def visits_page(
    seen: Sequence[ToSee], at: datetime, sent: Mapping[int, forms.Form] | None = None
) -> dict[str, Any]:
    """Everybody with their form; `sent` are forms that would not do, by the entry's id."""
    told = [_due(one, at, (sent or {}).get(one.entry_id)) for one in seen]
    return {
        "groups": [
            (_("Due now"), [due for due in told if due.one.over >= 0]),
            (_("This week"), [due for due in told if -SOON <= due.one.over < 0]),
            (_("Later"), [due for due in told if due.one.over < -SOON]),
        ],
        "everyone": len(told),
    }


def _due(one: ToSee, at: datetime, sent: forms.Form | None) -> Due:
    today, here = timezone.localdate(at), timezone.localtime(at)
    start = {"seen_at": here.replace(second=0, microsecond=0)}
    last = one.last_seen_at and calendar_date(timezone.localdate(one.last_seen_at), today)
    late = ngettext("%(days)s day late", "%(days)s days late", one.over) % {"days": one.over}
    due = late if one.over > 0 else day_in_words(one.see_by, today)
    return Due(
        one, due, "late" if one.over > 0 else "soon" if one.over == 0 else "quiet",
        _("last seen %(day)s") % {"day": last} if last else _("not seen yet"),
        _("every %(days)s days") % {"days": one.every_days},
        sent or SeeForm(auto_id=f"see_{one.entry_id}_%s", initial=start),
    )  # fmt: skip
