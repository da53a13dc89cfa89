"""Births: a resident's words become an order, a draft, or a part of another order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from huying.clocks.actions import Plan, plan
from huying.clocks.models import Clock
from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor, ActorKind
from huying.kernel.ids import new_id
from huying.kernel.kept import Kept
from huying.kernel.numbers import new_code, new_number
from huying.kernel.receipts import Receipt
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.inserting import insert_together
from huying.orders.actions.moving import recorded
from huying.orders.facts import facts_of
from huying.orders.lifecycle import ORDER
from huying.orders.models import NEVER, Category, Contact, Order, Submission
from huying.orders.models.order import KIND
from huying.orders.named import used_at
from huying.orders.rules import clean_words, first_contact
from huying.orders.said import Said
from huying.orders.states import OPEN, Channel, OrderKind
from huying.people.models import Post
from huying.people.queries import covers_on, desk_posts
from huying.people.rules import phone_number
from huying.places.models import Place
from huying.trail.actions import Head, message, record
from huying.trail.models import Record
from huying.trail.moving import telling

MOST_TRIES = 4


@dataclass(frozen=True, slots=True)
class Behalf:
    """Who places the order for the resident, and how the resident agreed."""

    name: str
    relation: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where another system has it: the system, and its number there."""

    source: str
    number: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything a resident, or someone for them, may say when placing an order.

    `said` is when it was said, before it was written down here; `words` is what was said,
    where `text` is without the telephone number in it.
    """

    text: str
    place: Place
    kind: str = OrderKind.PROBLEM
    channel: str = Channel.WEB
    category: Category | None = None
    grade: str = ""
    level: int | None = None
    safety: bool = False
    confidential: bool = False
    address: str = ""
    summary: str = ""
    lng: float | None = None
    lat: float | None = None
    contact_name: str = ""
    contact_phone: str = ""
    on_behalf_of: Behalf | None = None
    origin: Origin | None = None
    said: Said | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An order just placed: its first record and the promises made."""

    order: Order
    record: Record
    clocks: list[Clock] = field(default_factory=list)

    @property
    def receipt(self) -> str:
        """The text a resident can later prove to be in a published digest."""
        return Receipt(self.order.number, self.record.seq, self.record.hash).text


@dataclass(frozen=True, slots=True)
class Key:
    """A client's submission key and a digest of the body it came with."""

    key: str
    body: str


def place_order(
    wish: Wish,
    *,
    by: Actor,
    at: datetime,
    key: Key | None = None,
    answer: Callable[[Placed], Mapping[str, Any]] | None = None,
    along: Callable[[Order], object] | None = None,
) -> tuple[Placed | None, Mapping[str, Any]]:
    """Place an order, once per key; what was placed, and the answer to give.

    The same key with the same body gets the first answer again (and None); with another
    body it is refused `conflict`. `along` writes what comes with the order, such as files,
    in the same transaction.
    """
    for left in reversed(range(MOST_TRIES)):
        try:
            with transaction.atomic():
                placed, write = _conceived(wish, "place", by=by, at=at)
                said = answer(placed) if answer else {}
                write(_submission(key, placed.order, said, at))
                if along is not None:
                    along(placed.order)
        except (IntegrityError, Refused) as problem:
            # Either another request with this key came first (and the place may have closed
            # since), or the number was taken.
            if key is not None and (earlier := answered(key)) is not None:
                return None, earlier
            if not left or isinstance(problem, Refused):
                raise
        else:
            return placed, said
    raise AssertionError("unreachable: the last try returns or raises")


def draft_order(wish: Wish, *, by: Actor, at: datetime) -> Placed:
    """Begin an order that is not sent yet, at the desk."""
    with transaction.atomic():
        placed, write = _conceived(wish, "draft", by=by, at=at)
        write(())
    return placed


