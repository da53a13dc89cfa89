"""How many stand behind a need, counted from rows; and which need an order stands behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from huying.orders.models import Order
from huying.supply.models import COUNTED, Need, Support


def with_supporters(needs: QuerySet[Need]) -> QuerySet[Need]:
    """The needs with `supporters`: the households that stand behind each, in the same select."""
    rows = Support.objects.filter(COUNTED, need=OuterRef("pk")).order_by().values("need")
    total = rows.annotate(total=Sum("count")).values("total")
    return needs.annotate(supporters=Coalesce(Subquery(total, output_field=IntegerField()), 0))


def supporters_of(need: Need) -> int:
    """How many households stand behind this need now."""
    found = Support.objects.filter(COUNTED, need=need).aggregate(total=Sum("count"))
    return int(found["total"] or 0)


def supports_of(need: Need) -> QuerySet[Support]:
    """What counts behind a need, oldest first."""
    rows = Support.objects.filter(COUNTED, need=need)
    return rows.select_related("order", "order__place")


def sources_of(needs: Iterable[int]) -> dict[int, list[str]]:
    """For each of these needs where its households were counted, each source once; one query."""
    rows = Support.objects.filter(COUNTED, need__in=list(needs)).exclude(source="")
    found: dict[int, list[str]] = {}
    for need, source in rows.order_by("id").values_list("need_id", "source"):
        said = found.setdefault(need, [])
        if source not in said:
            said.append(source)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone who placed an order may know of the need it stands behind.

    `title` is blank where the need concerns one person or household. `need_id` is for staff.
    """

    need_id: int
    title: str
    state: str
    supporters: int
    result: str
    other_way: str


def orders_behind(need: int) -> list[int]:
    """Ids of the orders that stand behind a need, in the order in which they came."""
    rows = Support.objects.filter(need=need, ended_at=None).exclude(order=None)
    return list(rows.order_by("id").values_list("order_id", flat=True))


def standing_of(order: Order) -> Standing | None:
    """The need this order stands behind, by itself or with the order it follows; None without one."""
    found = standings_of([order.pk, *([order.merged_into_id] if order.merged_into_id else [])])
    return found.get(order.pk) or found.get(order.merged_into_id or 0)


def standings_of(orders: Iterable[int]) -> dict[int, Standing]:
    """For each of these orders that stands behind a need, that need; two queries."""
    rows = Support.objects.filter(order_id__in=list(orders), ended_at=None)
    needs: dict[int | None, int] = dict(rows.values_list("order_id", "need_id"))
    if not needs:
        return {}
    found = with_supporters(Need.objects.filter(pk__in=set(needs.values()))).in_bulk()
    return {order: _told(found[need]) for order, need in needs.items() if order}


def _told(need: Need) -> Standing:
    open_title = "" if need.personal else need.title
    counted = int(need.supporters)  # type: ignore[attr-defined]
    return Standing(need.pk, open_title, need.state, counted, need.result, need.other_way)
