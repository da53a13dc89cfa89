"""Anyone can see the digests and check a receipt."""

from datetime import timedelta

import pytest
from django.test import Client

from huying.orders.actions.placing import Placed
from huying.trail.digests import publish_due
from huying.trail.queries import chain
from tests.builders import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def anyone() -> Client:
    return Client(headers={"accept-language": "en"})


def test_a_receipt_is_found_in_the_digest_of_its_day_after_midnight(
    cast: Cast, anyone: Client
) -> None:
    order = cast.place()
    receipt = Placed(order, chain("order", order.pk).get()).receipt
    before = anyone.get("/proof/", {"receipt": receipt}).content.decode()
    assert "not in a published digest yet" in before
    publish_due(cast.at + timedelta(days=1))
    after = anyone.get("/proof/", {"receipt": receipt}).content.decode()
    assert "It is in the digest of 2026-03-10, unaltered." in after
    (digest,) = anyone.get("/digests.json").json()["digests"]
    assert digest["root"] in after
    assert digest["hash"][:16] in anyone.get("/digests/").content.decode()


def test_what_is_no_receipt_is_said_to_be_none(cast: Cast, anyone: Client) -> None:
    answer = anyone.get("/proof/", {"receipt": "HY1-<script>"}).content.decode()
    assert "This is not a receipt of ours" in answer
    assert "<script>" not in answer.split("<main")[1]