def answered(key: Key) -> Mapping[str, Any] | None:
    """The answer given under this key before; refused `conflict` when it came with another body."""
    earlier = Submission.objects.filter(key=key.key).values_list("body", "answer")
    for body, answer in earlier:
        if body != key.body:
            raise Refused(Code.CONFLICT, "this key was used for a different order")
        said: Mapping[str, Any] = answer
        return said
    return None


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the table may ask about an order that is not born yet."""

    place_path: str
    lead_unit_id: int | None = None
    lead_person_id: int | None = None
    pk: int | None = None


def checked(wish: Wish, *, drafting: bool = False) -> dict[str, Any]:
    """The columns of an order from what was said; refused with the field that is wrong."""
    if wish.place.retired_on is not None:
        raise Refused(Code.INVALID, "this place takes no orders", fields={"place": "retired"})
    _one_of(wish.kind, OrderKind, "kind")
    _one_of(wish.channel, Channel, "channel")
    return {
        "text": clean_words(wish.text, field="text", required=not drafting),
        "summary": clean_words(wish.summary, field="summary", longest=120, required=False),
        "address": clean_words(wish.address, field="address", longest=200, required=False),
        "kind": wish.kind, "channel": wish.channel, "category": wish.category,
        "grade": wish.grade, "level": wish.level, "safety": wish.safety,
        "confidential": wish.confidential, "lng": wish.lng, "lat": wish.lat,
    }  # fmt: skip


def _one_of(value: str, words: type[OrderKind | Channel], field_name: str) -> None:
    if value not in set(words):
        raise Refused(
            Code.INVALID, "something chosen here does not exist", fields={field_name: "unknown"}
        )


def _conceived(
    wish: Wish, name: str, *, by: Actor, at: datetime
) -> tuple[Placed, Callable[[Sequence[Submission]], None]]:
    """The order as it will be, and what writes it; nothing is written yet."""
    columns = checked(wish, drafting=name == "draft") | _origin(wish, at)
    if wish.category and not used_at(wish.category, wish.place.path, timezone.localdate(at)):
        raise Refused(
            Code.INVALID, "this class belongs to another place's way of working",
            fields={"category": "used elsewhere"},
        )  # fmt: skip
    phone = phone_number(wish.contact_phone)
    contact = _contact(wish, phone)
    given = _given(wish, columns, phone)
    step = ORDER.check(name, None, by=by, at=at, given=given, facts=_Ground(wish.place.path))
    order = Order(
        id=new_id(), number=new_number(), query_code=new_code(),
        state=step.target, is_open=step.target in OPEN, version=1,
        place=wish.place, community_id=wish.place.community_id, street_id=wish.place.street_id,
        district_id=wish.place.district_id, placed_at=at, **columns,
    )  # fmt: skip
    post = contact_post(wish.place, by=by, at=at, order_id=order.pk)
    order.desk_id, order.responsible_person_id = post.place_id, post.person_id
    clocks = plan(
        KIND, order.pk, step.clock, move=name, facts=facts_of(order), at=at, book=rulebook(),
        born=True,
    )  # fmt: skip
    entry = record(
        Head(KIND, order.pk), name, by=by, at=at, target=step.target,
        holder=step.clock.holder or "", given=recorded(given, salt=order.query_code),
    )  # fmt: skip
    order.chain_head = entry.hash
    order.next_due_at = clocks.next_due_at or NEVER
    placed = Placed(order, entry, list(clocks.clocks.values()))
    return placed, partial(_write, order, entry, clocks, contact)


def _origin(wish: Wish, at: datetime) -> dict[str, str]:
    """Where another system has it; refused `conflict` when that order is here already."""
    if wish.said is not None and not wish.said.device and wish.said.at > at:
        raise Refused(Code.INVALID, "impossible date", fields={"said_at": "in the future"})
    if wish.origin is None:
        return {}
    number = clean_words(wish.origin.number, field="source_number", longest=64)
    source = clean_words(wish.origin.source, field="source", longest=32)
    if Order.objects.filter(source=source, source_number=number).exists():
        why = gettext_noop("this number is here already")
        raise Refused(Code.CONFLICT, why, fields={"source_number": why})
    return {"source": source, "source_number": number}


def _given(wish: Wish, columns: Mapping[str, Any], phone: str) -> dict[str, Any]:
    behalf = wish.on_behalf_of
    device = wish.said.given if wish.said else {}
    said = dict(columns) | device | {
        "place": wish.place, "contact_name": wish.contact_name, "contact_phone": phone,
        "on_behalf_of": f"{behalf.name} {behalf.relation} {behalf.consent}" if behalf else "",
    }  # fmt: skip
    said["words"] = wish.words
    return {key: value for key, value in said.items() if value not in (None, "", False)}


def _submission(
    key: Key | None, order: Order, said: Mapping[str, Any], at: datetime
) -> tuple[Submission, ...]:
    if key is None:
        return ()
    return (Submission(key=key.key, body=key.body, order=order, answer=dict(said), at=at),)


def _write(
    order: Order,
    entry: Record,
    clocks: Plan,
    contact: Mapping[str, str],
    submission: Sequence[Submission],
) -> None:
    """Write all of it; the submission first, so that a retry is found out at once."""
    contacts = [Contact(order=order, **contact)] if any(contact.values()) else []
    said = message(f"order.{entry.move}", KIND, order.pk, at=entry.at, payload=telling(entry))
    insert_together([submission, [order], [entry], clocks.born, contacts, [said]])


def _contact(wish: Wish, phone: str) -> dict[str, str]:
    """How to reach the resident and who asks for them, as they will be kept."""
    name = clean_words(wish.contact_name, field="contact_name", longest=60, required=False)
    words = clean_words(wish.words, field="words", required=False)
    return {"name": name, "phone": phone, "words": words} | _agent(wish.on_behalf_of)


def _agent(behalf: Behalf | None) -> dict[str, str]:
    if behalf is None:
        return {}
    if not behalf.name.strip() or not behalf.consent.strip():
        raise Refused(
            Code.INCOMPLETE, "say who asks for the resident, and how the resident agreed",
            fields={"on_behalf_of": "name and consent are required"},
        )  # fmt: skip
    return {
        "agent_name": clean_words(behalf.name, field="on_behalf_of", longest=60),
        "agent_relation": clean_words(
            behalf.relation, field="on_behalf_of", longest=60, required=False
        ),
        "consent": clean_words(behalf.consent, field="on_behalf_of", longest=120),
    }


def contact_post(place: Place, *, by: Actor, at: datetime, order_id: int) -> Post:
    """The post that answers first for a place: the taker's own, else the nearest desk's.

    Whoever is away is passed over (see `answering`). Refused `not-open` when nobody answers
    for the place or anything above it.
    """
    posts = _desk_posts(place, at)
    if by.kind is ActorKind.STAFF:
        for post in posts:
            if post.person_id == by.person_id:
                return post
    nearest = answering(posts, timezone.localdate(at))
    if not nearest:
        raise Refused(Code.NOT_OPEN, "nobody answers for this place yet")
    return first_contact(nearest, order_id)


def nearest_posts(place: Place, *, at: datetime) -> list[Post]:
    """The posts of the nearest desk that answer first for a place; empty when nobody does."""
    return answering(_desk_posts(place, at), timezone.localdate(at))


def _read_desk_posts(asked: tuple[tuple[int | None, ...], date]) -> list[Post]:
    line, on = asked
    return desk_posts(line, on)


_posts = Kept(_read_desk_posts, lambda: float(settings.RULEBOOK_SECONDS))


def _desk_posts(place: Place, at: datetime) -> list[Post]:
    line = (place.community_id, place.street_id, place.district_id)
    return _posts.get((line, timezone.localdate(at)))


def answering(posts: list[Post], on: date) -> list[Post]:
    """Of a line's desk posts, deepest first, those that answer first on this day.

    They are the nearest without who is away; where all there are away, those who stand in for
    them; then the next desk up. Where everyone is away, the nearest all the same.
    """
    away = covers_on(on)
    present = [post for post in posts if post.person_id not in away]
    nearest = _equals(posts)
    if there := [post for post in nearest if post.person_id not in away]:
        return there
    stand_ins = {away[post.person_id].stand_in_id for post in nearest}
    if standing := [post for post in present if post.person_id in stand_ins]:
        return _equals(standing)
    return _equals(present) or nearest


def _equals(posts: list[Post]) -> list[Post]:
    return [p for p in posts if (p.place_id, p.role) == (posts[0].place_id, posts[0].role)]


def forget() -> None:
    """Read the desks' posts afresh next time, in this process."""
    _posts.forget()
