"""What was adopted where, read only: a way of working begins by its own command, with a look first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huying.adoptions.models import Adoption
from huying.orders.labels import CLOCKS, HAPPENED, KINDS
from huying.people.labels import ROLES
from huying.web.console.frame import Kept
from huying.web.ui.shapes import Words
from huying.web.ui.words import limit_in_words

# Parts whose rows are known by their names, in the order in which they are shown.
NAMED: Mapping[str, Words] = {
    "grades": _("Grades"),
    "levels": _("Response levels"),
    "ladder": _("Ladder of escalation"),
    "kinds": _("What residents are offered"),
    "discovery": _("How needs are found"),
    "classes": _("Classes"),
    "texts": _("Standard texts"),
    "lists": _("Lists"),
    "ledgers": _("Ledgers"),
    "boards": _("Boards"),
    "questions": _("Questions to residents"),
    "sheets": _("Review sheets"),
    "services": _("Service catalogue"),
    "indicators": _("Indicators"),
    "prints": _("Prints"),
}


class AdoptionAdmin(Kept):
    """Every adoption there was, and what each said."""

    list_display = ("title", "version", "where", "since", "until", "by_label")
    list_select_related = ("place",)
    ordering = ("-since", "-id")
    fields = ("title", "version", "where", "since", "until", "adopted_at", "by_label", "said")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: `huying practice try` shows what it changes, `adopt` begins it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was adopted stays as it was."""
        return False

    def where(self, row: Adoption) -> str:
        """The place, or every place."""
        return str(row.place or _("everywhere"))

    where.short_description = _("Place")  # type: ignore[attr-defined]

    def said(self, row: Adoption) -> SafeString:
        """The limits as a table, then what each other part names."""
        return render_to_string(
            "console/adoption.html", {"limits": limits(row), "parts": parts(row)}
        )

    said.short_description = _("What it says")  # type: ignore[attr-defined]


def limits(row: Adoption) -> list[list[Words]]:
    """Each limit as cells: the clock, for what, how long, from which move on."""
    return [
        [
            CLOCKS.get(each["clock"], each["clock"]),
            "、".join(str(part) for part in _conditions(each)) or "—",
            limit_in_words(each["limit"]["amount"], each["limit"]["unit"]),
            HAPPENED.get(each["starts_on"], each["starts_on"]),
        ]
        for each in row.parts["limits"]
    ]


def _conditions(each: Mapping[str, Any]) -> list[Words]:
    level = _("level %(level)s") % {"level": each["level"]} if each["level"] else ""
    kind = KINDS.get(each["kind"], each["kind"])
    return [part for part in (kind, each["category"], each["grade"], level) if part]


def parts(row: Adoption) -> list[tuple[Words, str, str]]:
    """Each other part that says something: its name, how many rows, and their names."""
    said = ((label, row.parts.get(name) or []) for name, label in NAMED.items())
    found: list[tuple[Words, str, str]] = [
        (label, str(len(rows)), "、".join(each.get("name") or each["label"] for each in rows))
        for label, rows in said
        if rows
    ]
    return found + _single(row.parts)


def _single(said: Mapping[str, Any]) -> list[tuple[Words, str, str]]:
    """What is one thing and no list: the day of deliberation, duty in the estates."""
    found: list[tuple[Words, str, str]] = []
    if said["deliberation"]["day"]:
        day = _("on the %(day)s. of a month") % {"day": said["deliberation"]["day"]}
        found.append((_("Deliberation"), str(day), said["deliberation"]["name"]))
    duty = said["duty"]
    if duty["least"]:
        span = _("%(least)s to %(most)s workers, %(minutes)s minutes a day") % duty
        found.append((_("Duty in an estate"), str(span), "、".join(each["name"] for each in duty["must_visit"])))  # fmt: skip
    if duty["grid_roles"]:
        found.append((_("Roles of a grid"), str(len(duty["grid_roles"])), "、".join(str(ROLES[role]) for role in duty["grid_roles"])))  # fmt: skip
    return found
