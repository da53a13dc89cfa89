"""Run every workload on SQLite and PostgreSQL, print one table, keep the figures as JSON."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.engines import ENGINES, address
from bench.row import Row, table

WORKLOADS = ("placing", "moving", "listing", "importing", "sweeping", "starting", "district")
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Each engine and workload in a process of its own, so that none warms another."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--engine", choices=ENGINES, action="append")
    asked.add_argument("--workload", choices=WORKLOADS, action="append")
    asked.add_argument("--quick", action="store_true", help="a tenth of the size, for a first look")
    options = asked.parse_args()
    rows: list[Row] = []
    for engine in options.engine or ENGINES:
        for workload in options.workload or WORKLOADS:
            print(f"… {workload} on {engine}", file=sys.stderr, flush=True)
            rows += _measured(engine, workload, quick=options.quick)
    print(table(rows))
    RESULTS.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    facts = {"at": stamp, "machine": platform.platform(), "cores": os.cpu_count()}
    out = RESULTS / f"{stamp}.json"
    out.write_text(json.dumps(facts | {"rows": [row.facts() for row in rows]}, indent=1))
    print(f"\n{out}")


def _measured(engine: str, workload: str, *, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="huying-bench-") as home, address(engine, home) as url:
        environment = os.environ | {
            "HUYING_HOME": home, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "huying.config.settings",
            "HUYING_BENCH_QUICK": "1" if quick else "",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{workload}"], env=environment, text=True,
            stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
    if done.returncode:
        print(f"{workload} on {engine} failed", file=sys.stderr)
        return [Row(workload, "failed", engine=engine)]
    return [Row(**(json.loads(line) | {"engine": engine})) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    main()
