"""Preparing a campaign: what, where, when; whom to reach; at which points, led by whom."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from huying.campaigns.actions.listing import listed, placed_lines, rows_of_homes
from huying.campaigns.actions.moving import SEALED, hold, make_move
from huying.campaigns.lifecycle import CAMPAIGN
from huying.campaigns.models import Campaign, CheckIn, Leader, Point, Target
from huying.campaigns.states import Basis, CheckInState
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.models import Person
from huying.places.doors import lines_of
from huying.places.models import Place
from huying.trail.models import Record
from huying.trail.moving import give_birth, recorded


def prepare(
    *, name: str, place: Place, held_on: date, basis: Basis, by: Actor, at: datetime,
    purpose: str = "", expected: int | None = None,
) -> Campaign:  # fmt: skip
    """A new campaign. Refused `invalid` for a headcount where a list is counted."""
    campaign = Campaign(
        name=name, purpose=purpose, place=place, held_on=held_on, basis=basis, expected=expected
    )
    _check_expected(campaign, expected)
    said: dict[str, Any] = {
        "name": name, "place": place, "held_on": held_on, "basis": basis, "purpose": purpose,
        "expected": expected,
    }  # fmt: skip
    given = {key: value for key, value in said.items() if value not in (None, "")}
    step = CAMPAIGN.check("prepare", None, by=by, at=at, given=given, facts=campaign)
    kept = recorded(given, salt=campaign.salt, sealed=SEALED)
    give_birth(campaign, step, by=by, at=at, given=kept)
    return campaign


def correct(
    campaign: Campaign, *, reason: str, by: Actor, at: datetime, version: int | None = None,
    **details: Any,
) -> Campaign:  # fmt: skip
    """Correct name, purpose, day or the expected headcount, and say why."""
    _check_expected(campaign, details.get("expected"))
    make_move(
        campaign, "correct", by=by, at=at, version=version, given={"reason": reason, **details},
        columns=details,
    )  # fmt: skip
    return campaign


def _check_expected(campaign: Campaign, expected: int | None) -> None:
    if expected is not None and campaign.basis != Basis.HEADS:
        raise Refused(
            Code.INVALID, "a list is its own expectation",
            fields={"expected": "only where heads are counted"},
        )  # fmt: skip


def enlist(
    campaign: Campaign, *, lines: str, by: Actor, at: datetime, version: int | None = None
) -> Campaign:
    """Put each line on the list once; a building of that name in the tree becomes its place."""
    rows = placed_lines(campaign, lines_of(lines))
    if lines and not rows:
        raise Refused(Code.INVALID, "no door is named", fields={"lines": "no door is named"})
    return _grow(campaign, "enlist", rows, {"lines": lines}, by=by, at=at, version=version)


def enlist_homes(
    campaign: Campaign, *, homes_of: Place, by: Actor, at: datetime, version: int | None = None
) -> Campaign:
    """Put every household of a place on the list; refused outside the campaign's place."""
    rows = rows_of_homes(campaign, homes_of)
    given = {"homes_of": homes_of}
    return _grow(campaign, "enlist_homes", rows, given, by=by, at=at, version=version)


def _grow(
    campaign: Campaign, name: str, rows: Sequence[Target], given: dict[str, Any],
    *, by: Actor, at: datetime, version: int | None,
) -> Campaign:  # fmt: skip
    with transaction.atomic():
        hold(campaign)
        fresh = listed(campaign, rows)
        make_move(
            campaign, name, by=by, at=at, version=version, given=given,
            noted={"added": len(fresh), "known": len(rows) - len(fresh)},
            beside=partial(_put, fresh),
        )  # fmt: skip
    return campaign


