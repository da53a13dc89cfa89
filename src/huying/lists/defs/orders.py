"""Lists drawn from orders: all of them, and the ledger of classes with its counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.lists.asking import as_texts, period
from huying.lists.definitions import Asked, Choices, Column, Filter, ListDef, Row
from huying.lists.defs.orgs import units_of_place
from huying.lists.policy import holding
from huying.lists.sources import Found, Listed
from huying.lists.states import Asks, Type
from huying.orders.called import grades_at, levels_at
from huying.orders.choices import category_choices
from huying.orders.labels import CHANNELS, GRADES, KINDS, LEVELS, RESULTS, STATES
from huying.orders.models import NEVER, Category, Order
from huying.orders.named import categories, with_names
from huying.orders.queries import Wanted, matching
from huying.orders.states import OrderState
from huying.people.roles import Grant
from huying.places.models import Place

S = OrderState


def _pairs(labels: Mapping[Any, Any]) -> Choices:
    return list(labels.items())


def _categories(viewer: Actor, path: str, on: date) -> Choices:
    return category_choices(path, on=on, within=True)


SINCE = Filter("since", _("Placed from"), Asks.DATE)
UNTIL = Filter("until", _("Placed until"), Asks.DATE)
CATEGORY = Filter("category", _("Category"), choices=_categories)
WORDS = Filter("q", _("Words or number"), Asks.TEXT)

_ORDER_COLUMNS = (
    Column("number", _("Number"), main=True, brief=True),
    Column("title", _("What it is about"), brief=True),
    Column("kind", _("Kind"), Type.WORD, KINDS),
    Column("channel", _("Channel"), Type.WORD, CHANNELS),
    Column("street", _("Street")),
    Column("community", _("Community"), brief=True),
    Column("place", _("Place")),
    Column("address", _("Address")),
    Column("class", _("Class")),
    Column("category", _("Category"), brief=True),
    Column("grade", _("Grade"), Type.WORD, GRADES),
    Column("level", _("Level"), Type.WORD, LEVELS),
    Column("state", _("State"), Type.WORD, STATES, brief=True),
    Column("placed_at", _("Placed"), Type.MOMENT, brief=True),
    Column("promised_at", _("Promised"), Type.MOMENT, brief=True),
    Column("overdue", _("Overdue"), Type.YES_NO),
    Column("days_open", _("Days open"), Type.NUMBER, brief=True),
    Column("lead", _("Lead handler"), brief=True),
    Column("responsible", _("Responsible person")),
    Column("result", _("Result"), Type.WORD, RESULTS),
    Column("completed_at", _("Done"), Type.MOMENT),
    Column("closed_at", _("Closed at"), Type.MOMENT),
    Column("chases", _("Chases"), Type.NUMBER, summed=True),
    Column("returns", _("Returns"), Type.NUMBER, summed=True),
    Column("reopens", _("Reopened"), Type.NUMBER, summed=True),
)


def _wanted(asked: Asked) -> Wanted:
    said, (since, until) = asked.filters, period(asked.filters)
    return Wanted(
        place=asked.place, since=since, until=until,
        states=(str(said["state"]),) if "state" in said else (),
        category=said.get("category", ""), grade=said.get("grade", ""), level=said.get("level"),
        channel=said.get("channel", ""), lead=said.get("lead", ""), q=said.get("q", ""),
        overdue=bool(said.get("overdue")), ordering="placed",
    )  # fmt: skip


def _orders(viewer: Actor, asked: Asked) -> Found:
    rows = matching(_wanted(asked), viewer, at=asked.at).exclude(state=S.DRAFT)
    if asked.filters.get("q"):  # a number finds its order anywhere; here only in the place asked
        rows = rows.filter(place__path__startswith=asked.path)

    def rows_of(batch: QuerySet[Order]) -> Sequence[tuple[Order, Row]]:
        orders = with_names(batch)
        ids = {order.street_id for order in orders}
        streets = dict(Place.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
        return [
            (one, _order_row(one, streets.get(one.street_id or 0, ""), asked.at)) for one in orders
        ]

    return Found(rows, asked.sort or "-placed_at", rows_of)


def _order_row(order: Order, street: str, at: datetime) -> Row:
    filed, runs = order.category, order.is_open and order.next_due_at != NEVER
    return Row(order.number, (
        order.number, order.title, order.kind, order.channel, street,
        order.community.name if order.community else "", order.place.name, order.address,
        (filed.parent or filed).name if filed else "", filed.name if filed else "",
        order.grade, order.level, order.state, order.placed_at,
        order.next_due_at if runs else None, runs and order.next_due_at < at,
        ((order.closed_at or at) - order.placed_at).days,
        order.lead_unit.name if order.lead_unit else "",
        order.responsible_person.name if order.responsible_person else "",
        order.result, order.completed_at, order.closed_at,
        order.chases, order.returns, order.reopens,
    ), ("desk:order", (order.number,), ""))  # fmt: skip


def _called(path: str, on: date) -> Mapping[str, Mapping[Any, Any]]:
    return {"grade": grades_at(path, on), "level": levels_at(path, on)} if path else {}


ORDERS = ListDef(
    name="orders", of="orders", rank=10, icon="clipboard-list", title=_("Orders"),
    note=_("Every order with its state, its promise and who handles it."),
    reads=holding(Grant.SEE), columns=_ORDER_COLUMNS, source=_orders, called=_called, personal=True,
    filters=(
        WORDS, SINCE, UNTIL, CATEGORY,
        Filter("state", _("State"), choices=lambda *_a: _pairs(STATES)),
        Filter("grade", _("Grade"), choices=lambda _v, path, on: _pairs(grades_at(path, on))),
        Filter("level", _("Level"), choices=lambda _v, path, on: _pairs(levels_at(path, on))),
        Filter("channel", _("Channel"), choices=lambda *_a: _pairs(CHANNELS)),
        Filter("lead", _("Lead handler"), choices=units_of_place),
        Filter("overdue", _("Overdue only"), Asks.YES_NO),
    ),
    sorts={
        "-placed_at": _("Newest first"),
        "placed_at": _("Oldest first"),
        "next_due_at": _("Nearest promise first"),
    },
)  # fmt: skip

_DONE = Q(state=S.CLOSED) | Q(state=S.ARCHIVED, completed_at__isnull=False)
_DECLINED = Q(state=S.NOT_ACCEPTED)
_COUNTED: Mapping[str, Q] = {
    "placed": Q(),
    "open": Q(is_open=True),
    "on_hold": Q(state=S.SUSPENDED),
    "done": _DONE,
    "not_accepted": _DECLINED,
    "otherwise": Q(is_open=False) & ~_DONE & ~_DECLINED,
}


def _ledger(viewer: Actor, asked: Asked) -> Listed:
    rows = list(_ledger_rows(viewer, asked))
    return Listed(rows, _LEDGER_COLUMNS, asked.sort)


def _ledger_rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    since, until = period(asked.filters)
    wanted = Wanted(
        place=asked.place, since=since, until=until, ordering="placed",
        category=asked.filters.get("category", ""),
    )  # fmt: skip
    found = matching(wanted, viewer, at=asked.at).exclude(state=S.DRAFT)
    late = Q(is_open=True, next_due_at__lt=asked.at)
    counted = {name: Count("pk", filter=rule) if rule else Count("pk") for name, rule in _COUNTED.items()}  # fmt: skip
    tally = {
        row["filed"]: row
        for row in found.order_by().values(filed=F("category_id")).annotate(
            overdue=Count("pk", filter=late), sent_back=Count("pk", filter=Q(returns__gt=0)),
            again=Count("pk", filter=Q(reopens__gt=0)), **counted,
        )
    }  # fmt: skip
    for filed in _filed_under(asked, {pk for pk in tally if pk is not None}):
        line = tally.get(filed.pk if filed else None)
        if line or (filed and not _heads(filed)):
            yield _ledger_row(filed, line or {}, asked)


def _filed_under(asked: Asked, used: set[int]) -> list[Category | None]:
    """The categories of the place in their order, those that orders still carry, and none."""
    live = categories(asked.path, on=timezone.localdate(asked.at), within=True)
    every = {one.pk: one for one in live}
    missing = used - every.keys()
    every |= {one.pk: one for one in Category.objects.select_related("parent").filter(pk__in=missing)}  # fmt: skip
    code = asked.filters.get("category", "")
    kept = [one for one in every.values() if not code or code in {one.code, one.parent and one.parent.code}]  # fmt: skip
    ordered = sorted(kept, key=lambda one: ((one.parent or one).code, one.code))
    return [*ordered, *([] if code else [None])]


def _heads(filed: Category) -> bool:
    return filed.parent_id is None and filed.children.exists()


def _ledger_row(filed: Category | None, line: Mapping[str, Any], asked: Asked) -> Row:
    told = (*_COUNTED, "overdue", "sent_back", "again")
    query = as_texts(asked) | {"place": asked.place.code if asked.place else ""}
    href = None
    if filed is not None and not _heads(filed):
        query = query | {"category": filed.code}
        said = urlencode({key: value for key, value in query.items() if value})
        href = ("lists:one", ("orders",), said)
    head = filed.parent or filed if filed else None
    return Row(
        filed.code if filed else "—",
        (
            filed.code if filed else "—", head.name if head else "",
            filed.name if filed else str(_("Not sorted yet")), *(line.get(key, 0) for key in told),
        ),
        href,
    )  # fmt: skip


_LEDGER_COLUMNS = (
    Column("code", _("Code number"), brief=True),
    Column("class", _("Class"), brief=True),
    Column("item", _("Sub-item"), main=True, brief=True),
    Column("placed", _("Orders"), Type.NUMBER, brief=True, summed=True),
    Column("open", _("Still open"), Type.NUMBER, brief=True, summed=True),
    Column("on_hold", _("On hold"), Type.NUMBER, summed=True),
    Column("done", _("Closed"), Type.NUMBER, brief=True, summed=True),
    Column("not_accepted", _("Not accepted"), Type.NUMBER, brief=True, summed=True),
    Column("otherwise", _("Ended otherwise"), Type.NUMBER, summed=True),
    Column("overdue", _("Overdue"), Type.NUMBER, brief=True, summed=True),
    Column("sent_back", _("Returned"), Type.NUMBER, summed=True),
    Column("again", _("Reopened"), Type.NUMBER, summed=True),
)
CLASSES = ListDef(
    name="order-ledger", of="order_ledger", rank=20, icon="layers", title=_("Orders by class"),
    note=_("The ledger of classes and sub-items, each with its orders counted."),
    reads=holding(Grant.SEE), columns=_LEDGER_COLUMNS, source=_ledger,
    filters=(SINCE, UNTIL, CATEGORY),
    sorts={"": _("By code"), "-placed": _("Most orders first"), "-overdue": _("Most overdue first")},
)  # fmt: skip

LISTS = (ORDERS, CLASSES)
