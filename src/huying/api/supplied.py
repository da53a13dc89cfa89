"""Needs, landings, resources and items as they are told over HTTP; keys as in `replies.supply`."""

from collections.abc import Iterable
from typing import Any

from huying.api.answers import told
from huying.kernel.actor import Actor
from huying.people.roles import Grant
from huying.supply.labels import LANDING_STATES, NEED_STATES
from huying.supply.models import Landing, Need, Resource, ServiceItem
from huying.supply.queries.lists import landings_of, need_assessments
from huying.supply.queries.matching import Suggested
from huying.supply.queries.supporters import supporters_of, supports_of

Json = dict[str, Any]


def _named(row: Any) -> Json | None:
    return {"code": row.code, "name": row.name} if row is not None else None


def _links(rows: Iterable[Any]) -> list[Json]:
    return [{"id": str(row.pk), "name": str(row)} for row in rows]


def need(row: Need) -> Json:
    """A need as staff see it; its supporters are those counted with it, else counted now."""
    counted = getattr(row, "supporters", None)
    return {
        "id": str(row.pk), "title": row.title, "words": row.words, "state": row.state,
        "state_label": NEED_STATES[row.state], "version": row.version, "place": _named(row.place),
        "category": _named(row.category), "personal": row.personal,
        "supporters": supporters_of(row) if counted is None else counted,
        "raised_at": told(row.raised_at), "closed_at": told(row.closed_at),
        "published_at": told(row.published_at), "result": row.result,
        "why_not": row.why_not or None, "other_way": row.other_way,
        "merged_into": str(row.merged_into_id) if row.merged_into_id else None,
    }  # fmt: skip


def whole_need(row: Need, fits: Iterable[Suggested], viewer: Actor) -> Json:
    """A need with everything that belongs to it."""
    return need(row) | {
        "supports": [
            {
                "id": str(one.pk), "kind": one.kind, "count": one.count,
                "order": one.order.number
                if one.order is not None and viewer.may(Grant.SEE, one.order.place_path) else None,
                "source": one.source, "counted_on": one.counted_on,
            }
            for one in supports_of(row)
        ],
        "assessments": [
            {
                "supporters": one.supporters, "score": one.score, "decision": one.decision,
                "decided_at": told(one.decided_at), "by": one.by_label,
            }
            for one in need_assessments(row)
        ],
        "suggested": [
            {
                "id": str(one.thing.pk), "name": one.thing.name, "is_item": one.is_item,
                "words": [word for word, _where in one.why],
            }
            for one in fits
        ],
        "landings": [landing(one) for one in landings_of(row)],
    }  # fmt: skip


def landing(row: Landing) -> Json:
    """A landing as staff, and whoever took it on, see it."""
    person = row.owner_person
    return {
        "id": str(row.pk), "need": {"id": str(row.need_id), "name": row.need.title},
        "measure": row.measure, "state": row.state, "state_label": LANDING_STATES[row.state],
        "version": row.version, "place": _named(row.place), "due_on": row.due_on,
        "unit": _named(row.owner_unit),
        "person": {"id": person.pk, "name": person.name} if person is not None else None,
        "resources": _links(row.resources.all()), "items": _links(row.items.all()),
        "planned_at": told(row.planned_at), "landed_on": row.landed_on, "outcome": row.outcome,
    }  # fmt: skip


def _lasting(row: Resource | ServiceItem, plain: Iterable[str]) -> Json:
    every = ("name", "note", "inside", "since", "until")
    return {name: getattr(row, name) for name in (*every, *plain)} | {
        "id": str(row.pk), "place": _named(row.place), "published_at": told(row.published_at),
    }  # fmt: skip


def resource(row: Resource) -> Json:
    """A resource as staff see it in a list."""
    plain = ("kind", "address", "lng", "lat", "hours", "phone", "specialities", "capacity")
    return _lasting(row, plain) | {"owner": _named(row.owner_unit)}


def item(row: ServiceItem) -> Json:
    """A service item as staff see it in a list."""
    plain = (
        "code", "group", "sort", "free", "mode", "eligible", "papers", "minutes", "offered",
        "office", "source",
    )  # fmt: skip
    providers = [_named(unit) for unit in row.providers.all()]
    return _lasting(row, plain) | {"category": _named(row.category), "providers": providers}