def strike(
    campaign: Campaign, *, lines: str, reason: str, by: Actor, at: datetime,
    version: int | None = None,
) -> Campaign:  # fmt: skip
    """Take these doors off the list. Refused `invalid` for one not on it, `conflict` once reached."""
    wanted = {line.label for line in lines_of(lines)}
    with transaction.atomic():
        hold(campaign)
        known = Target.objects.filter(campaign=campaign, struck_at=None)
        found = {pk: label for pk, label in known.values_list("id", "label") if label in wanted}
        if wanted - set(found.values()):
            why = _("not on the list")
            raise Refused(Code.INVALID, why, fields={"lines": why})
        reached = CheckIn.objects.filter(campaign=campaign, state=CheckInState.COUNTED)
        if not set(reached.values_list("target_id", flat=True)).isdisjoint(found):
            raise Refused(Code.CONFLICT, "somebody there was reached already")
        make_move(
            campaign, "strike", by=by, at=at, version=version,
            given={"lines": lines, "reason": reason}, noted={"struck": len(found)},
        )  # fmt: skip
        gone = [pk for pk, _label in found.items()]
        for start in range(0, len(gone), 500):
            Target.objects.filter(pk__in=gone[start : start + 500]).update(struck_at=at)
    return campaign


def add_point(
    campaign: Campaign, *, point_name: str, by: Actor, at: datetime,
    point_place: Place | None = None, leaders: Sequence[Person] = (), version: int | None = None,
) -> Campaign:  # fmt: skip
    """One more point, perhaps with a place and who leads it; no name is given twice."""
    _check_inside(campaign, point_place, "point_place")
    point = Point(campaign=campaign, name=point_name, place=point_place)
    given = {"point_name": point_name, "point_place": point_place, "leaders": list(leaders)}

    def beside(_entry: object) -> None:
        point.save(force_insert=True)
        _lead(point, leaders, at)

    try:
        with transaction.atomic():
            make_move(
                campaign, "add_point", by=by, at=at, version=version, beside=beside,
                given={key: value for key, value in given.items() if value},
            )  # fmt: skip
    except IntegrityError as problem:
        campaign.refresh_from_db()
        why = _("there is such a point already")
        raise Refused(Code.CONFLICT, why, fields={"point_name": why}) from problem
    return campaign


def name_leaders(
    campaign: Campaign, *, point: int, leaders: Sequence[Person], by: Actor, at: datetime,
    version: int | None = None,
) -> Campaign:  # fmt: skip
    """Say anew who leads a point; whoever led it and is not named does so no longer."""
    found = open_point(campaign, point)
    ids = [one.pk for one in leaders]

    def beside(_entry: object) -> None:
        now_led = Leader.objects.filter(point=found, until_at=None)
        now_led.exclude(person_id__in=ids).update(until_at=at)
        known = set(now_led.values_list("person_id", flat=True))
        _lead(found, [one for one in leaders if one.pk not in known], at)

    given = {"point": str(point), "leaders": list(leaders)}
    make_move(campaign, "name_leaders", by=by, at=at, version=version, given=given, beside=beside)
    return campaign


def drop_point(
    campaign: Campaign, *, point: int, reason: str, by: Actor, at: datetime,
    version: int | None = None,
) -> Campaign:  # fmt: skip
    """Give a point up; what came in there stays counted."""
    found = open_point(campaign, point)
    make_move(
        campaign, "drop_point", by=by, at=at, version=version,
        given={"point": str(point), "reason": reason},
        beside=partial(_drop, found, at),
    )  # fmt: skip
    return campaign


def open_point(campaign: Campaign, pk: int) -> Point:
    """The point of this campaign with this id; refused `invalid` for one there is not."""
    found = Point.objects.filter(campaign=campaign, pk=pk, dropped_at=None).first()
    if found is None:
        raise Refused(Code.INVALID, "unknown point", fields={"point": "unknown point"})
    return found


def _put(rows: Sequence[Target], entry: Record) -> None:
    Target.objects.bulk_create(rows, batch_size=500)


def _drop(point: Point, at: datetime, entry: Record) -> None:
    Point.objects.filter(pk=point.pk).update(dropped_at=at)


def _lead(point: Point, leaders: Sequence[Person], at: datetime) -> None:
    Leader.objects.bulk_create(Leader(point=point, person=one, since_at=at) for one in leaders)


def _check_inside(campaign: Campaign, place: Place | None, field: str) -> None:
    if place is not None and not place.path.startswith(campaign.place_path):
        why = _("lies outside the place of the campaign")
        raise Refused(Code.INVALID, why, fields={field: why})
