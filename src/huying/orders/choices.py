"""What can be chosen on a form about an order: categories, places, units, people.

Every answer is a list of (value, label), or of (heading, such a list).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.orders.models import Order
from huying.orders.named import categories
from huying.orgs.models import Member, Organisation
from huying.orgs.queries import current, units_serving
from huying.orgs.states import Duty
from huying.people.models import Post
from huying.people.queries import current as current_posts
from huying.people.queries import desk_posts
from huying.people.roles import ROLE_GRANTS, Grant
from huying.places.models import Place
from huying.places.rules import lineage, span
from huying.places.states import Level

Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]
MOST_PLACES = 500
LISTED = (Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.GRID)
OUTDOORS = tuple(level for level in Level if level is not Level.HOUSEHOLD)
STREET_DEPTH, COMMUNITY_DEPTH = 2, 3
INDENT = "\N{IDEOGRAPHIC SPACE}"


def category_choices(*paths: str, on: date, within: bool = False) -> Choices:
    """The categories of these places; a class with sub-items heads them and can be chosen itself."""
    rows = sorted(
        categories(*paths, on=on, within=within),
        key=lambda row: ((row.parent or row).code, row.code),
    )
    found: Choices = []
    for head, group in groupby(rows, key=lambda row: row.parent or row):
        items = [(row.code, row.name) for row in group]
        found += [(head.name, items)] if len(items) > 1 else items
    return found


def categories_for(viewer: Actor, grant: Grant, at: datetime) -> Choices:
    """The categories of every place where the viewer has this grant."""
    held = [one.place_path for one in viewer.standings if grant in one.grants]
    return category_choices(*held, on=timezone.localdate(at), within=True)


def places_of(viewer: Actor, grant: Grant, levels: Sequence[Level] = LISTED) -> list[Choice]:
    """Places where the viewer has this grant, in tree order, indented.

    Where there are more than MOST_PLACES, the innermost levels are left out.
    """
    held = [one.place_path for one in viewer.standings if grant in one.grants]
    if not held:
        return []
    below = Q()
    for path in held:
        below |= Q(path__range=span(path))
    return _places(below, levels)


def places_around(order: Order) -> list[Choice]:
    """Where an order may belong instead: its street's communities, and all of its own community."""
    line = lineage(order.place.path)
    street, community = line[:STREET_DEPTH][-1], line[:COMMUNITY_DEPTH][-1]
    nearby = Q(path__range=span(street), level=Level.COMMUNITY) | Q(path__range=span(community))
    return _places(nearby, OUTDOORS)


def places_in(community: Place) -> list[Choice]:
    """Everywhere in a community an order can be about, in tree order; households are left out."""
    return _places(Q(path__range=span(community.path)) & ~Q(pk=community.pk), OUTDOORS)


def _places(which: Q, levels: Sequence[Level]) -> list[Choice]:
    rows = Place.objects.filter(which, level__in=levels, retired_on=None).order_by("path")
    found = list(rows.values_list("code", "name", "depth")[: MOST_PLACES + 1])
    if len(found) > MOST_PLACES and len(levels) > 1:
        return _places(which, levels[:-1])
    top = min((depth for _code, _name, depth in found), default=0)
    return [(code, INDENT * (depth - top) + name) for code, name, depth in found]


def units_for(order: Order, on: date) -> list[Organisation]:
    """The units that can take this order, by name."""
    return list(units_serving(order.place, on))


def unit_names(ids: Iterable[int]) -> list[str]:
    """The names of these units, in their order."""
    units = Organisation.objects.filter(pk__in=sorted(ids)).order_by("name", "id")
    return list(units.values_list("name", flat=True))


def unit_choices(units: Iterable[Organisation]) -> list[Choice]:
    """Units by their codes."""
    return [(unit.code, unit.name) for unit in units]


def handler_choices(units: Iterable[Organisation], on: date) -> Choices:
    """Who can lead in each of these units, under the unit's name."""
    held = Member.objects.filter(organisation__in=list(units), duty__in=[Duty.HEAD, Duty.HANDLER])
    rows = (
        current(held, on)
        .exclude(person__account__is_active=False)
        .order_by("organisation__name", "organisation_id", "person_id")
        .values_list("organisation__name", "person_id", "person__name")
    )
    return [
        (unit, [(str(pk), name) for _unit, pk, name in group])
        for unit, group in groupby(rows, key=lambda row: row[0])
    ]


def successor_choices(order: Order, on: date) -> list[Choice]:
    """Who can become the responsible person: everyone at the order's desks but the present one."""
    line = (order.community_id, order.street_id, order.district_id)
    people = {
        post.person_id: (str(post.person_id), f"{post.person.name} · {post.place.name}")
        for post in desk_posts(line, on)
        if post.person_id != order.responsible_person_id
    }
    return list(people.values())


def leader_choices(order: Order, on: date) -> list[Choice]:
    """Who can lead the case: everyone who supervises on the order's line of the tree, nearest first."""
    roles = [role for role, grants in ROLE_GRANTS.items() if Grant.SUPERVISE in grants]
    held = Post.objects.filter(role__in=roles, place__path__in=lineage(order.place.path))
    posts = current_posts(held, on).exclude(person__account__is_active=False)
    people = {
        post.person_id: (str(post.person_id), f"{post.person.name} · {post.place.name}")
        for post in posts.select_related("person", "place").order_by("-place__depth", "person_id")
        if post.person_id != order.case_leader_id
    }
    return list(people.values())
