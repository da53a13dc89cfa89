"""From a need to what meets it: a landing is planned, begun, changed, landed or dropped.

A landing that ends leads its need on: landed when nothing is under way any more, back to the
confirmed needs when all that was planned for it was dropped.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.supply.actions.moving import born, brought_about, move_landing, move_need
from huying.supply.lifecycle import LANDING, NEED
from huying.supply.models import Landing, Need, Resource, ServiceItem
from huying.supply.queries.landings import still_running, was_met
from huying.supply.rules import LONGEST_LINE, LONGEST_WORDS

Owner = Organisation | Person
Thing = Resource | ServiceItem


def plan(
    need: Need, *, measure: str, due_on: date | None, owner: Sequence[Owner],
    things: Sequence[Thing], by: Actor, at: datetime, version: int | None = None,
) -> Landing:  # fmt: skip
    """Pair a need with what meets it, and plan its landing: by whom, by what measure, by which day.

    Refused `incomplete` without a measure, a day, an owner, or at least one resource or item;
    `invalid` for a thing of another part of the tree, or one that has ended.
    """
    day = timezone.localdate(at)
    landing = Landing(
        need=need, place=need.place, planned_at=at, measure=clean_words(
            measure, field="measure", longest=LONGEST_LINE, required=False
        ),
        **_owners(owner), **({"due_on": due_on} if due_on else {}),
    )  # fmt: skip
    given = {
        "need": str(need.pk), "measure": landing.measure, "due_on": due_on,
        "owner": list(owner), "things": list(things),
    }  # fmt: skip
    said = {key: value for key, value in given.items() if key != "need"}
    NEED.check("pair", need, by=by, at=at, given=said, version=version)
    _check_things(need, things, day)
    with transaction.atomic():
        move_need(need, "pair", by=by, at=at, version=version, given=said)
        born(LANDING, "plan", landing, by=by, at=at, given=given, beside=_tied(landing, things))
    return landing


def begin(landing: Landing, *, by: Actor, at: datetime, version: int | None = None) -> Landing:
    """Say that work began."""
    move_landing(landing, "begin", by=by, at=at, version=version)
    return landing


def land(
    landing: Landing, *, outcome: str, by: Actor, at: datetime, landed_on: date | None = None,
    version: int | None = None,
) -> Landing:  # fmt: skip
    """Say that it landed, what was done, and on which day; today unless another is named."""
    said = clean_words(outcome, field="outcome", longest=LONGEST_WORDS)
    given: dict[str, Any] = {"outcome": said} | ({"landed_on": landed_on} if landed_on else {})
    with transaction.atomic():
        move_landing(
            landing, "land", by=by, at=at, version=version, given=given,
            columns={"outcome": said, "landed_on": landed_on or timezone.localdate(at)},
        )  # fmt: skip
        _lead_on(landing, "", by=by, at=at)
    return landing


def drop(
    landing: Landing, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Landing:
    """Give a landing up, and say why."""
    said = clean_words(reason, field="reason", longest=LONGEST_LINE)
    with transaction.atomic():
        move_landing(
            landing, "drop", by=by, at=at, version=version, given={"reason": said},
            columns={"outcome": said},
        )  # fmt: skip
        _lead_on(landing, said, by=by, at=at)
    return landing


def correct_landing(
    landing: Landing, *, reason: str, by: Actor, at: datetime, measure: str = "",
    due_on: date | None = None, owner: Sequence[Owner] = (), things: Sequence[Thing] = (),
    version: int | None = None,
) -> Landing:  # fmt: skip
    """Change a plan: its measure, its day, who takes it, or what it is done with."""
    said = {
        "measure": clean_words(measure, field="measure", longest=LONGEST_LINE, required=False),
        "due_on": due_on, "owner": list(owner), "things": list(things),
    }  # fmt: skip
    changed: dict[str, Any] = {key: value for key, value in said.items() if value}
    columns: dict[str, Any] = {key: changed[key] for key in ("measure", "due_on") if key in changed}
    if owner:
        columns |= _owners(owner)
    _check_things(landing.need, things, timezone.localdate(at))
    given = changed | {"reason": clean_words(reason, field="reason", longest=LONGEST_LINE)}
    move_landing(
        landing, "correct", by=by, at=at, version=version, given=given, columns=columns,
        beside=_tied(landing, things) if things else None,
    )  # fmt: skip
    return landing


def _tied(landing: Landing, things: Sequence[Thing]) -> Any:
    def beside(_record: object) -> None:
        landing.resources.set([one for one in things if isinstance(one, Resource)])
        landing.items.set([one for one in things if isinstance(one, ServiceItem)])

    return beside


def _owners(owner: Sequence[Owner]) -> dict[str, Owner | None]:
    return {
        "owner_unit": next((one for one in owner if isinstance(one, Organisation)), None),
        "owner_person": next((one for one in owner if isinstance(one, Person)), None),
    }


def _check_things(need: Need, things: Sequence[Thing], today: date) -> None:
    """Refuse what is not there: of another part of the tree, ended, or declined here."""
    for one in things:
        near = need.place_path.startswith(one.place_path) or one.place_path.startswith(
            need.place_path
        )
        over = one.until is not None and one.until <= today
        declined = isinstance(one, ServiceItem) and not one.offered
        if not near or over or declined:
            field = "resources" if isinstance(one, Resource) else "items"
            raise Refused(
                Code.INVALID, "this is not offered here", fields={field: "not offered here"}
            )


def _lead_on(landing: Landing, reason: str, *, by: Actor, at: datetime) -> None:
    """Move the need on when nothing is under way for it any more."""
    need = landing.need
    need.refresh_from_db()
    if still_running(need):
        return
    given = {"landing": str(landing.pk)}
    name = "land" if was_met(need) else "unpair"
    if name == "unpair":
        given["reason"] = reason
    move_need(need, name, by=brought_about(by), at=at, given=given)
