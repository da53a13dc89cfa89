"""Where the demo city is not loaded, and why."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from huying.demo.city import load
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Category, Order
from huying.places.models import Place
from huying.trail.actions import Head, record
from huying.trail.digests import publish_due
from tests.demo.conftest import unseen

AT = datetime(2026, 3, 11, 14, 20, tzinfo=SHANGHAI)


def refusal() -> Refused:
    with pytest.raises(Refused) as raised:
        load(at=AT, progress=unseen)
    return raised.value


def test_public_passwords_are_kept_out_of_production(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    assert refusal().code is Code.NOT_OPEN


@pytest.mark.django_db
def test_nothing_is_written_into_days_whose_digest_is_published() -> None:
    earlier = AT - timedelta(days=40)
    record(Head("order", 1), "submit", by=SYSTEM, at=earlier).save()
    publish_due(AT)
    assert refusal().code is Code.CONFLICT
    assert (Place.objects.count(), Category.objects.count(), Order.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_what_is_interrupted_leaves_nothing_behind() -> None:
    def stop(_hundredths: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(at=AT, progress=stop)
    assert (Place.objects.count(), Category.objects.count(), Order.objects.count()) == (0, 0, 0)
