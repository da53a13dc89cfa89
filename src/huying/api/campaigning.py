"""Campaigns over HTTP: the shape of what comes in, and rows as they are told."""

from typing import Any

from ninja import Schema
from pydantic import Field

from huying.api.answers import told
from huying.api.schemas import LARGEST_PAGE, USUAL_PAGE, Body, Limit
from huying.campaigns.actions.syncing import Synced
from huying.campaigns.labels import STATES
from huying.campaigns.models import Campaign
from huying.campaigns.queries import Part, Totals, closings, points_of, totals
from huying.campaigns.states import Basis, CampaignState

Json = dict[str, Any]


class CampaignIn(Body):
    """A campaign to be prepared; `held_on` is its day, `expected` a headcount without a list."""

    name: str
    place: str = Field(description="code of the place")
    held_on: str = Field(description="a date")
    basis: Basis
    purpose: str | None = None
    expected: int | None = None


class CheckInIn(Body):
    """One check-in; `key` is made by the device and kept for every retry of the same check-in."""

    key: str = Field(description="8 to 64 letters, digits, dashes")
    noted_at: str = Field("", description="the device's own time with its offset, ISO 8601")
    target: str | None = Field(None, description="id of a door of the list")
    point: str | None = Field(None, description="id of the point")


class CheckInsIn(Body):
    """What a device brings; `sent_at` is what its clock says now, by which a wrong one is seen."""

    device: str = ""
    sent_at: str = Field("", description="ISO 8601 with its offset")
    check_ins: list[CheckInIn]


class CampaignFilter(Schema):
    """Which campaigns are asked for."""

    state: CampaignState | None = None
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = USUAL_PAGE
    total: bool = Field(default=False, description="count all of them too")


class TargetFilter(Schema):
    """Which part of a list is asked for."""

    building: str | None = Field(None, description="one building; blank for doors without one")
    missed: bool = Field(default=False, description="only who was not reached yet")
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = LARGEST_PAGE
    total: bool = Field(default=False, description="count all of them too")


def line(row: Any) -> Json:
    """A campaign as it stands in a list."""
    return _facts(row, row.came, row.listed if row.basis == Basis.TARGETS else row.expected)


def whole(row: Campaign) -> Json:
    """A campaign with all its figures, points and closings."""
    found = totals(row)
    return _facts(row, found.total, found.of) | _figures(found) | {
        "points": [
            {
                "id": str(point.pk), "name": point.name,
                "place": _named(point.place) if point.place else None,
                "leaders": [{"id": one.pk, "name": one.name} for one in led],
            }
            for point, led in points_of(row)
        ],
        "closings": [
            {
                "number": one.number, "at": told(one.at), "by": one.by_label, "total": one.total,
                "targets": one.targets, "missed": len(one.missed),
            }
            for one in closings(row)
        ],
    }  # fmt: skip


def brought(found: Synced) -> Json:
    """What came of a batch; reasons in the reader's language are the page's to say."""
    return {
        "total": found.total,
        "answers": [
            {"key": one.key, "outcome": one.outcome, "code": one.code or "", "reason": one.reason}
            for one in found.answers
        ],
    }


def target(row: Any) -> Json:
    """A door of the list."""
    return {
        "id": str(row.pk), "label": row.label, "name": row.name, "building": row.group,
        "reached": row.reached,
    }  # fmt: skip


def _facts(row: Campaign, came: int, of: int | None) -> Json:
    return {
        "id": str(row.pk), "name": row.name, "purpose": row.purpose, "state": row.state,
        "state_label": STATES[row.state], "version": row.version, "place": _named(row.place),
        "held_on": row.held_on, "basis": row.basis, "came": came, "of": of,
    }  # fmt: skip


def _figures(found: Totals) -> Json:
    return {
        "missed": found.missed, "duplicates": found.duplicates, "undone": found.undone,
        "late": found.late, "by_point": [_part(one) for one in found.points],
        "by_building": [_part(one) for one in found.groups],
    }  # fmt: skip


def _part(one: Part) -> Json:
    return {"id": one.id, "name": one.name, "came": one.came, "of": one.of}


def _named(place: Any) -> Json:
    return {"code": place.code, "name": place.name}
