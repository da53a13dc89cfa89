"""A backup holds what meets what: nothing of a landing or an item is lost on the way."""

from pathlib import Path

import pytest
from django.core.management import call_command

from huying.config.backups import read, write
from huying.supply.actions.publishing import publish
from huying.supply.models import Landing, ServiceItem
from huying.supply.verify import CHECKS
from tests.builders import Cast, build_cast
from tests.supply.stocking import Stock


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


def test_a_restored_landing_still_has_its_means(cast: Cast, stock: Stock, tmp_path: Path) -> None:
    barber = stock.resource()
    item = stock.item(providers=[cast.hengan], resources=[barber])
    stock.landing(things=[barber, item])
    publish(cast.community, **stock.how())
    file = tmp_path / "kept.zip"
    write(file, cast.at)
    call_command("flush", interactive=False, verbosity=0)
    assert Landing.objects.count() == 0
    read(file, force=False)
    landing, again = Landing.objects.get(), ServiceItem.objects.get()
    assert (list(landing.resources.all()), list(landing.items.all())) == ([barber], [item])
    assert (list(again.providers.all()), list(again.resources.all())) == ([cast.hengan], [barber])
    assert [check().differences for check in CHECKS] == [0, 0, 0, 0, 0]
