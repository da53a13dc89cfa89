"""The cast, for whom everything told here is told about."""

import pytest

from tests.builders import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, on the morning the story begins."""
    return build_cast()
