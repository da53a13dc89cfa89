"""What came from a device in the field, told with both times: when it was said, when it arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huying.files.models import Upload
from huying.orders.actions.attaching import CHAIN
from huying.orders.models import Order
from huying.orders.said import clock_is_off
from huying.trail.queries import chain
from huying.web.ui.words import moment

SHOWN_OF_A_DEVICE = 8


def from_device(given: Mapping[str, Any], arrived_at: datetime, now: datetime) -> list[str]:
    """When a thing was said in the field, and by which device's clock; [] for anything else."""
    said_at = _time(given)
    if said_at is None or not ("device" in given or "visited_at" in given):
        return []
    here, device = timezone.localtime(now), str(given.get("device", ""))[:SHOWN_OF_A_DEVICE]
    said, arrived = moment(said_at, here), moment(arrived_at, here)
    if not device:
        return [_("there %(when)s") % {"when": said}]
    if said == arrived:
        return [_("from device %(device)s") % {"device": device}]
    told = _("said %(said)s on device %(device)s, arrived %(arrived)s")
    off = [_("the device's clock was wrong")] if clock_is_off(said_at, arrived_at) else []
    return [told % {"said": said, "device": device, "arrived": arrived}, *off]


def photos_from_field(order: Order, files: Sequence[Upload], now: datetime) -> list[str]:
    """For each time that photos came from a device: who took them, when, and when they arrived."""
    if not files:
        return []
    told = (
        " · ".join([record.by_label, *words])
        for record in chain(CHAIN, order.pk)
        if (words := from_device(record.given, record.at, now))
    )
    return list(dict.fromkeys(told))


def _time(given: Mapping[str, Any]) -> datetime | None:
    text = str(given.get("visited_at") or given.get("said_at") or "")
    return parse_datetime(text) if text else None
