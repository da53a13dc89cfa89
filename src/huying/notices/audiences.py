"""Who exactly belongs to an audience of an order, and how each can be reached."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from huying.notices.states import Audience
from huying.orders.models import Order
from huying.orgs.models import Organisation
from huying.orgs.queries import handlers
from huying.people.models import Mode, Person, Post
from huying.people.queries import covers_on, current
from huying.people.roles import Role
from huying.places.rules import lineage

OVERSEERS = (Role.SUPERVISOR, Role.STREET_LEADER)
# Who hears of a called unit besides the unit itself.
ABOVE = frozenset({Audience.RESPONSIBLE, Audience.SUPERVISORS})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who is told: the resident of an order, or a member of staff; addresses may be blank.

    `by_hand` is true of whoever may be rung: residents, and staff who read no inbox.
    """

    order: Order
    person: Person | None = None
    phone: str = ""
    mail: str = ""
    wechat: str = ""
    by_hand: bool = False

    @property
    def name(self) -> str:
        """What tells this recipient from others of the same order."""
        return f"p{self.person.pk}" if self.person else str(self.order.pk)


def recipients(
    audience: Audience, order: Order, at: datetime, *, unit: Organisation | None = None
) -> list[Recipient]:
    """Everyone of this audience, each once.

    Where it is about a `unit` that was called, that unit is told, and neither who leads the order
    nor its resident.
    """
    if audience is Audience.CALLED:
        found = _called(order, unit, at) if unit is not None else iter(())
    elif unit is not None and audience not in ABOVE:
        found = iter(())
    else:
        found = _FINDERS[audience](order, at)
    return list({one.name: one for one in found}.values())


def _called(order: Order, unit: Organisation, at: datetime) -> Iterator[Recipient]:
    for member in handlers(unit.pk, timezone.localdate(at)):
        yield _member(order, member.person)


def _resident(order: Order, at: datetime) -> Iterator[Recipient]:
    if order.parent_id is None:  # for a part of an order the whole speaks
        yield _whoever_placed(order)


def _followers(order: Order, at: datetime) -> Iterator[Recipient]:
    for follower in order.followers.select_related("contact").order_by("id"):
        yield _whoever_placed(follower)


def _whoever_placed(order: Order) -> Recipient:
    contact = getattr(order, "contact", None)
    phone, wechat = (contact.phone, contact.wechat) if contact else ("", "")
    return Recipient(order, phone=phone, wechat=wechat, by_hand=True)


def _responsible(order: Order, at: datetime) -> Iterator[Recipient]:
    if order.responsible_person is not None:
        yield _staff(order, order.responsible_person, at)


def _lead(order: Order, at: datetime) -> Iterator[Recipient]:
    if order.lead_person is not None:
        yield _staff(order, order.lead_person, at)


def _case_leader(order: Order, at: datetime) -> Iterator[Recipient]:
    if order.case_leader is not None:
        yield _staff(order, order.case_leader, at)


def _supervisors(order: Order, at: datetime) -> Iterator[Recipient]:
    line = lineage(order.place.path)
    held = Post.objects.filter(role__in=OVERSEERS, place__path__in=line)
    for post in current(held, timezone.localdate(at)).select_related("person").order_by("id"):
        yield _staff(order, post.person, at)


def _staff(order: Order, named: Person, at: datetime) -> Recipient:
    """This person, or whoever stands in for them while they are away."""
    cover = covers_on(timezone.localdate(at)).get(named.pk)
    return _member(order, cover.stand_in if cover else named)


def _member(order: Order, person: Person) -> Recipient:
    """Mail and WeChat reach a member of staff while their account is open."""
    account = getattr(person, "account", None)
    mail, wechat = "", ""
    if account is not None and account.is_active:
        mail, wechat = account.email, person.wechat
    by_hand = person.mode != Mode.APP or account is None
    return Recipient(order, person, person.phone, mail, wechat, by_hand)


def reached(order: Order, person: Person | None) -> Recipient:
    """How whoever was told of `order` can be reached now: this member of staff, else its resident."""
    return _member(order, person) if person is not None else _whoever_placed(order)


_FINDERS: Mapping[Audience, Callable[[Order, datetime], Iterator[Recipient]]] = {
    Audience.RESIDENT: _resident,
    Audience.FOLLOWERS: _followers,
    Audience.RESPONSIBLE: _responsible,
    Audience.LEAD: _lead,
    Audience.SUPERVISORS: _supervisors,
    Audience.CASE_LEADER: _case_leader,
}
