"""Shijiazhuang: a kerb with a sharp edge, reported with a photo, rebuilt a day later."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huying.clocks.models import Clock
from huying.files.models import Upload
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.actions.attaching import Limits, Sent, attach
from huying.orders.models import Order, Rating
from huying.orders.policy import asker_of
from huying.orders.queries import open_moves
from huying.practices import adopt
from tests.builders import Cast, build_cast, clock_at
from tests.web.saying import say

NINE = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)
HALF_PAST_FIVE = datetime(2026, 3, 11, 17, 30, tzinfo=SHANGHAI)
FOUR_NEXT_DAY = datetime(2026, 3, 11, 16, 0, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    adopt("shijiazhuang", place=cast.district, by=SYSTEM, at=NINE - timedelta(days=9))
    return cast


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def test_a_kerb_is_reported_rebuilt_and_rated(cast: Cast) -> None:
    resident = Client()
    photo = SimpleUploadedFile("kerb.jpg", picture("gray"), "image/jpeg")
    with clock_at(NINE):
        say(resident, "健身角的路沿石太尖，老扎车胎", photos=[photo])
    order = Order.objects.get()
    cast.at = NINE + timedelta(minutes=20)
    cast.move(order, "accept", cast.lin, category="0101", grade="A")
    cast.move(order, "take", cast.lin, reason="接访员现场协调")
    cast.move(order, "add_helper", cast.lin, helper="hengan")
    attach(
        order, [Sent("after.jpg", picture("white"))], by=cast.lin.actor, at=FOUR_NEXT_DAY,
        limits=Limits(10_000_000, 10_000_000), moment="after", public=True,
    )  # fmt: skip
    cast.at = FOUR_NEXT_DAY - timedelta(minutes=10)
    cast.move(order, "complete", cast.lin, result="solved", reply="转角已重做，地面已用混凝土抹平")

    order = Order.objects.get(pk=order.pk)
    assert order.completed_at is not None
    took = order.completed_at - order.placed_at
    assert timedelta(days=1, hours=7) - took < timedelta(minutes=1)
    assert [helper.unit for helper in order.co_handlers.all()] == [cast.hengan]
    ended = Clock.objects.get(subject_id=order.pk, name="close")
    assert (ended.due_at, ended.outcome) == (HALF_PAST_FIVE, "met")
    moments = Upload.objects.filter(subject_id=order.pk).order_by("uploaded_at", "id")
    assert list(moments.values_list("moment", flat=True)) == ["before", "after"]

    assert "judge" in open_moves(order, by=asker_of(order))
    with clock_at(FOUR_NEXT_DAY):
        page = resident.get(f"/o/{order.number}/").content.decode()
        assert "办好了，满意" in page
        resident.post(f"/o/{order.number}/judge/", {"verdict": "yes-yes", "words": "真快"})
    rating = Rating.objects.get()
    assert (rating.solved, rating.satisfied, rating.words) == (True, True, "真快")
    assert Order.objects.get(pk=order.pk).state == "closed"
