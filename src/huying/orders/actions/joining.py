"""Two orders that are one matter, and one order that is several jobs."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.clocks.actions import plan
from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.kernel.ids import new_id
from huying.kernel.numbers import new_code, new_number
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.moving import Change, make_move, recorded
from huying.orders.actions.triage import own_hands
from huying.orders.facts import facts_of
from huying.orders.lifecycle import ORDER
from huying.orders.models import NEVER, Merge, Order
from huying.orders.models.order import KIND
from huying.orders.rules import clean_words
from huying.orders.states import OPEN
from huying.trail.actions import Head, announce, record
from huying.trail.moving import telling

FEWEST_PARTS, MOST_PARTS = 2, 10
_INHERITED = (
    "place", "community_id", "street_id", "district_id", "desk_id", "responsible_person_id",
    "kind", "channel", "category", "grade", "level", "safety", "confidential", "address",
    "lng", "lat",
)  # fmt: skip


def merge(
    order: Order, *, into: Order, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Let this order follow another that is the same matter; can be undone."""
    words = clean_words(reason, field="reason", longest=500)
    was = order.state
    with transaction.atomic():
        make_move(
            order, "merge", by=by, at=at, version=version, given={"into": into, "reason": words},
            change=Change({"merged_into": into}, why=f"merged into {into.number}"),
        )  # fmt: skip
        Merge.objects.create(order=order, into=into, was=was, merged_at=at)
    return order


def follow(
    order: Order, *, same_as: Order, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """The resident lets their own order follow a matter that is known; the desk can undo it."""
    was = order.state
    with transaction.atomic():
        make_move(
            order, "follow", by=by, at=at, version=version, given={"same_as": same_as},
            change=Change({"merged_into": same_as}, why=f"joined {same_as.number}"),
        )  # fmt: skip
        Merge.objects.create(order=order, into=same_as, was=was, merged_at=at)
    return order


def unmerge(
    order: Order, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Order:
    """Let the order stand on its own again, where it was."""
    words = clean_words(reason, field="reason", longest=500)
    with transaction.atomic():
        make_move(
            order, "unmerge", by=by, at=at, version=version, given={"reason": words},
            change=Change({"merged_into": None}),
        )  # fmt: skip
        Merge.objects.filter(order=order, undone_at=None).update(undone_at=at)
    return order


def split(
    order: Order,
    *,
    parts: Sequence[str],
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Order]:
    """Split into parts that go to different units; the resident still hears one voice.

    The order itself stays with the desk until every part is over. Answers the parts.
    """
    texts = [clean_words(part, field="parts") for part in parts]
    if not FEWEST_PARTS <= len(texts) <= MOST_PARTS:
        raise Refused(
            Code.INVALID,
            "two to ten parts can be made",
            fields={"parts": "wrong number"},
        )
    unit, person = own_hands(order, by)
    words = clean_words(reason, field="reason", longest=500)
    fields = {"lead_unit": unit, "lead_person": person}
    with transaction.atomic():
        make_move(
            order, "split", by=by, at=at, version=version, given={"parts": texts, "reason": words},
            change=Change(fields),
        )  # fmt: skip
        return [_branch(order, text, by=by, at=at) for text in texts]


def _branch(parent: Order, text: str, *, by: Actor, at: datetime) -> Order:
    given = {"text": text, "parent": parent}
    step = ORDER.check("branch", None, by=by, at=at, given=given, facts=parent)
    inherited = {column: getattr(parent, column) for column in _INHERITED}
    child = Order(
        id=new_id(), number=new_number(), query_code=new_code(), state=step.target, is_open=step.target in OPEN, version=1,
        text=text, parent=parent, placed_at=at, **inherited,
    )  # fmt: skip
    clocks = plan(
        KIND, child.pk, step.clock, move="branch", facts=facts_of(child), at=at, book=rulebook(),
        born=True,
    )  # fmt: skip
    entry = record(
        Head(KIND, child.pk), "branch", by=by, at=at, target=step.target,
        holder=step.clock.holder or "", given=recorded(given, salt=child.query_code),
    )  # fmt: skip
    child.chain_head, child.next_due_at = entry.hash, clocks.next_due_at or NEVER
    child.save(force_insert=True)
    entry.save(force_insert=True)
    clocks.write()
    announce("order.branch", KIND, child.pk, at=at, payload=telling(entry))
    return child
