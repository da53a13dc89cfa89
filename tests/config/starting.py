"""Starting the product in a process of its own, with exactly the environment that is named."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


def surroundings(home: Path, **variables: str) -> dict[str, str]:
    """The caller's environment without anything about an installation, and what is said."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUYING_", "DATABASE_URL"))}
    return kept | {
        "HUYING_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "huying.config.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    } | variables  # fmt: skip


def run(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run this Python with these arguments to its end."""
    return subprocess.run(  # noqa: S603 -- ourselves
        [sys.executable, *arguments], env=surroundings(home, **variables), cwd=home, text=True,
        encoding="utf-8", capture_output=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip


def huying(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the product to its end."""
    return run(home, "-m", "huying", *arguments, **variables)


def started(home: Path, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    """A command of the product that keeps running, in a process group of its own."""
    return subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, "-m", "huying", *arguments], cwd=home, text=True,
        start_new_session=True, **more,
    )  # fmt: skip
