"""A resident at the community's page: the three steps, and the way back by number and code."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huying.orders.models import Order
from tests.builders import WORDS

FRONT = "/c/990101001001/"


def picture(name: str = "lamp.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def say(
    client: Client, text: str = WORDS, *, front: str = FRONT, photos: Any = (),
    where: dict[str, Any] | None = None, reach: dict[str, Any] | None = None,
) -> Any:  # fmt: skip
    """Walk the three steps; the last answer, or the first that is no redirect."""
    first = client.post(front, {"text": text, "photos": list(photos)})
    if first.status_code != 302:
        return first
    second = client.post(first["location"], where or {})
    if second.status_code != 302:
        return second
    return client.post(second["location"], reach or {})


def proven(client: Client, order: Order) -> str:
    """The order's page, after number and code were typed."""
    answer = client.post("/track/", {"number": order.number.lower(), "code": order.query_code})
    assert answer.status_code == 302
    return f"/o/{order.number}/"
