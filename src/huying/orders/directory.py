"""The dispatch directory, kept in memory: which row governs an order, and whom it names."""

from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from huying.kernel.kept import Kept
from huying.orders.models import DirectoryRow, Order
from huying.orders.models.order import KIND
from huying.orgs.models import Organisation
from huying.orgs.queries import units_serving
from huying.places.rules import span
from huying.trail.models import Record

# What a record keeps of the row an order was sent by, and of the row that sent it wrong.
BY_ROW, AGAINST_ROW = "by_row", "against_row"


def row_for(order: Order, on: date) -> DirectoryRow | None:
    """The row that governs this order: of the nearest place, of the sub-item before its class."""
    if order.category is None:
        return None
    wanted = (order.category_id, order.category.parent_id)
    holding = [
        row
        for row in _kept.get("")
        if row.category_id in wanted and _holds(row, order.place_path, on)
    ]
    return max(
        holding,
        key=lambda row: (len(_path(row)), row.category_id == wanted[0], row.pk),
        default=None,
    )


def left_out_of_scores() -> Q:
    """Orders whose governing row says why they are left out of scores; by the day they were placed.

    The same row as by `row_for`: what a nearer or closer row says without such a reason counts.
    """
    found, rows = Q(pk__in=[]), _kept.get("")
    for row in rows:
        for exact in (True, False) if row.exempt else ():
            reach = _reach(row, exact=exact)
            for other in rows:
                if other.exempt or not _akin(row, other):
                    continue
                for closer in (True, False):
                    if _strength(other, exact=closer) > _strength(row, exact=exact):
                        reach &= ~_reach(other, exact=closer)
            found |= reach
    return found


def _strength(row: DirectoryRow, *, exact: bool) -> tuple[int, bool, int]:
    """How a row stands against others for an order of its category, or of a sub-item of it."""
    return len(_path(row)), exact, row.pk


def _akin(one: DirectoryRow, other: DirectoryRow) -> bool:
    """Whether both may speak of one order: by category and by place."""
    families = [{row.category_id, row.category.parent_id} - {None} for row in (one, other)]
    paths = sorted((_path(one), _path(other)), key=len)
    return bool(families[0] & families[1]) and paths[1].startswith(paths[0])


def _reach(row: DirectoryRow, *, exact: bool) -> Q:
    """Orders of the row's place and days, of its category itself or of its sub-items."""
    of_category = "category_id" if exact else "category__parent_id"
    within = Q(**{of_category: row.category_id}, placed_at__gte=_begin(row.valid_from))
    if row.valid_until is not None:
        within &= Q(placed_at__lt=_begin(row.valid_until))
    return within & Q(place__path__range=span(row.place.path)) if row.place else within


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def leads_by(row: DirectoryRow, order: Order, on: date) -> list[Organisation]:
    """The units a row names for this order, the nearest to it first."""
    if row.lead is not None:
        return [row.lead] if row.lead.closed_on is None else []
    serving = units_serving(order.place, on).filter(kind=row.lead_kind).select_related("place")
    return sorted(serving, key=lambda unit: -len(unit.place.path) if unit.place else 0)


def governing_row(order: Order, lead: Organisation, on: date) -> DirectoryRow | None:
    """The row by which this unit leads the order; None where it was chosen otherwise."""
    row = row_for(order, on)
    if row is None or lead.pk not in {unit.pk for unit in leads_by(row, order, on)}:
        return None
    return row


def sent_wrong(row: DirectoryRow) -> int:
    """How many orders this row sent where they were given back; it counts against the row alone."""
    returned = Record.objects.filter(subject_kind=KIND, move="grant_return")
    return returned.filter(**{f"given__{AGAINST_ROW}": row.pk}).count()


def forget() -> None:
    """Read the directory afresh, in this process."""
    _kept.forget()


def _holds(row: DirectoryRow, path: str, on: date) -> bool:
    lasts = row.valid_from <= on and (row.valid_until is None or on < row.valid_until)
    return lasts and path.startswith(_path(row))


def _path(row: DirectoryRow) -> str:
    return row.place.path if row.place else ""


def _read(_key: str) -> tuple[DirectoryRow, ...]:
    rows = DirectoryRow.objects.select_related("category", "place", "lead")
    return tuple(rows.defer("place__boundary").order_by("id"))


_kept = Kept(_read, lambda: float(settings.RULEBOOK_SECONDS))
