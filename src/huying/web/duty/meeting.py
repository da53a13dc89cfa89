"""The morning meeting as a page: matters, owners, what they become, what is left of yesterday."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from huying.duty.actions import meeting as meetings
from huying.duty.labels import BECOMES, VISIT_STATES
from huying.duty.models import Item, Meeting
from huying.duty.queries.meetings import agenda, communities_of, may_open, mornings, open_moves
from huying.duty.queries.spots import on_duty, spots_in
from huying.duty.states import Becomes
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.labels import STATES
from huying.orders.models import Order
from huying.orders.policy import may_see
from huying.people.models import Person
from huying.people.roles import Grant
from huying.places.models import Place
from huying.web.duty.around import around
from huying.web.duty.forms import (
    LATER,
    NOBODY_YET,
    DecideForm,
    MatterForm,
    Quiet,
    chosen,
    people_options,
    place_options,
)
from huying.web.refusals import onto_form
from huying.web.ui.shapes import Chip, Words
from huying.whistles.queries import of_order


def community_of(actor: Actor, code: str) -> Place:
    """The community with this code whose meeting the actor attends, the first without a code.

    Refused `unknown`.
    """
    found = communities_of(actor)
    for place in found:
        if code in {"", place.code}:
            return place
    raise Refused(Code.UNKNOWN, "there is no such meeting of yours")


def meeting_page(actor: Actor, at: datetime, community: Place, *, sent: Quiet | None = None, of: int = 0, on: date | None = None) -> dict[str, Any]:  # fmt: skip
    """The page; `sent` is a form that was refused: of the matter with the id `of`, else a new one."""
    today = timezone.localdate(at)
    shown = min(on or today, today)
    found = agenda(community, shown, actor)
    last, following = mornings(community, shown)
    people = on_duty(community.path, today, inside=True)
    moves = open_moves(found.meeting, by=actor) if found.meeting else []
    may_settle = may_open(community, by=actor)

    def cards(items: Sequence[Item]) -> list[dict[str, Any]]:
        return [
            _card(one, actor, people, may_settle, sent if one.pk == of else None) for one in items
        ]

    return around(actor, at, "meeting") | {
        "community": community,
        "shown": shown,
        "earlier": address(community, last) if last else "",
        "later": address(community, following or today) if shown < today else "",
        "meeting": found.meeting,
        "moves": moves,
        "may_open": may_settle and shown == today,
        "is_today": shown == today,
        "items": cards(found.items),
        "undecided": cards(found.undecided),
        "under_way": cards(found.under_way),
        "form": sent if sent is not None and not of else matter_form(community, people),
        "communities": _communities(actor, community),
    }


def address(community: Place, day: date | None = None) -> str:
    """Where the meeting of a community is: of this morning, or of this day."""
    said = {"place": community.code} | ({"on": day.isoformat()} if day else {})
    return f"{reverse('duty:meeting')}?{urlencode(said)}"


def _communities(actor: Actor, shown: Place) -> list[Chip]:
    found = communities_of(actor)
    return [
        Chip(one.name, address(one), on=one.pk == shown.pk) for one in found
    ] if len(found) > 1 else []  # fmt: skip


def _card(item: Item, actor: Actor, people: Sequence[Person], may_settle: bool, sent: Quiet | None) -> dict[str, Any]:  # noqa: FBT001 # fmt: skip
    form = sent or (decide_form(item, people) if may_settle and not item.becomes else None)
    return {"item": item, "form": form, "became": _became(item, actor)}


def _whistle(order: Order, actor: Actor) -> str:
    """Where the whistle of a matter is blown; "" once it was, and for whoever may not."""
    may = order.is_open and actor.may(Grant.WHISTLE, order.place_path)
    return reverse("whistles:new", args=[order.number]) if may and not of_order(order) else ""


def _became(item: Item, actor: Actor) -> dict[str, Words]:
    """What it became, how that stands, and the way there."""
    if not item.becomes:
        return {}
    said: dict[str, Words] = {"text": BECOMES[item.becomes]}
    if item.order is not None:
        href = reverse("desk:order", args=[item.order.number])
        said |= {
            "text": f"{BECOMES[item.becomes]} · {item.order.number}",
            "state": STATES[item.order.state],
            "href": href if may_see(actor, item.order) else "",
        }
        if item.becomes == Becomes.WHISTLE:
            said["blow"] = _whistle(item.order, actor)
    if item.visit is not None:
        href = reverse("duty:visit", args=[item.visit.pk])
        said |= {"state": VISIT_STATES[item.visit.state], "href": href}
    return said


def matter_form(community: Place, people: Sequence[Person], data: Any = None) -> MatterForm:
    """The form for one more matter, in the community or one of its estates."""
    form = MatterForm(data, auto_id="matter_%s", initial={"place": community.code})
    form.offer("place", place_options(spots_in(community)))
    form.offer("owner", [NOBODY_YET, *people_options(people)])
    return form


def decide_form(item: Item, people: Sequence[Person], data: Any = None) -> DecideForm:
    """The form that names an owner and says what a matter becomes."""
    form = DecideForm(
        data,
        auto_id=f"item{item.pk}_%s",
        initial={"owner": item.owner_id or "", "becomes": LATER[0]},
    )
    form.offer("owner", [NOBODY_YET, *people_options(people)])
    return form


def raised(form: MatterForm, meeting: Meeting, people: Sequence[Person], *, by: Actor, at: datetime) -> Item | None:  # fmt: skip
    """The matter the form raises; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    places = {one.code: one for one in spots_in(meeting.community)}
    try:
        return meetings.raise_matter(
            meeting, matter=said["matter"], place=places[said["place"]],
            owner=chosen(people, said["owner"]), by=by, at=at,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def settled(form: DecideForm, item: Item, people: Sequence[Person], *, by: Actor, at: datetime) -> Item | None:  # fmt: skip
    """The matter as the form settles it; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    owner, becomes = chosen(people, form.cleaned_data["owner"]), form.cleaned_data["becomes"]
    if owner is None:
        raise Refused(Code.UNKNOWN, "there is no such person")
    try:
        if becomes == LATER[0]:
            return meetings.entrust(item, owner=owner, by=by, at=at)
        return meetings.decide(item, becomes=becomes, owner=owner, by=by, at=at)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def people_of(meeting: Meeting, on: date) -> list[Person]:
    """Who may own a matter of this meeting."""
    return on_duty(meeting.community.path, on, inside=True)
