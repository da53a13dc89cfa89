"""Whether a resident is written to in WeChat about an order of theirs; only they say so, on record.

The record says that it was so from then on, never who they are there.
"""

from datetime import datetime

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.noting import put_on_record
from huying.orders.models import Contact, Order
from huying.orders.policy import asker

CHAIN = "wechat"


@transaction.atomic
def write_in_wechat(order: Order, openid: str, *, by: Actor, at: datetime) -> None:
    """Write to this openid from now on; refused `not-yours` for whoever did not prove the order."""
    _check(order, by)
    Contact.objects.update_or_create(order=order, defaults={"wechat": openid})
    put_on_record(CHAIN, order, "bind", by=by, at=at, given={"number": order.number})


@transaction.atomic
def write_no_more(order: Order, *, by: Actor, at: datetime) -> None:
    """Forget the openid; refused as above."""
    _check(order, by)
    if Contact.objects.filter(order=order).exclude(wechat="").update(wechat=""):
        put_on_record(CHAIN, order, "unbind", by=by, at=at, given={"number": order.number})


def written_to(order: Order) -> bool:
    """Whether its resident is written to in WeChat."""
    return Contact.objects.filter(order=order).exclude(wechat="").exists()


def _check(order: Order, by: Actor) -> None:
    if not asker(by, order):
        raise Refused(Code.NOT_YOURS, "only whoever placed this order says where they are told")
