"""Reading orders: one, a page of a list, its timeline, and what floats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.numbers import parse_code, parse_number
from huying.kernel.refusals import Code, Refused
from huying.orders.lifecycle import ORDER
from huying.orders.models import CoHandler, Note, Order, Request
from huying.orders.models.order import KIND
from huying.orders.named import with_names
from huying.orders.policy import may_see, visible
from huying.orders.states import OPEN, WAITS_FOR_DESK, AskState, OrderState, Visit
from huying.orgs.models import Organisation
from huying.people.models import Cover, Post
from huying.people.queries import current
from huying.people.roles import DESK_ROLES
from huying.places.models import Place
from huying.trail.models import Record

LARGEST_PAGE = 200
MOST_CHOSEN = 50
HELPERS = Prefetch("co_handlers", CoHandler.objects.select_related("unit"))


def order_by_number(number: str, viewer: Actor, *, with_helpers: bool = True) -> Order:
    """The order this viewer may see under this number; refused `unknown` for everyone else.

    Without helpers it is one query, what the order names being at hand; they are then read
    when they are asked for.
    """
    parsed = parse_number(number)
    orders = Order.objects.all()
    if with_helpers:
        orders = orders.prefetch_related(HELPERS)
    found = with_names(orders.filter(number=parsed)) if parsed else []
    if not found or not may_see(viewer, found[0]):
        raise Refused(Code.UNKNOWN, "no order with this number can be shown to you")
    return found[0]


def order_of_code(number: str, code: str) -> Order | None:
    """The order with this number, if the query code fits it."""
    parsed, wanted = parse_number(number), parse_code(code)
    if parsed is None or wanted is None:
        return None
    return Order.objects.filter(number=parsed, query_code=wanted).first()


def chosen_orders(numbers: Iterable[str], viewer: Actor) -> list[Order]:
    """The orders with these numbers that the viewer may see, as they were named, once each.

    Refused `invalid` above MOST_CHOSEN, `unknown` where there is none to show.
    """
    wanted = list(dict.fromkeys(number for each in numbers if (number := parse_number(each))))
    if len(wanted) > MOST_CHOSEN:
        raise Refused(Code.INVALID, "at most 50 orders at once")
    rows = visible(Order.objects.filter(number__in=wanted), viewer)
    found = {order.number: order for order in with_names(rows.prefetch_related(HELPERS))}
    if not found:
        raise Refused(Code.UNKNOWN, "no order with this number can be shown to you")
    return [found[number] for number in wanted if number in found]


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose day it is: what a person answers for or leads, and what waits at their desks.

    `desks` are ids of places whose own desk the person works at; what a desk waits to do
    belongs to everyone there. Whoever `decides` has the undecided requests in their day too.
    `covering` are ids of colleagues who are away: what waits for them is in the day as well.
    """

    person_id: int
    desks: frozenset[int] = frozenset()
    decides: bool = False
    covering: frozenset[int] = frozenset()


def open_moves(order: Order, *, by: Actor) -> list[str]:
    """Names of the moves this actor may make now."""
    return ORDER.open_to(order, by=by)


def starting_moves() -> dict[str, frozenset[str]]:
    """For each clock of an order the names of the moves a limit may start it on."""
    return ORDER.starting()


