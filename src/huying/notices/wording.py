"""The exact words of a notice, and which way it will go."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from huying.notices.audiences import Recipient
from huying.notices.channels import configured
from huying.notices.routing import Line
from huying.notices.states import CARRIED, TO_RESIDENTS, Way
from huying.notices.texts import filled
from huying.orders.labels import CLOCKS
from huying.orders.letters import promised_in_words
from huying.orders.models import Order


def text_of(line: Line, order: Order, to: Recipient, facts: Mapping[str, object]) -> str:
    """What is told of `order`, in the installation's own language, under the recipient's number.

    `facts` come with the event.
    """
    with translation.override(settings.LANGUAGE_CODE):
        known = _facts(order, facts) | {"number": to.order.number}
        known["when"] = _until(order) if "{when}" in line.text else ""
        secret = order.confidential or to.order.confidential
        return filled(line.text, known, instead=_instead(), secret=secret)


def _facts(order: Order, event: Mapping[str, object]) -> dict[str, str]:
    clock = str(event.get("clock", ""))
    return {
        "community": order.community.name if order.community else order.place.name,
        "person": order.responsible_person.name if order.responsible_person else "",
        "unit": order.lead_unit.name if order.lead_unit else "",
        "clock": str(CLOCKS.get(clock, clock)),
    }


def _instead() -> dict[str, str]:
    return {
        "person": gettext("your community"),
        "unit": gettext("your community"),
        "when": gettext("we tell you when"),
    }


def _until(order: Order) -> str:
    moment = promised_in_words(order)
    return gettext("before %(moment)s") % {"moment": moment} if moment else ""


def way_for(line: Line, recipient: Recipient) -> Way:
    """The first way of the line that can reach this recipient; the page or the inbox else."""
    for way in line.ways:
        if way in CARRIED and not (configured(way) and _reaches(way, recipient)):
            continue
        if way is Way.CALL and not (recipient.by_hand and recipient.phone):
            continue
        return way
    return Way.PAGE if line.audience in TO_RESIDENTS else Way.INBOX


def _reaches(way: Way, recipient: Recipient) -> bool:
    return bool({Way.SMS: recipient.phone, Way.MAIL: recipient.mail}.get(way, ""))
