"""The page of a resource or an item: what is known of it, and every need it meets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.people.roles import Grant
from huying.supply.labels import FIELDS, LANDING_STATES, MODES, RESOURCE_KINDS, SORTS
from huying.supply.models import Resource, ServiceItem
from huying.supply.policy import may_see
from huying.supply.queries.counting import done_by_item
from huying.supply.queries.lists import landings_with
from huying.web.supply.keeping import back_to
from huying.web.supply.listing import Short, past
from huying.web.supply.naming import LANDING_TONES
from huying.web.supply.rows import kept_inside, owner_of
from huying.web.ui.shapes import Fact


def thing_page(row: Resource | ServiceItem, actor: Actor, at: datetime) -> dict[str, Any]:
    """The context of its page, but for the form."""
    today = timezone.localdate(at)
    is_item = isinstance(row, ServiceItem)
    lines = _item(row, actor, at) if isinstance(row, ServiceItem) else _resource(row)
    shared: Iterable[Any] = row.resources.all() if isinstance(row, ServiceItem) else row.items.all()
    route = "supply:resource" if is_item else "supply:item"
    return {
        "row": row, "is_item": is_item, "over": row.until is not None and row.until <= today,
        "facts": [line for line in [*lines, *_every(row)] if line.text],
        "keeps": actor.may(Grant.SUPPLY, row.place_path),
        "list_url": back_to(row),
        "linked": [(one.name, reverse(route, args=[one.pk])) for one in shared],
        "landings": [
            Short(
                one.measure, reverse("supply:landing", args=[one.pk]), one.need.title,
                LANDING_STATES[one.state], LANDING_TONES[one.state],
            )
            for one in landings_with(row)
            if may_see(actor, one)
        ],
        "end_url": reverse("supply:end", args=["items" if is_item else "resources", row.pk]),
    }  # fmt: skip


def _resource(row: Resource) -> list[Fact]:
    return [
        Fact(FIELDS["kind"], RESOURCE_KINDS[row.kind]),
        Fact(_("Belongs to"), owner_of(row)),
        Fact(FIELDS["specialities"], "、".join(row.specialities)),
        Fact(FIELDS["capacity"], "" if row.capacity is None else str(row.capacity)),
        Fact(FIELDS["address"], row.address),
        Fact(FIELDS["hours"], row.hours),
        Fact(FIELDS["phone"], row.phone, f"tel:{row.phone}" if row.phone else ""),
        Fact(FIELDS["contact"], row.contact),
    ]


def _item(row: ServiceItem, actor: Actor, at: datetime) -> list[Fact]:
    if not row.offered:
        return [Fact(FIELDS["office"], row.office), Fact(FIELDS["group"], row.group)]
    since = past(timezone.localdate(at))
    done = done_by_item([row], row.place, since, actor)
    counted = _("%(n)d orders since %(year)d") % {"n": done.get(row.pk, 0), "year": since.year}
    return [
        Fact(FIELDS["group"], row.group),
        Fact(FIELDS["sort"], SORTS[row.sort]),
        Fact(FIELDS["mode"], MODES[row.mode]),
        Fact(_("Costs"), _("free of charge") if row.free else _("paid")),
        Fact(FIELDS["eligible"], row.eligible),
        Fact(FIELDS["papers"], "、".join(row.papers)),
        Fact(FIELDS["minutes"], str(row.minutes or "")),
        Fact(FIELDS["providers"], "、".join(unit.name for unit in row.providers.all())),
        Fact(_("Done"), counted if row.category else ""),
        Fact(_("Taken over from"), row.source),
    ]


def _every(row: Resource | ServiceItem) -> list[Fact]:
    published = row.published_at
    day = timezone.localdate(published).isoformat() if published else _("not yet")
    return [
        Fact(FIELDS["note"], row.note),
        Fact(_("Published"), kept_inside(row) or day),
        Fact(FIELDS["since"], row.since.isoformat()),
        Fact(FIELDS["until"], row.until.isoformat() if row.until else ""),
        Fact(_("Place"), row.place.name),
    ]
