"""The project's own settings, in a folder that vanishes, on the engine that is asked for.

`HUYING_TEST_DATABASE` is `sqlite` (default) or `postgres`. Whatever else the caller's
environment says about a real installation is forgotten here, so that a test never touches it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

KEPT = {"HUYING_TEST_DATABASE", "HUYING_TEST_POSTGRES", "HUYING_TEST_FOLDER"} | {
    "HUYING_REAL_DATA",
    "HUYING_CHROMIUM",
}
ENGINE = os.environ.get("HUYING_TEST_DATABASE", "sqlite")
if ENGINE not in {"sqlite", "postgres"}:
    raise ValueError(f"HUYING_TEST_DATABASE is sqlite or postgres, not {ENGINE}")


def _forget_the_caller() -> None:
    for name in set(os.environ) - KEPT:
        if name.startswith(("HUYING_", "DATABASE_URL")):
            del os.environ[name]


def _folder() -> Path:
    """One folder for the run, made by whoever comes first, and a room in it for each worker."""
    if "HUYING_TEST_FOLDER" not in os.environ:
        folder = tempfile.mkdtemp(prefix="huying-test-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["HUYING_TEST_FOLDER"] = folder
    room = Path(os.environ["HUYING_TEST_FOLDER"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (room / "static").mkdir(parents=True, exist_ok=True)
    return room


def _database_url(home: Path) -> str:
    if ENGINE == "sqlite":
        return f"sqlite:///{home / 'huying.sqlite3'}"
    from tests.postgres import address  # noqa: PLC0415 -- needed, and paid for, on this engine only

    return address()


_forget_the_caller()
TEST_HOME = _folder()
os.environ["HUYING_ENV"] = "test"
os.environ["HUYING_HOME"] = str(TEST_HOME)
os.environ["DATABASE_URL"] = _database_url(TEST_HOME)

from huying.config.settings import *  # noqa: E402, F403 -- reads the environment made above
from huying.config.settings import DATABASES, STORAGES  # noqa: E402 -- as above

if ENGINE == "sqlite":
    # A file, as in real life: several threads and connections meet in it.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
RULEBOOK_SECONDS = 0.0  # a test changes reference data and looks at once