def followed_by(ids: Iterable[int]) -> QuerySet[Order]:
    """The orders with these ids, newest first: what a session proved to be its own."""
    return Order.objects.filter(pk__in=sorted(ids)).order_by("-placed_at", "-id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list asks for; blank means everything.

    `asked` wants an undecided request on the order, `awaits_reply` a supervision without a reply, `closed_since` an end at or after then,
    `due_since` and `due_until` the nearest promise in between, `returned` a return that waits
    to be sent on, `pressed` one that is supervised or was chased, `visit_again` a last visit
    that found nobody and no completion since, `visited_since` a last visit at or after then.
    """

    states: tuple[str, ...] = ()
    place: Place | None = None
    category: str = ""
    grade: str = ""
    level: int | None = None
    lead: str = ""
    channel: str = ""
    q: str = ""
    overdue: bool = False
    open_only: bool = False
    responsible: int | None = None
    unit_ids: frozenset[int] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    mine: Mine | None = None
    asked: bool = False
    awaits_reply: bool = False
    closed_since: datetime | None = None
    due_since: datetime | None = None
    due_until: datetime | None = None
    returned: bool = False
    pressed: bool = False
    visit_again: bool = False
    visited_since: datetime | None = None
    ordering: str = "due"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the cursor of the next."""

    rows: Sequence[Order]
    next_cursor: str


_COLUMN = {"district": "district_id", "street": "street_id", "community": "community_id"}
_ORDERINGS = {
    "due": ("next_due_at", False),
    "placed": ("placed_at", True),
    "oldest": ("placed_at", False),
}


def matching(wanted: Wanted, viewer: Actor, *, at: datetime) -> QuerySet[Order]:
    """The orders this viewer may see that a list asks for, unordered."""
    if wanted.ordering not in _ORDERINGS:
        raise Refused(Code.INVALID, "unknown ordering", fields={"ordering": "unknown"})
    rows = visible(Order.objects.all(), viewer)
    number = parse_number(wanted.q) if wanted.q else None
    if number:  # a number finds its order whatever the filters say
        return rows.filter(number=number)
    for column, value in _equalities(wanted).items():
        rows = rows.filter(**{column: value})
    rows = rows.filter(_whose(wanted))
    if wanted.q:
        words = wanted.q.strip()
        rows = rows.filter(
            Q(text__icontains=words) | Q(summary__icontains=words) | Q(source_number=words)
        )
    if wanted.category:
        rows = rows.filter(
            Q(category__code=wanted.category) | Q(category__parent__code=wanted.category)
        )
    if wanted.overdue:
        rows = rows.filter(is_open=True, next_due_at__lt=at)
    return rows


def _equalities(wanted: Wanted) -> dict[str, object]:
    asked: dict[str, object] = {}
    if wanted.place is not None:
        column = _COLUMN.get(wanted.place.level)
        asked |= (
            {column: wanted.place.pk} if column else {"place__path__startswith": wanted.place.path}
        )
    if wanted.states:
        asked["state__in"] = sorted(wanted.states)
    if wanted.open_only or (wanted.states and set(wanted.states) <= OPEN):
        asked["is_open"] = True
    if wanted.unit_ids:
        asked["lead_unit_id__in"] = sorted(wanted.unit_ids)
    plain = {
        "grade": wanted.grade, "channel": wanted.channel, "lead_unit__code": wanted.lead,
        "level": wanted.level, "responsible_person_id": wanted.responsible,
        "placed_at__gte": wanted.since, "placed_at__lt": wanted.until,
        "closed_at__gte": wanted.closed_since, "next_due_at__gte": wanted.due_since,
        "next_due_at__lt": wanted.due_until, "visited_at__gte": wanted.visited_since,
    }  # fmt: skip
    return asked | {column: value for column, value in plain.items() if value not in (None, "")}


def _whose(wanted: Wanted) -> Q:
    """The part of a list that is no plain equality: whose day it is, and what was asked."""
    condition = Q()
    if (mine := wanted.mine) is not None:
        people = sorted({mine.person_id, *mine.covering})
        condition &= (
            Q(responsible_person_id__in=people)
            | Q(lead_person_id__in=people)
            | Q(case_leader_id=mine.person_id)
        )
        if mine.desks:
            condition |= Q(desk_id__in=sorted(mine.desks), state__in=sorted(WAITS_FOR_DESK))
        if mine.decides:
            condition |= _asked()
    if wanted.asked:
        condition &= _asked()
    if wanted.awaits_reply:
        condition &= Q(awaits_reply=True)
    if wanted.returned:
        condition &= Q(returns__gt=0, state=OrderState.ACCEPTED)
    if wanted.pressed:
        condition &= Q(supervised=True) | Q(chases__gt=0)
    if wanted.visit_again:
        undone = Q(completed_at=None) | Q(completed_at__lte=F("visited_at"))
        condition &= Q(visit_outcome=Visit.NOBODY_HOME) & undone
    return condition


def _asked() -> Q:
    waiting = Request.objects.filter(state=AskState.REQUESTED)
    return Q(pk__in=waiting.values("order_id"))


def page(wanted: Wanted, viewer: Actor, *, at: datetime, cursor: str = "", limit: int = 50) -> Page:
    """One page by keyset, so that page 1,000 costs what page 1 costs."""
    column, backwards = _ORDERINGS.get(wanted.ordering, ("", False))
    rows = matching(wanted, viewer, at=at)
    limit = max(1, min(limit, LARGEST_PAGE))
    if cursor:
        rows = rows.filter(_after(cursor, column, backwards=backwards))
    sign = "-" if backwards else ""
    found = with_names(rows.order_by(f"{sign}{column}", f"{sign}id")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _cursor(found[-1], column) if more else "")


def _cursor(row: Order, column: str) -> str:
    return f"{getattr(row, column).isoformat()}~{row.pk}"


def _place_in_list(cursor: str) -> tuple[datetime, int]:
    moment, _, pk = cursor.partition("~")
    try:
        when, last = datetime.fromisoformat(moment.replace(" ", "+")), int(pk)
        when = when.astimezone(UTC)  # a moment at the edge of time has no place in UTC
    except (ValueError, OverflowError) as problem:
        raise Refused(Code.INVALID, "unknown cursor", fields={"cursor": "unknown"}) from problem
    if not 0 <= last < 2**63:
        raise Refused(Code.INVALID, "unknown cursor", fields={"cursor": "unknown"})
    return when, last


def _after(cursor: str, column: str, *, backwards: bool) -> Q:
    when, last = _place_in_list(cursor)
    beyond = "lt" if backwards else "gt"
    further = Q(**{f"{column}__{beyond}": when}) | Q(**{column: when, f"pk__{beyond}": last})
    return Q(**{f"{column}__{beyond}e": when}) & further  # the first half is what an index finds


def counts(lists: dict[str, Wanted], viewer: Actor, *, at: datetime) -> dict[str, int]:
    """How many orders each list holds, in one query for all."""
    base = visible(Order.objects.filter(is_open=True), viewer)
    asked = {
        name: Count("pk", filter=_condition(wanted, at), distinct=False)
        for name, wanted in lists.items()
    }
    found: dict[str, int] = base.aggregate(**asked)
    return found


def _condition(wanted: Wanted, at: datetime) -> Q:
    condition = Q(pk__isnull=False, **_equalities(wanted)) & _whose(wanted)
    return condition & Q(next_due_at__lt=at) if wanted.overdue else condition


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: a record and the words that came with it."""

    record: Record
    notes: tuple[Note, ...]


def timeline(order: Order, *, public_only: bool = False) -> list[Entry]:
    """What happened to an order, oldest first; for residents only the public words."""
    words: dict[int, list[Note]] = {}
    for note in order.notes.order_by("seq", "id"):
        if note.public or not public_only:
            words.setdefault(note.seq, []).append(note)
    records = Record.objects.filter(subject_kind=KIND, subject_id=order.pk).order_by("seq")
    return [Entry(record, tuple(words.get(record.seq, ()))) for record in records]


def floating(on: datetime) -> QuerySet[Order]:
    """Open orders without exactly one responsible unit and person who is still there.

    The responsible person, and who stands in for them while they are away, must hold a desk
    post, the leading unit must not be closed, and every order under way must have one unit and
    one person. The answer must be empty.
    """
    day = timezone.localdate(on)
    there = current(Post.objects.filter(role__in=DESK_ROLES), day)
    gone = ~Q(responsible_person_id__in=there.values("person_id"))
    away = Cover.objects.filter(since__lte=day, until__gt=day)
    alone = away.exclude(stand_in_id__in=there.values("person_id"))
    gone |= Q(responsible_person_id__in=alone.values("away_id"))
    closed = Q(lead_unit__in=Organisation.objects.filter(closed_on__lte=day))
    nobody = Q(desk=None) | Q(responsible_person=None)
    return Order.objects.filter(is_open=True).filter(gone | closed | nobody)


def floating_for(viewer: Actor, at: datetime) -> int:
    """How many of the open orders this viewer sees nobody answers for; it must be none."""
    return visible(floating(at), viewer).count()
