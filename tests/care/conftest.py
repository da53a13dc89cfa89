"""The cast in a district that keeps five ledgers, and two people to whom one is open."""

import pytest

from tests.builders import Cast, Staff, build_cast
from tests.care.people import granted, work_by_wujiangbei


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, where the five ledgers are kept."""
    cast = build_cast()
    work_by_wujiangbei(cast)
    return cast


@pytest.fixture
def keepers(cast: Cast) -> tuple[Staff, Staff]:
    """Lin and the secretary, to both of whom the ledger of solitary elders is open."""
    granted(cast, cast.lin)
    granted(cast, cast.secretary)
    return cast.lin, cast.secretary
