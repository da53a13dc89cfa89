"""Taking in what someone says from outside: where it is, through which channel, with what files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from huying.files.rules import Admitted
from huying.files.states import Moment
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import keep_admitted
from huying.orders.actions.placing import Behalf, Key, Placed, Wish, place_order
from huying.orders.inputs import READERS
from huying.orders.said import Said
from huying.orders.states import Channel, OrderKind
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.queries import by_point, known_place
from huying.places.rules import check_point

OWN_CHANNELS = frozenset({Channel.WEB, Channel.APP, Channel.WECHAT})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said, with codes instead of rows; a place code or a point says where."""

    text: str
    place: str = ""
    lng: float | None = None
    lat: float | None = None
    kind: str = OrderKind.PROBLEM
    category: str = ""
    channel: str = Channel.WEB
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    confidential: bool = False
    on_behalf_of: Behalf | None = None
    safety: bool = False
    said: Said | None = None


def receive(
    asked: Asked,
    *,
    by: Actor,
    at: datetime,
    answer: Callable[[Placed], Mapping[str, Any]],
    key: Key | None = None,
    files: Sequence[Admitted] = (),
) -> tuple[bool, Mapping[str, Any]]:
    """Place the order, once per key; whether it was placed just now, and the answer to give.

    Files become part of the same transaction. Refused as `whereabouts`, `place_order`, and
    `not-yours` for a channel that only the desk of the place writes down from.
    """
    where = whereabouts(asked.place, asked.lng, asked.lat)
    _check_channel(asked.channel, by, where)
    category = READERS["category"]("category", asked.category, by) if asked.category else None
    wish = Wish(
        text=asked.text, place=where, kind=asked.kind, channel=asked.channel, category=category,
        confidential=asked.confidential, address=asked.address, lng=asked.lng, lat=asked.lat,
        contact_name=asked.contact_name, contact_phone=asked.contact_phone,
        on_behalf_of=asked.on_behalf_of, safety=asked.safety, said=asked.said,
    )  # fmt: skip

    keep = partial(keep_admitted, clean=files, by=by, at=at, moment=Moment.BEFORE, said=asked.said)
    placed, said = place_order(wish, by=by, at=at, key=key, answer=answer, along=keep)
    return placed is not None, said


def whereabouts(code: str, lng: float | None, lat: float | None) -> Place:
    """The place an order belongs to: the one named, else the innermost around the point.

    Refused with the field: `place` when unknown or nothing is said, `lng` outside every
    boundary, the missing half of a point.
    """
    if (lng is None) != (lat is None):
        half = "lng" if lng is None else "lat"
        raise Refused(Code.INCOMPLETE, "half a point is no place", fields={half: "required"})
    if lng is not None and lat is not None:
        check_point(lng, lat)
    if code:
        return _named(code)
    if lng is None or lat is None:
        raise Refused(Code.INCOMPLETE, "say where it is", fields={"place": "required"})
    found = by_point(lng, lat)
    if found is None:
        raise Refused(
            Code.INVALID, "this point lies outside every boundary", fields={"lng": "outside"}
        )
    return found


def _named(code: str) -> Place:
    try:
        return known_place(code)
    except Refused as unknown:
        raise Refused(Code.INVALID, unknown.reason, fields=unknown.fields) from unknown


def _check_channel(channel: str, by: Actor, where: Place) -> None:
    if channel not in set(Channel) - OWN_CHANNELS:
        return
    if not by.may(Grant.INTAKE, where.path):
        raise Refused(
            Code.NOT_YOURS, "only the desk writes down what comes this way",
            fields={"channel": "not yours"},
        )  # fmt: skip
