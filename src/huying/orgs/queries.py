"""Finding organisations and the people who answer for them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from huying.kernel.actor import VISITOR, Actor, ActorKind
from huying.kernel.refusals import Code, Refused
from huying.orgs.models import Member, Organisation
from huying.orgs.states import DESK_KINDS, Duty
from huying.people.models import Account
from huying.people.queries import covered_by, standings
from huying.places.models import Place


def current(members: QuerySet[Member], on: date) -> QuerySet[Member]:
    """Only the duties held on this day."""
    return members.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def units_of(person_id: int, on: date) -> frozenset[int]:
    """Organisations whose orders the person handles on this day."""
    held = Member.objects.filter(person_id=person_id, duty__in=[Duty.HEAD, Duty.HANDLER])
    return frozenset(current(held, on).values_list("organisation_id", flat=True))


def organisation(code: str) -> Organisation:
    """The organisation with this code, or refused."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such organisation")
    return found


def handlers(unit_id: int, on: date) -> list[Member]:
    """Who can be responsible in this unit, heads first; inactive accounts do not count."""
    held = Member.objects.filter(organisation_id=unit_id, duty__in=[Duty.HEAD, Duty.HANDLER])
    active = current(held, on).exclude(person__account__is_active=False).select_related("person")
    return sorted(active, key=lambda member: (member.duty != Duty.HEAD, member.person_id))


def desk_of(places: Iterable[int | None]) -> Organisation | None:
    """The organisation that is the desk of the deepest of these places."""
    wanted = [place for place in places if place is not None]
    found = Organisation.objects.filter(place_id__in=wanted, kind__in=DESK_KINDS, closed_on=None)
    return found.select_related("place").order_by("-place__depth", "id").first()


def units_serving(place: Place, on: date) -> QuerySet[Organisation]:
    """Organisations that can take an order in this place: on its line of the tree, or placeless."""
    line = [place.path[:end] for end in range(place.steplen, len(place.path) + 1, place.steplen)]
    serving = Q(place=None) | Q(place__path__in=line) | Q(place__path__startswith=place.path)
    open_ones = Organisation.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return open_ones.filter(serving).order_by("name", "id")


def actor_of(account: Account, on: date, *, on_behalf_of: str = "") -> Actor:
    """The actor behind a signed-in account: nobody at all when the account is closed."""
    person = account.person
    if not account.is_active or person is None:
        return VISITOR
    return Actor(
        ActorKind.STAFF, person.name, person.pk, standings(person.pk, on), units_of(person.pk, on),
        on_behalf_of=on_behalf_of, covering=covered_by(person.pk, on),
    )  # fmt: skip
