"""An import that is killed, and what another run makes of it."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from pytest_django import Settings

from huying.intake.running import BATCH, rejects_path
from huying.orders.models import Order
from huying.orders.verify import check_floating, check_orders, check_promises, check_words
from huying.trail.models import Record
from huying.trail.verify import check_chains
from tests.builders import build_cast
from tests.intake.tables import (
    CLOSED_MAP,
    NOON,
    counts,
    imported,
    ordinary,
    rejected,
    write_csv,
    write_map,
)

ROWS = 5 * BATCH
# Tells each batch on a line of its own, so that the parent knows how far it is.
IMPORT = """
import sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from huying.intake.running import run_import
run_import(
    Path(sys.argv[1]), map_name=sys.argv[2], place_code="990101001001", dry_run=False,
    at=datetime.fromisoformat(sys.argv[3]), progress=lambda done, total: print(done, flush=True),
)
"""


def address() -> str:
    """The test database, as another process is told about it."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    door = urlencode({key.lower(): said[key] for key in ("HOST", "PORT") if said[key]})
    who = f"{quote(said['USER'])}:{quote(said['PASSWORD'])}"
    return f"postgresql://{who}@/{quote(said['NAME'])}?{door}"


def killed_after(batches: int, delay: float, path: Path, own: str) -> int:
    """Start the import in a process of its own and kill it some time after this many batches."""
    environment = os.environ | {
        "DATABASE_URL": address(),
        "HUYING_HOME": str(path.parent / "home"),
        "DJANGO_SETTINGS_MODULE": "huying.config.settings",
    }
    command = [sys.executable, "-c", IMPORT, str(path), own, NOON.isoformat()]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 -- ours
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _batch in range(batches)]
        time.sleep(delay)
        child.kill()
        child.wait()
    assert told == [BATCH * (n + 1) for n in range(batches)]
    return child.returncode


def written() -> list[tuple[str, str]]:
    found = Order.objects.order_by("source_number").values_list("source_number", "text")
    return list(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("delay", [0.0, 0.2])
def test_a_killed_import_is_continued_as_if_nothing_had_happened(
    tmp_path: Path, settings: Settings, delay: float
) -> None:
    settings.HOME = tmp_path / "home"
    build_cast()
    rows = [ordinary(n, words="" if n % 100 == 7 else f"灯{n}") for n in range(ROWS)]
    text = CLOSED_MAP + "[categories]\nunknown = 'create'\nlevels = [{name = 'class'}]\n"
    path = write_csv(tmp_path / "a.csv", [row | {"class": f"类{row['no'][-1]}"} for row in rows])
    own = write_map(tmp_path, text)
    assert killed_after(2, delay, path, own) == -9

    there = Order.objects.count()
    good = sum(row["words"] != "" for row in rows)
    assert 0 < there < good
    assert there % (BATCH - BATCH // 100) == 0  # whole batches, each without its rejects
    assert Record.objects.count() == there
    assert not rejects_path(path).exists()

    report = imported(path, own)
    assert counts(report) == (ROWS, good - there, there, ROWS - good)
    assert [row["no"] for row in rejected(report)] == [r["no"] for r in rows if not r["words"]]
    assert written() == sorted((row["no"], row["words"]) for row in rows if row["words"])
    checks = (check_chains(), check_orders(), check_words(), check_promises(), check_floating(NOON))
    assert [check.differences for check in checks] == [0] * 5
    assert counts(imported(path, own)) == (ROWS, 0, good, ROWS - good)
