"""What residents read of the lists of their community: as they are now, or as one version was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huying.places.models import Place
from huying.supply.labels import LANDING_STATES, MODES, NEED_STATES, RESOURCE_KINDS, Label
from huying.supply.queries.public import Content, Row, Shown, publications, shown, version
from huying.supply.states import Listed
from huying.web.supply.naming import LANDING_TONES, TONES, named
from huying.web.ui.shapes import Words
from huying.web.ui.words import calendar_date


@dataclass(frozen=True, slots=True)
class Line:
    """One line for everyone: a name, what is said of it below, a badge, a telephone."""

    name: str
    notes: Sequence[str]
    pill: Words = ""
    tone: str = "quiet"
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one small heading."""

    heading: Words
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Part:
    """One list on the page: its anchor, its name, its lines in groups."""

    anchor: str
    name: Words
    count: int
    groups: Sequence[Group]


def lists_page(place: Place, at: datetime) -> dict[str, Any]:
    """The published lists as they are now, and how much has changed since the last version."""
    found = shown(place, timezone.localdate(at))
    if found is None:
        return {"community": place, "parts": [], "publication": None}
    return _page(found, place, at) | {
        "changes": len(found.changes), "versions": list(publications(place)[:12]),
    }  # fmt: skip


def version_page(place: Place, number: int, at: datetime) -> dict[str, Any]:
    """One version as it was published."""
    return _page(version(place, number), place, at) | {"then": True}


def _page(found: Shown, place: Place, at: datetime) -> dict[str, Any]:
    made: Mapping[str, Any] = {
        Listed.NEEDS: _needs, Listed.RESOURCES: _resources, Listed.SERVICES: _services,
        Listed.LANDINGS: _landings,
    }  # fmt: skip
    today = timezone.localdate(at)
    parts = [
        Part(of, name, _offered(of, found.content), made[of](found.content[of], today))
        for of, name in named(place, at).items()
        if found.content.get(of)
    ]
    return {"community": place, "parts": parts, "publication": found.publication}


def _offered(of: str, content: Content) -> int:
    return sum(1 for row in content[of] if row.get("offered", True))


def _needs(rows: Sequence[Row], today: date) -> list[Group]:
    lines = []
    for row in rows:
        said = [_("%(n)d households want this") % {"n": row["supporters"]}, row["category"]]
        said += [row["result"], _("Instead: %(way)s") % {"way": row["other_way"]} if row["other_way"] else ""]  # fmt: skip
        lines.append(_line(row, said, NEED_STATES[row["state"]], TONES[row["state"]]))
    return [Group("", lines)]


def _resources(rows: Sequence[Row], today: date) -> list[Group]:
    lines = []
    for row in rows:
        good = _("Good for: %(words)s") % {"words": "、".join(row["specialities"])}
        said = [row["address"], row["hours"], good if row["specialities"] else "", row["owner"], row["note"]]  # fmt: skip
        lines.append(_line(row, said, RESOURCE_KINDS[row["kind"]], "quiet", row["phone"]))
    return [Group("", lines)]


def _services(rows: Sequence[Row], today: date) -> list[Group]:
    offered = sorted((row for row in rows if row["offered"]), key=_group)
    declined = [row for row in rows if not row["offered"]]
    groups = [
        Group(heading, [_service(row) for row in found])
        for heading, found in groupby(offered, key=_group)
    ]
    if declined:
        lines = [
            _line(row, [_("Go to: %(office)s") % {"office": row["office"]}]) for row in declined
        ]
        groups.append(Group(_("Not done by the community"), lines))
    return groups


def _group(row: Row) -> str:
    return str(row["group"])


def _service(row: Row) -> Line:
    minutes = _("about %(n)d minutes") % {"n": row["minutes"]} if row["minutes"] else ""
    papers = _("Bring: %(papers)s") % {"papers": "、".join(row["papers"])} if row["papers"] else ""
    said = [str(MODES[row["mode"]]), row["eligible"], papers, minutes, "、".join(row["providers"]), row["note"]]  # fmt: skip
    pill, tone = (_("free"), "done") if row["free"] else (_("paid"), "quiet")
    return _line(row, said, pill, tone)


def _landings(rows: Sequence[Row], today: date) -> list[Group]:
    lines = []
    for row in rows:
        day = date.fromisoformat(row["landed_on"] or row["due_on"])
        told = calendar_date(day, today)
        when = _("landed on %(day)s") if row["landed_on"] else _("by %(day)s")
        need = _("For: %(need)s") % {"need": row["need_name"]}
        said = [need, row["owner"], "、".join(row["with"]), when % {"day": told}]
        lines.append(_line(row, said, LANDING_STATES[row["state"]], LANDING_TONES[row["state"]]))
    return [Group("", lines)]


def _line(
    row: Row, said: Sequence[str], pill: Label = "", tone: str = "quiet", phone: str = ""
) -> Line:
    return Line(row["name"], [note for note in said if note], pill, tone, phone)
