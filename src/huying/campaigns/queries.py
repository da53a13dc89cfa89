"""Reading campaigns: lists, live totals that are counted and never stored, and who is missed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_date

from huying.campaigns.inputs import id_of
from huying.campaigns.models import (
    KIND,
    Campaign,
    CheckIn,
    Closing,
    Leader,
    Point,
    Target,
)
from huying.campaigns.policy import reached, visible
from huying.campaigns.states import Basis, CheckInState
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.models import Person, Post
from huying.people.queries import current
from huying.people.roles import ROLE_GRANTS, Grant
from huying.places.rules import lineage, span
from huying.trail.models import Record


@dataclass(frozen=True, slots=True)
class Part:
    """One point or building: how many came, of how many; `of` is None where there is no list."""

    id: str
    name: str
    came: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How a campaign stands: every figure counted from rows at this moment.

    `of` is the length of the list, or the headcount that was planned for (None: none was).
    """

    total: int
    of: int | None
    missed: int | None
    duplicates: int
    undone: int
    late: int
    points: tuple[Part, ...]
    groups: tuple[Part, ...]


def campaign(text: str, viewer: Actor) -> Campaign:
    """The campaign with this id; refused `unknown`, also where the viewer may not see it."""
    found = _seen(viewer).filter(pk=_id(text)).first()
    if found is None:
        raise _unknown()
    return found


def any_campaign(text: str) -> Campaign:
    """The campaign with this id for whoever brings check-ins; refused `unknown`."""
    rows = Campaign.objects.select_related("place").defer("place__boundary")
    found = rows.filter(pk=_id(text)).first()
    if found is None:
        raise _unknown()
    return found


def campaigns(viewer: Actor) -> QuerySet[Campaign]:
    """The campaigns this viewer may see, the latest day first, each with `came` and `listed`."""
    return _seen(viewer).annotate(came=_count(CheckIn, state=CheckInState.COUNTED), listed=_count(Target, struck_at=None))  # fmt: skip


def totals(campaign: Campaign) -> Totals:
    """Every figure of a campaign; five statements whatever its length."""
    rows = CheckIn.objects.filter(campaign=campaign)
    counts = rows.aggregate(
        total=Count("id", filter=Q(state=CheckInState.COUNTED)),
        duplicates=Count("id", filter=Q(state=CheckInState.DUPLICATE)),
        undone=Count("id", filter=Q(state=CheckInState.UNDONE)),
        late=Count("id", filter=Q(state=CheckInState.COUNTED, round__gt=0)),
    )
    counted = rows.filter(state=CheckInState.COUNTED).order_by()
    groups = _groups(campaign, counted)
    if campaign.basis == Basis.HEADS:
        of, missed = campaign.expected, None
    else:
        of = sum(group.of or 0 for group in groups)
        missed = of - counts["total"]
    return Totals(of=of, missed=missed, points=_points(campaign, counted), groups=groups, **counts)


def _groups(campaign: Campaign, counted: QuerySet[CheckIn]) -> tuple[Part, ...]:
    listed = Target.objects.filter(campaign=campaign, struck_at=None).order_by()
    lengths = dict(listed.values_list("group").annotate(count=Count("id")))
    came = dict(counted.values_list("target__group").annotate(count=Count("id")))
    return tuple(
        Part(name, name, came.get(name, 0), of)
        for name, of in sorted(lengths.items(), key=lambda pair: _natural(pair[0]))
    )


def _points(campaign: Campaign, counted: QuerySet[CheckIn]) -> tuple[Part, ...]:
    came = dict(counted.values_list("point_id").annotate(count=Count("id")))
    rows = Point.objects.filter(campaign=campaign).order_by("id")
    found = [
        Part(str(row.pk), row.name, came.get(row.pk, 0))
        for row in rows
        if row.dropped_at is None or row.pk in came
    ]
    nowhere = [Part("", "", came[None])] if found and None in came else []
    return (*found, *nowhere)


def _natural(text: str) -> tuple[object, ...]:
    """Building 2 before building 10; doors without a building last."""
    digits = "".join(char for char in text if char.isdecimal())
    return (not text, int(digits[:12]) if digits else 0, text)


def missed(campaign: Campaign, viewer: Actor) -> QuerySet[Target]:
    """Who was not reached by now, as far as the viewer works with them, in the list's order."""
    return targets(campaign, viewer, missed=True)


