"""The cast, and a community that works by its needs and what it has."""

import pytest

from tests.builders import Cast, build_cast
from tests.supply.stocking import Stock


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def stock(cast: Cast) -> Stock:
    """Nothing yet, and whoever can write it down."""
    return Stock(cast)
