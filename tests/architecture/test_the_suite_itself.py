"""What the tests stand on does what it says."""

import os

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.utils import timezone

from huying.kernel.actor import SYSTEM
from huying.trail.actions import Head, record
from huying.trail.models import Record


@pytest.mark.django_db(transaction=True)
def test_guarded_tables_are_emptied_between_tests_and_guarded_again() -> None:
    for number in (1, 2):
        record(Head("order", number), "submit", by=SYSTEM, at=timezone.now()).save()
        before = Record.objects.count()
        call_command("flush", interactive=False, verbosity=0)
        assert (before, Record.objects.count()) == (1, 0)
    record(Head("order", 3), "submit", by=SYSTEM, at=timezone.now()).save()
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Record.objects.all().delete()
    assert Record.objects.count() == 1


@pytest.mark.django_db
def test_the_run_is_on_the_engine_it_was_asked_for() -> None:
    asked = {"sqlite": "sqlite", "postgres": "postgresql"}
    assert connection.vendor == asked[os.environ.get("HUYING_TEST_DATABASE", "sqlite")]
    assert str(connection.settings_dict["NAME"]).rsplit("/", 1)[-1].startswith("test")


def test_no_test_touches_a_real_installation() -> None:
    assert settings.ENVIRONMENT == "test"
    assert str(settings.HOME).startswith(os.environ["HUYING_TEST_FOLDER"])
