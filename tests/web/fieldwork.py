"""Records as a device sends them."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huying.orders.models import Order
from tests.builders import Staff
from tests.files.samples import photo

SAID_AT = "2026-03-10T14:05:00.000+08:00"
KEY = "0b5e9c1e-6f0a-4f43-9d0e-5d3f3c0a0001"


def picture(name: str = "stairs.jpg") -> SimpleUploadedFile:
    """A small photo as a phone sends it."""
    return SimpleUploadedFile(name, photo(), "image/jpeg")


def record(kind: str, by: Staff, **said: Any) -> dict[str, Any]:
    """What a device writes around what was filled in."""
    facts = {
        "key": KEY,
        "kind": kind,
        "by": str(by.person.pk),
        "device": "d1c2b3a4",
        "said_at": SAID_AT,
    }
    return facts | said


def report(by: Staff, **said: Any) -> dict[str, Any]:
    """A matter at building 3."""
    return (
        record("report", by, text="三楼楼道堆着杂物", place="990101001001001-B3", safety=False)
        | said
    )


def visit(by: Staff, order: Order, **said: Any) -> dict[str, Any]:
    """Nobody was home."""
    return record("visit", by, order=order.number, outcome="nobody_home", words="敲门没人应") | said


def photos(by: Staff, order: Order, **said: Any) -> dict[str, Any]:
    """Photos after the work."""
    return record("photo", by, order=order.number, moment="after") | said


def send(client: Client, said: Any, *pictures: SimpleUploadedFile) -> tuple[int, dict[str, Any]]:
    """Status and words of the answer."""
    text = said if isinstance(said, str) else json.dumps(said)
    answer = client.post(reverse("field:send"), {"record": text, "photos": list(pictures)})
    return answer.status_code, answer.json()
