"""The posts of grids: who holds each, and which are empty."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.duty.queries.spots import rules_at
from huying.duty.rules import missing_roles
from huying.kernel.actor import Actor
from huying.lists.definitions import Asked, Column, Filter, ListDef, Row
from huying.lists.policy import holding
from huying.lists.sources import Listed, in_order
from huying.lists.states import Asks, Type
from huying.people.labels import ROLES
from huying.people.models import Post
from huying.people.queries import current
from huying.people.roles import Grant, Role
from huying.places.models import Place
from huying.places.rules import span
from huying.places.states import GRID_KIND_LABELS, GridKind, Level

POSTS = (Role.GRID_WORKER, Role.GRID_ASSISTANT, Role.STREET_ADVISER, Role.DEPARTMENT_ADVISER)
_COLUMNS = (
    Column("code", _("Code number"), brief=True),
    Column("name", _("Grid"), main=True, brief=True),
    Column("kind", _("Grid kind"), Type.WORD, GRID_KIND_LABELS, brief=True),
    Column("community", _("Community"), brief=True),
    *(Column(role.value, ROLES[role], brief=True) for role in POSTS),
    Column("missing", _("Empty posts")),
    Column("gaps", _("Gaps"), Type.NUMBER, brief=True, summed=True),
)
_GAPS = len(_COLUMNS) - 1


def _rows(viewer: Actor, asked: Asked) -> Iterator[Row]:
    grids = Place.objects.filter(level=Level.GRID, path__range=span(asked.path), retired_on=None)
    held: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    posts = current(Post.objects.filter(place__in=grids), timezone.localdate(asked.at))
    # Whoever has a closed account fills no post, here as where gaps are told.
    posts = posts.exclude(person__account__is_active=False)
    for place_id, role, name in posts.order_by("since", "id").values_list("place_id", "role", "person__name"):  # fmt: skip
        held[place_id][role].append(name)
    rows = grids.select_related("community").defer("boundary", "community__boundary")
    for grid in rows.order_by("path"):
        row = _row(grid, held.get(grid.pk, {}), asked.at)
        wanted = asked.filters.get("gaps_only")
        if in_order(asked.filters, "kind", row, 2) and (not wanted or row.values[_GAPS]):
            yield row


def _row(grid: Place, held: dict[str, list[str]], at: datetime) -> Row:
    # A dedicated grid is looked after by whoever runs the place; no post of it is required.
    rules = rules_at(grid.path, timezone.localdate(at))
    empty = missing_roles(list(held), rules) if grid.grid_kind == GridKind.BASIC else ()
    missing = [str(ROLES[Role(role)]) for role in empty]
    return Row(grid.code, (
        grid.code, grid.name, grid.grid_kind, grid.community.name if grid.community else "",
        *("、".join(held.get(role, ())) for role in POSTS), "、".join(missing), len(missing),
    ))  # fmt: skip


GRIDS = ListDef(
    name="grid-posts", of="grid_posts", rank=60, icon="users", title=_("Posts of grids"),
    note=_("Who holds the posts of each grid, and which that the practice asks for are empty."),
    reads=holding(Grant.SEE), columns=_COLUMNS, personal=True,
    source=lambda viewer, asked: Listed(list(_rows(viewer, asked)), _COLUMNS, asked.sort),
    filters=(
        Filter("kind", _("Grid kind"), choices=lambda *_a: list(GRID_KIND_LABELS.items())),
        Filter("gaps_only", _("With gaps only"), Asks.YES_NO),
    ),
    sorts={"": _("By code"), "-gaps": _("Most gaps first")},
)  # fmt: skip

LISTS = (GRIDS,)
