"""The verbs of a morning meeting."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.duty.actions.visiting import plan_visit
from huying.duty.lifecycle import MEETING
from huying.duty.models import Item, Meeting, Visit
from huying.duty.queries.spots import checked, on_duty, spot_of
from huying.duty.rules import LONGEST_WHY, LONGEST_WORDS
from huying.duty.states import PLACED, Becomes
from huying.kernel.actor import Actor
from huying.kernel.ids import new_id
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.placing import Wish, place_order
from huying.orders.models import Order
from huying.orders.rules import clean_words
from huying.orders.states import Channel
from huying.people.models import Person
from huying.places.models import Place
from huying.places.states import Level
from huying.trail.models import Record
from huying.trail.moving import give_birth, recorded, write_move

SEALED = frozenset({"matter"})


def open_meeting(community: Place, *, by: Actor, at: datetime) -> Meeting:
    """Open the meeting of this morning; the one there is when somebody opened it already.

    Refused `not-yours`, `invalid` for a place that is no community.
    """
    if community.level != Level.COMMUNITY or community.is_retired:
        why = _("a morning meeting is a community's")
        raise Refused(Code.INVALID, why, fields={"community": "no community"})
    on = timezone.localdate(at)
    meeting = Meeting(community=community, on=on)
    given = {"community": community, "on": on}
    step = MEETING.check("open", None, by=by, at=at, given=given, facts=meeting)
    try:
        with transaction.atomic():
            give_birth(meeting, step, by=by, at=at, given=recorded(given, salt=meeting.salt))
    except IntegrityError:  # two colleagues opened it in the same moment
        return Meeting.objects.select_related("community").get(community=community, on=on)
    return meeting


def raise_matter(
    meeting: Meeting, *, matter: str, by: Actor, at: datetime, place: Place | None = None,
    owner: Person | None = None, version: int | None = None,
) -> Item:  # fmt: skip
    """Raise a matter, in the community itself where no estate is named."""
    text = clean_words(matter, field="matter", longest=LONGEST_WORDS, required=False)
    where = checked(place or meeting.community)
    given = {"matter": text, "place": where} | ({"owner": owner} if owner else {})
    step = MEETING.check("raise", meeting, by=by, at=at, given=given, version=version)
    if not where.path.startswith(meeting.community.path):
        raise Refused(Code.INVALID, "this is elsewhere", fields={"place": "not in this community"})
    _check_owner(meeting, owner, at)
    item = Item(id=new_id(), meeting=meeting, place=where, matter=text, owner=owner, raised_at=at)

    def beside(entry: Record) -> None:
        item.save(force_insert=True)

    kept = recorded(given, salt=meeting.salt, sealed=SEALED) | {"item": str(item.pk)}
    write_move(meeting, step, by=by, at=at, given=kept, beside=beside)
    return item


def entrust(
    item: Item, *, owner: Person, by: Actor, at: datetime, version: int | None = None
) -> Item:
    """Name who takes care of a matter."""
    meeting, given = item.meeting, {"item": item, "owner": owner}
    step = MEETING.check("entrust", meeting, by=by, at=at, given=given, version=version)
    _check_owner(meeting, owner, at)
    with transaction.atomic():
        write_move(meeting, step, by=by, at=at, given=recorded(given, salt=meeting.salt))
        Item.objects.filter(pk=item.pk).update(owner=owner)
    item.owner = owner
    return item


def decide(
    item: Item, *, becomes: str, by: Actor, at: datetime, owner: Person | None = None,
    version: int | None = None,
) -> Item:  # fmt: skip
    """Decide what a matter becomes, and let it: an order is placed, a visit planned.

    With `owner` it is entrusted first. A whistle has its order placed and is blown on it. Refused
    `not-yet` without an owner, `conflict` once it is decided; then nothing is written.
    """
    if becomes not in set(Becomes):
        why = "something chosen here does not exist"
        raise Refused(Code.INVALID, why, fields={"becomes": "unknown"})
    with transaction.atomic():
        if owner is not None and owner.pk != item.owner_id:
            entrust(item, owner=owner, by=by, at=at, version=version)
            version = None
        meeting = item.meeting
        given: dict[str, Any] = {"item": item, "becomes": becomes}
        MEETING.check("decide", meeting, by=by, at=at, given=given, version=version)
        order = _ordered(item, by, at) if becomes in PLACED else None
        visit = _visit(item, by, at) if becomes == Becomes.VISIT else None
        given |= {key: row for key, row in (("order", order), ("visit", visit)) if row is not None}
        step = MEETING.check("decide", meeting, by=by, at=at, given=given)
        write_move(meeting, step, by=by, at=at, given=recorded(given, salt=meeting.salt))
        columns = {"becomes": becomes, "order": order, "visit": visit, "decided_at": at}
        Item.objects.filter(pk=item.pk).update(**columns)
    for name, value in columns.items():
        setattr(item, name, value)
    return item


def close(meeting: Meeting, *, by: Actor, at: datetime, version: int | None = None) -> Meeting:
    """Close the meeting. Refused `not-yet` while a matter has no owner."""
    step = MEETING.check("close", meeting, by=by, at=at, given={}, version=version)
    write_move(meeting, step, by=by, at=at)
    return meeting


def reopen(meeting: Meeting, *, by: Actor, at: datetime, version: int | None = None) -> Meeting:
    """Open the meeting of today again: something more came up."""
    step = MEETING.check("reopen", meeting, by=by, at=at, given={}, version=version)
    write_move(meeting, step, by=by, at=at)
    return meeting


def _ordered(item: Item, by: Actor, at: datetime) -> Order:
    wish = Wish(text=item.matter, place=item.place, channel=Channel.MORNING_MEETING)
    placed, _said = place_order(wish, by=by, at=at)
    if placed is None:
        raise AssertionError("unreachable: without a key nothing was placed before")
    return placed.order


def _visit(item: Item, by: Actor, at: datetime) -> Visit:
    place = spot_of(item.place) or item.place
    return plan_visit(
        place, due_on=timezone.localdate(at), why=item.matter[:LONGEST_WHY], goes=_goes(item, at),
        by=by, at=at,
    )  # fmt: skip


def _goes(item: Item, at: datetime) -> Person | None:
    """The owner, where they are on duty at the place itself; else whoever is posted there."""
    there = {each.pk for each in on_duty(item.place.path, timezone.localdate(at))}
    return item.owner if item.owner_id in there else None


def _check_owner(meeting: Meeting, owner: Person | None, at: datetime) -> None:
    people = on_duty(meeting.community.path, timezone.localdate(at), inside=True)
    if owner is not None and owner.pk not in {each.pk for each in people}:
        raise Refused(
            Code.INVALID, "this person is not on duty here", fields={"owner": "not on duty here"}
        )
