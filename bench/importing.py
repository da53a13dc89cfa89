"""Importing rows of another system: rows a second, and memory whatever the length."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.row import Row
from bench.world import build, scaled

LENGTHS = (10_000, 200_000)
HEAD = ("编号", "诉求内容", "时间", "社区", "类别", "状态")


def write(path: Path, rows: int) -> None:
    """A file like a hotline's export, with invented words."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for n in range(rows):
            day = 1 + n % 28
            out.writerow((f"HX{n:07d}", f"第{n}号路灯不亮，请安排维修", f"2026-0{1 + n % 9}-{day:02d} 10:{n % 60:02d}:00",
                          f"第{1 + n % 40}社区", "", "已办结"))  # fmt: skip


def main() -> None:
    """Import files of two lengths in processes of their own."""
    build()
    for length in map(scaled, LENGTHS):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "rows.csv"
            write(file, length)
            command = [sys.executable, "-m", "huying", "import", "orders", str(file), "--json"]
            child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            out = child.stdout.read().decode() if child.stdout else ""
            _pid, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
            report = json.loads(out.strip().splitlines()[-1])
        Row(f"import {length:,} rows", f"{report['imported'] / report['seconds']:.0f} rows/s, {usage.ru_maxrss / 1024:.0f} MB",
            aim="<= 200 MB at any length").tell()  # fmt: skip


if __name__ == "__main__":
    main()
