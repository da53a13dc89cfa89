"""One record arriving from a device: read, and done once however often it comes."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.hashing import canonical, digest
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Sent, admitted
from huying.orders.actions.bringing import Answer, bring_photos, bring_visit, field_key
from huying.orders.actions.placing import Behalf, Key, answered
from huying.orders.actions.receiving import Asked, receive
from huying.orders.said import Said, device_time
from huying.orders.states import Channel
from huying.people.roles import Grant
from huying.web import uploads
from huying.web.field.forms import FORMS, RecordForm

LONGEST_RECORD = 64 * 1024
MOST_PHOTOS = 4
_DEVICE = re.compile(r"[0-9A-Za-z-]{1,40}")
_UNREADABLE = _("this record cannot be read")


def read(text: str) -> dict[str, Any]:
    """The record as it was sent: an object of plain values with a known kind; else refused."""
    try:
        said = json.loads(text) if len(text) <= LONGEST_RECORD else None
        text.encode()
        fit = isinstance(said, dict) and all(_plain(value) for value in said.values())
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        fit = False
    if not fit or not isinstance(said, dict) or said.get("kind") not in FORMS:
        raise Refused(Code.INVALID, _UNREADABLE)
    return said


def _plain(value: object) -> bool:
    return value is None or isinstance(value, (str, bool, int))


def arrive(kind: str, form: RecordForm, *, by: Actor, at: datetime) -> tuple[bool, Answer]:
    """Do what a valid form says, once per key; whether just now, and the answer to give.

    A key that was answered before is answered the same, whatever the sender may still do.
    """
    said = form.cleaned_data
    files = said.get("photos") or []
    if len(files) > MOST_PHOTOS:
        raise Refused(
            Code.INVALID, "too many files at once", fields={"files": "too many files at once"}
        )
    sent = uploads.read(files)
    key = field_key(by, said["key"], _body(kind, said, sent))
    if (earlier := answered(key)) is not None:
        return False, earlier
    if not by.may_anywhere(Grant.INTAKE):
        raise Refused(Code.NOT_YOURS, "taking requests is not yours to do")
    return _DO[kind](said, sent, key, by, at)


def _body(kind: str, said: Mapping[str, Any], sent: Sequence[Sent]) -> str:
    plain = {name: value for name, value in said.items() if name != "photos"}
    return digest(canonical({"kind": kind, **plain, "photos": [digest(one.data) for one in sent]}))


def _told(said: Mapping[str, Any]) -> Said:
    device = said["device"] if _DEVICE.fullmatch(said["device"]) else "?"
    return Said(device_time(said["said_at"]), device)


def _report(
    said: Mapping[str, Any], sent: Sequence[Sent], key: Key, by: Actor, at: datetime
) -> tuple[bool, Answer]:
    behalf = Behalf(by.name, consent=said["consent"]) if said["consent"] else None
    same = ("text", "place", "address", "contact_name", "contact_phone", "safety")
    asked = Asked(
        channel=Channel.GRID_VISIT, on_behalf_of=behalf, said=_told(said),
        **{name: said[name] for name in same},
    )  # fmt: skip
    return receive(
        asked, by=by, at=at, key=key, files=admitted(sent, uploads.limits()),
        answer=lambda placed: {"number": placed.order.number},
    )  # fmt: skip


def _visit(
    said: Mapping[str, Any], sent: Sequence[Sent], key: Key, by: Actor, at: datetime
) -> tuple[bool, Answer]:
    return bring_visit(
        said["order"], key=key, said=_told(said), outcome=said["outcome"], words=said["words"],
        minutes=said["minutes"], by=by, at=at,
    )  # fmt: skip


def _photo(
    said: Mapping[str, Any], sent: Sequence[Sent], key: Key, by: Actor, at: datetime
) -> tuple[bool, Answer]:
    return bring_photos(
        said["order"], sent, key=key, said=_told(said), moment=said["moment"], limits=uploads.limits(),
        by=by, at=at,
    )  # fmt: skip


_DO = {"report": _report, "visit": _visit, "photo": _photo}
