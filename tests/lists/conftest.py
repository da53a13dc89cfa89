"""The cast, and a ledger that only these tests have."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from huying.lists.registry import registered
from tests.builders import Cast, build_cast
from tests.lists.samples import a_ledger


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Labels as they are written in the code."""
    with override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def care(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger with a sensitive column, kept everywhere."""
    monkeypatch.setitem(registered(), "care", a_ledger())
