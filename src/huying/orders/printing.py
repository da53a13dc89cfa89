"""Orders on paper: what a sheet, a list or a card says, read for many orders at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huying.clocks.models import Clock
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.contacting import open_contact
from huying.orders.models import Contact, Note, Order
from huying.orders.models.order import KIND
from huying.orders.policy import may_open_contact
from huying.orders.standing import Answering, answers_for
from huying.people.rules import without_phones
from huying.places.models import Place
from huying.places.rules import lineage

LAST_NOTES = 6


@dataclass(frozen=True, slots=True)
class Paper:
    """One order as it is printed; `line` are the places from the street inwards.

    `promised_at` is the running promise to finish, `notes` the last few as (kind, text). On a
    confidential order no text here holds a telephone number; `contact` only where it was opened for this paper.
    """

    order: Order
    title: str
    words: str
    line: tuple[str, ...]
    promised_at: datetime | None
    notes: tuple[tuple[str, str], ...]
    reply: str
    helpers: tuple[str, ...]
    answering: Answering | None
    contact: Contact | None = None


def papers(orders: Sequence[Order], *, at: datetime) -> list[Paper]:
    """What is printed of each order as of `at`; the same few statements for one and for fifty."""
    ids = [order.pk for order in orders]
    clocks = Clock.objects.filter(
        subject_kind=KIND, subject_id__in=ids, name="close", stopped_at=None
    )
    promised = dict(clocks.values_list("subject_id", "due_at"))
    notes: dict[int, list[Note]] = {}
    for note in Note.objects.filter(order_id__in=ids).order_by("order_id", "-seq", "-id"):
        notes.setdefault(note.order_id, []).append(note)
    paths = {path for order in orders for path in lineage(order.place.path)[1:]}
    names = dict(Place.objects.filter(path__in=paths).values_list("path", "name"))
    return [
        Paper(
            order=order,
            title=_told(order, order.title),
            words=_told(order, order.text),
            reply=_told(order, order.reply),
            line=tuple(names[path] for path in lineage(order.place.path)[1:] if path in names),
            promised_at=promised.get(order.pk),
            notes=tuple(
                (note.kind, _told(order, note.text))
                for note in [n for n in notes.get(order.pk, ()) if n.text][:LAST_NOTES][::-1]
            ),
            helpers=tuple(helper.unit.name for helper in order.co_handlers.all()),
            answering=answers_for(order, at=at),
        )
        for order in orders
    ]


def _told(order: Order, text: str) -> str:
    return without_phones(text) if order.confidential else text


def may_carry_contact(order: Order, viewer: Actor) -> bool:
    """Whether a paper of this order may ever name the resident: never on a confidential one."""
    return not order.confidential and may_open_contact(viewer, order)


def with_contacts(printed: Sequence[Paper], *, by: Actor, at: datetime, reason: str) -> list[Paper]:
    """The same papers with how to reach the resident, each opening on record with the reason.

    Where the viewer may not open it, the order is confidential, or nothing was left, the paper
    stays as it is. Refused `incomplete` without a reason.
    """
    return [_opened(paper, by=by, at=at, reason=reason) for paper in printed]


def _opened(paper: Paper, *, by: Actor, at: datetime, reason: str) -> Paper:
    if not may_carry_contact(paper.order, by):
        return paper
    try:
        contact = open_contact(paper.order, by=by, at=at, reason=reason)
    except Refused as refusal:
        if refusal.code is not Code.UNKNOWN:
            raise
        return paper
    return replace(paper, contact=contact)
