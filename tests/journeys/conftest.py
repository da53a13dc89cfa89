"""Who works in the field, and the line between their device and the server."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from huying.people.roles import Role
from tests.builders import Cast, Staff
from tests.wire import Wire


@pytest.fixture
def meng(cast: Cast) -> Staff:
    """A grid worker of the first grid."""
    return cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    """A line that can be cut and mended."""
    made = Wire(int(live_server.url.rsplit(":", 1)[1]))
    yield made
    made.close()
