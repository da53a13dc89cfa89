"""The cast and the clock of its story, for pages that need more than a component."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import START, Cast, build_cast, clock_at


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Everybody, on the morning the story begins; the product's clock runs seven hours later."""
    with clock_at(START + timedelta(hours=7)):
        yield build_cast()
