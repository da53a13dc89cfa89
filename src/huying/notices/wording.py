"""The exact words of a notice, and which way it will go."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from huying.notices.audiences import Recipient
from huying.notices.channels import configured
from huying.notices.labels import event_called
from huying.notices.models import Notice
from huying.notices.routing import Line
from huying.notices.service_account import COMMUNITY, EVENT, NUMBER, TEXT, TIME, fitted
from huying.notices.states import CARRIED, TO_RESIDENTS, Way
from huying.notices.texts import filled
from huying.orders.labels import CLOCKS
from huying.orders.letters import promised_in_words
from huying.orders.models import Order

MOMENT = "Y年n月j日 H:i"  # how WeChat wants a time written


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
        "unit": str(event.get("unit") or (order.lead_unit.name if order.lead_unit else "")),
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


def on_its_way(notice: Notice) -> str:
    """What a notice reads as where it arrives: in WeChat a line for each keyword, cut to fit; else its text.

    The carrier sends these very lines, so whoever shows them shows what is read.
    """
    account = settings.WECHAT
    if notice.way != Way.WECHAT or account is None:
        return notice.text
    with translation.override(settings.LANGUAGE_CODE):
        order = notice.order
        facts = {
            TEXT: notice.text,
            NUMBER: order.number,
            TIME: date_format(timezone.localtime(notice.at), MOMENT),
            COMMUNITY: order.community.name if order.community else order.place.name,
            EVENT: str(event_called(notice.event) or gettext("Time limit")),
        }
    return "\n".join(fitted(keyword.kind, facts[keyword.fact]) for keyword in account.keywords)


def way_for(line: Line, recipient: Recipient, *, but: Collection[Way] = ()) -> Way:
    """The first way of the line, `but` for some, that can reach this recipient.

    The page or the inbox where none does.
    """
    for way in line.ways:
        if way in but:
            continue
        if way in CARRIED and not (configured(way) and _reaches(way, recipient)):
            continue
        if way is Way.CALL and not (recipient.by_hand and recipient.phone):
            continue
        return way
    return Way.PAGE if line.audience in TO_RESIDENTS else Way.INBOX


def _reaches(way: Way, recipient: Recipient) -> bool:
    return bool(address_of(way, recipient))


def address_of(way: Way, recipient: Recipient) -> str:
    """Where a carrier of this way finds the recipient; "" where nothing is known."""
    known = {Way.WECHAT: recipient.wechat, Way.SMS: recipient.phone, Way.MAIL: recipient.mail}
    return known.get(way, "")
