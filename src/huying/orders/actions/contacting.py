"""Opening how to reach a resident: for those who may, with a reason, on record."""

from dataclasses import dataclass
from datetime import datetime

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.noting import put_on_record
from huying.orders.models import Contact, Order
from huying.orders.policy import may_open_contact
from huying.orders.rules import clean_words
from huying.people.rules import masked_phone

CHAIN = "contact"
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Hint:
    """What is shown before a contact is opened: a masked number, and whether an agent asked."""

    phone: str
    has_name: bool
    by_agent: bool


def open_contact(order: Order, *, by: Actor, at: datetime, reason: str) -> Contact:
    """The contact of an order, with this opening on record in its chain `contact`.

    Whom the opener stands in for is on record too. Refused `not-yours` for everyone who may
    not open it, `unknown` where none was left.
    """
    if not may_open_contact(by, order):
        raise Refused(Code.NOT_YOURS, "how to reach this resident is not yours to open")
    words = clean_words(reason, field="reason", longest=LONGEST_REASON)
    contact = Contact.objects.filter(order=order).first()
    if contact is None or not _legible(contact):
        raise Refused(Code.UNKNOWN, "the resident left no way to be reached")
    given = {"reason": words, "number": order.number} | _stood_in_for(order, by)
    put_on_record(CHAIN, order, "open", by=by, at=at, given=given)
    return contact


def _legible(contact: Contact) -> bool:
    """Whether there is anything to read: who only let us write to them in WeChat left nothing."""
    return bool(contact.name or contact.phone or contact.agent_name or contact.words)


def _stood_in_for(order: Order, by: Actor) -> dict[str, str]:
    """Whom the opener stood in for, where they are not the responsible person themselves."""
    person = order.responsible_person
    if person is None or person.pk == by.person_id or person.pk not in by.covering:
        return {}
    return {"standing_in_for": person.name}


def contact_hint(order: Order, viewer: Actor) -> Hint | None:
    """What this viewer may know before opening; None for who may not open, or where none is."""
    if not may_open_contact(viewer, order):
        return None
    contact: Contact | None = getattr(order, "contact", None)
    if contact is None or not _legible(contact):
        return None
    return Hint(masked_phone(contact.phone), bool(contact.name), bool(contact.agent_name))
