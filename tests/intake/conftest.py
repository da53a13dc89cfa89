"""The usual cast, and a folder for what an import puts aside."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.builders import Cast, build_cast


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: Settings) -> Cast:
    """The cast, with rejects going to a folder that vanishes."""
    settings.HOME = tmp_path / "home"
    return build_cast()
