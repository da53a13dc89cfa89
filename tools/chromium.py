"""Finds a Chromium for the browser tests, or installs one: `python tools/chromium.py`.

Tried in turn: HUYING_CHROMIUM, one on the PATH, one that Playwright already holds, Playwright's
download, Debian's package (as root). When nothing helps: one line what to do, and exit 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CONNECT_MS = 8_000
DOWNLOAD_S = 600
ADVICE = "no Chromium: install chromium or Google Chrome, or name one in HUYING_CHROMIUM"


def found() -> str | None:
    """The path of a Chromium that starts, or None."""
    named = os.environ.get("HUYING_CHROMIUM")
    if named:
        return named if _starts(named) else None
    for name in NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _starts(path) else None


def downloaded() -> str | None:
    """Playwright's own build; gives up soon where its servers cannot be reached."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    _run(command, {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": str(CONNECT_MS)})
    return found()


def packaged() -> str | None:
    """Debian's package, with fonts for Chinese, where we may install packages."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "--no-install-recommends"]
        packages = ["chromium", "fonts-noto-cjk"]
        if not _run([*install, *packages], quiet):
            _run(["apt-get", "update"], quiet)
            _run([*install, *packages], quiet)
    return found()


def _starts(path: str) -> bool:
    command = [path, "--version"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(command: list[str], extra: dict[str, str]) -> bool:
    print("+", *command, flush=True)
    try:
        done = subprocess.run(command, env={**os.environ, **extra}, timeout=DOWNLOAD_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)
        return False
    return done.returncode == 0


def main() -> int:
    """Print the path of a working Chromium; 1 with advice when there is none to be had."""
    ways: tuple[Callable[[], str | None], ...] = (found,)
    if "HUYING_CHROMIUM" not in os.environ:
        ways = (found, downloaded, packaged)
    path = next((path for way in ways if (path := way())), None)
    print(path or ADVICE, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    raise SystemExit(main())
