"""The cast, for campaigns."""

import pytest

from tests.builders import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()
