"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from huying.adoptions import queries as adoption_queries
from huying.care import queries as care_queries
from huying.clocks import queries as clock_queries
from huying.kernel.throttle import PUBLIC_WRITES
from huying.notices import routing
from huying.orders import directory, letters, named, proposing
from huying.orders.actions import placing
from huying.people import queries as people_queries
from huying.places import queries as place_queries
from huying.web.limits import GUESSES
from tests.flushing import let_guarded_tables_be_emptied

pytest_plugins = ["tests.browser", "tests.wechat"]

# A busy machine is no finding: examples are neither timed nor given up for their slowness.
hypothesis_settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypothesis_settings.load_profile("suite")

KEPT_IN_MEMORY = (
    adoption_queries,
    care_queries,
    clock_queries,
    directory,
    letters,
    named,
    people_queries,
    place_queries,
    placing,
    proposing,
    routing,
)
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})


def pytest_report_header() -> list[str]:
    """Which engine this run is about."""
    return [f"database: {os.environ.get('HUYING_TEST_DATABASE', 'sqlite')}"]


def _differs_by_database(item: pytest.Item) -> bool:
    """Whether the other engine could answer otherwise: what a browser does with a page is the same."""
    if item.get_closest_marker("both_databases"):
        return True
    fixtures = set(getattr(item, "fixturenames", ()))
    if "browser" in fixtures or item.get_closest_marker("one_database"):
        return False
    return bool(DATABASE_FIXTURES & fixtures) or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The PostgreSQL run keeps only what a database can change; the rest ran on SQLite."""
    if os.environ.get("HUYING_TEST_DATABASE") != "postgres":
        return
    same = [item for item in items if not _differs_by_database(item)]
    items[:] = [item for item in items if _differs_by_database(item)]
    config.hook.pytest_deselected(items=same)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: no search for garbage goes through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The test database, whose append-only tables are emptied between tests all the same."""
    let_guarded_tables_be_emptied(connection)


@pytest.fixture(autouse=True)
def failed_tasks() -> Iterator[list[TaskResult[Any]]]:
    """Background tasks that failed during the test.

    Tasks run at once here, and their errors would otherwise pass unseen: what is left in
    the list at the end fails the test. A test that expects a failure takes it out.
    """
    failures: list[TaskResult[Any]] = []

    def note(*, task_result: TaskResult[Any], **_: object) -> None:
        if task_result.status == TaskResultStatus.FAILED:
            failures.append(task_result)

    task_finished.connect(note)
    yield failures
    task_finished.disconnect(note)
    assert [error.traceback for result in failures for error in result.errors] == []


@pytest.fixture(autouse=True)
def rested_throttles() -> None:
    """Nobody wrote and nobody knocked before this test."""
    PUBLIC_WRITES.forget()
    GUESSES.forget()


@pytest.fixture
def kept_reference_data(settings: Settings) -> Iterator[None]:
    """Limits, posts and categories stay in memory, as in a real installation; for budgets."""
    settings.RULEBOOK_SECONDS = 60.0
    yield
    for kept in KEPT_IN_MEMORY:
        kept.forget()


@pytest.fixture
def queued_tasks(settings: Settings) -> None:
    """Tasks become rows in the database and wait for a worker, as in a real installation."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    }


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real residents' messages; a test that needs it says so when it is absent."""
    folder = os.environ.get("HUYING_REAL_DATA")
    if not folder:
        pytest.skip("HUYING_REAL_DATA is not set")
    return Path(folder)