def missed_at(closing: Closing, viewer: Actor) -> list[Target]:
    """Who was not reached when it was closed, as far as the viewer works with them."""
    rows = Target.objects.filter(campaign_id=closing.campaign_id, struck_at=None)
    seen = reached(rows, closing.campaign, viewer).order_by("id")
    ids = set(closing.missed)
    return [row for row in seen if row.pk in ids]


def closings(campaign: Campaign) -> list[Closing]:
    """Every closing, the latest first."""
    rows = Closing.objects.filter(campaign=campaign).order_by("-number")
    return list(rows.select_related("campaign__place").defer("campaign__place__boundary"))


def points_of(campaign: Campaign) -> list[tuple[Point, list[Person]]]:
    """The points that were not given up, each with who leads it now."""
    rows = Point.objects.filter(campaign=campaign, dropped_at=None).select_related("place")
    led = Leader.objects.filter(point__in=rows, until_at=None).select_related("person")
    people: dict[int, list[Person]] = {}
    for leader in led.order_by("id"):
        people.setdefault(leader.point_id, []).append(leader.person)
    return [(row, people.get(row.pk, [])) for row in rows.order_by("id")]


def page(rows: QuerySet[Campaign], cursor: str, limit: int) -> tuple[list[Campaign], str]:
    """So many of these after the cursor, and the cursor of the next page ("" on the last)."""
    day, _colon, text = cursor.partition(":")
    pk = id_of(text)
    if pk is not None and (held_on := _day(day)) is not None:
        rows = rows.filter(Q(held_on__lt=held_on) | Q(held_on=held_on, id__lt=pk))
    found = list(rows[: limit + 1])
    last = found[:limit][-1] if len(found) > limit else None
    return found[:limit], f"{last.held_on}:{last.pk}" if last else ""


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def targets(
    campaign: Campaign, viewer: Actor, *, group: str | None = None, missed: bool = False,
    everywhere: bool = False,
) -> QuerySet[Target]:  # fmt: skip
    """The doors the viewer works at, in the list's order, each with `reached`.

    `everywhere` is for who leads a point, where anybody may come.
    """
    came = CheckIn.objects.filter(target=OuterRef("pk"), state=CheckInState.COUNTED)
    listed = Target.objects.filter(campaign=campaign, struck_at=None)
    seen = listed if everywhere else reached(listed, campaign, viewer)
    rows = seen.annotate(reached=Exists(came)).order_by("id")
    if group is not None:
        rows = rows.filter(group=group)
    return rows.filter(reached=False) if missed else rows


def targets_page(rows: QuerySet[Target], cursor: str, limit: int) -> tuple[list[Target], str]:
    """So many of these after the cursor, and the cursor of the next page ("" on the last)."""
    if (after := id_of(cursor)) is not None:
        rows = rows.filter(id__gt=after)
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def helpers(campaign: Campaign, on: date) -> list[tuple[str, str]]:
    """Who checks people in around this place on this day, as (person id, name and place)."""
    path = campaign.place_path
    roles = [role for role, grants in ROLE_GRANTS.items() if Grant.CHECK_IN in grants]
    around = Q(place__path__range=span(path)) | Q(place__path__in=lineage(path))
    held = current(Post.objects.filter(around, role__in=roles), on)
    rows = held.exclude(person__account__is_active=False).order_by("-place__depth", "place__path", "person__name")  # fmt: skip
    named = rows.values_list("person_id", "person__name", "place__name")
    found = {str(pk): f"{name} · {place}" for pk, name, place in reversed(named)}
    return list(reversed(found.items()))


def story(campaign: Campaign) -> list[Record]:
    """What happened to a campaign, oldest first, the batches left out."""
    rows = Record.objects.filter(subject_kind=KIND, subject_id=campaign.pk)
    return list(rows.order_by("seq"))


def _seen(viewer: Actor) -> QuerySet[Campaign]:
    rows = Campaign.objects.select_related("place").defer("place__boundary")
    return visible(rows, viewer).order_by("-held_on", "-id")


def _count(model: type[CheckIn | Target], **which: object) -> Coalesce:
    rows = model._default_manager.filter(campaign=OuterRef("pk"), **which).order_by()
    counted = rows.values("campaign").annotate(count=Count("id")).values("count")
    return Coalesce(Subquery(counted), 0)


def _id(text: str) -> int:
    return id_of(text) or 0


def _unknown() -> Refused:
    return Refused(Code.UNKNOWN, "there is no such campaign")
