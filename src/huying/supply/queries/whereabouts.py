"""Which place's lists someone looks at, and what its practice calls them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from huying.adoptions.queries import way_at
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.places.models import Place
from huying.supply.states import Listed


def place_for(viewer: Actor, code: str = "") -> Place:
    """The place with this code, or else the viewer's own; refused where they may see nothing.

    One's own is where one keeps the lists, else where one may read them, the innermost first.
    """
    if code:
        found = Place.objects.filter(code=code[:32]).first()
        if found is None or not viewer.may(Grant.SEE, str(found.path)):
            raise Refused(Code.UNKNOWN, "no such place can be shown to you")
        return found
    for grant in (Grant.SUPPLY, Grant.SEE):
        held = [one.place_id for one in viewer.standings if grant in one.grants]
        own = Place.objects.filter(Q(pk__in=held)).order_by("-depth", "path").first()
        if own is not None:
            return own
    raise Refused(Code.NOT_YOURS, "these lists are read where one works")


def keeping_place(viewer: Actor, code: str = "") -> Place:
    """As `place_for`, of the places whose lists the viewer keeps; refused `not-yours` elsewhere."""
    if not viewer.may_anywhere(Grant.SUPPLY):
        raise Refused(Code.NOT_YOURS, "this is written down by who keeps the lists")
    found = place_for(viewer, code)
    if not viewer.may(Grant.SUPPLY, str(found.path)):
        raise Refused(Code.NOT_YOURS, "this is written down by who keeps the lists")
    return found


def names_at(place: Place, on: date) -> Mapping[str, str]:
    """What the practice in force calls its lists, in its order; empty where it names none.

    Its list of projects is that of what was landed, while it names no other.
    """
    way = way_at(str(place.path), on)
    named = {row["of"]: row["name"] for row in (way.parts.get("lists", ()) if way else ())}
    found: dict[str, str] = {}
    for of, name in named.items():
        if of in set(Listed):
            found[of] = name
        elif of == "projects" and Listed.LANDINGS not in named:
            found[Listed.LANDINGS] = name
    return found


def finders_at(place: Place, on: date) -> list[str]:
    """The lines by which the practice in force finds needs, by its own names."""
    way = way_at(str(place.path), on)
    return [row["name"] for row in (way.parts.get("discovery", ()) if way else ())]
