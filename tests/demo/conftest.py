"""The demo city, loaded into an empty database; on SQLite twice, to compare what they tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from huying.demo.city import DemoReport, load
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Order, Rating
from huying.trail.models import Record
from tests.conftest import KEPT_IN_MEMORY

WEDNESDAY = datetime(2026, 3, 11, 14, 20, tzinfo=SHANGHAI)
_TOLD = (
    "text", "state", "placed_at", "next_due_at", "category__code", "place__code", "reply", "grade",
    "responsible_person__name", "lead_unit__code", "lead_person__name", "contact__phone",
)  # fmt: skip


def unseen(_hundredths: int) -> None:
    """A progress that nobody looks at."""


@dataclass(frozen=True)
class Loaded:
    """What each load told, the report of the last, and the steps its progress was shown in."""

    told: list[list[Any]]
    report: DemoReport
    steps: list[int]


def _told() -> list[Any]:
    """Everything that matters about the city, and nothing that a number or an id decides."""
    orders = Order.objects.values_list(*_TOLD)
    moves = Record.objects.values_list("at", "move", "by_label", "source", "target")
    words = Rating.objects.values_list("at", "solved", "satisfied", "words")
    return [sorted(map(repr, rows)) for rows in (orders, moves, words)]


def _forget() -> None:
    for kept in KEPT_IN_MEMORY:
        kept.forget()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The city as it stands on a Wednesday afternoon; gone when the module ends."""
    steps: list[int] = []
    with django_db_blocker.unblock(), override_settings(RULEBOOK_SECONDS=60.0):
        told = []
        if connection.vendor == "sqlite":  # chance is the same on both engines: once is enough
            _forget()
            with transaction.atomic():
                load(at=WEDNESDAY, progress=unseen)
                told.append(_told())
                transaction.set_rollback(True)
        _forget()
        with transaction.atomic():
            report = load(at=WEDNESDAY, progress=steps.append)
            yield Loaded([*told, _told()], report, steps)
            transaction.set_rollback(True)
        _forget()
