"""The real server, with its own defaults."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection

LONGEST_START_S = 60


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(port: int) -> tuple[subprocess.Popen[bytes], float]:
    """`huying serve` on this port, and the seconds until it first answered."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "huying", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, env=os.environ, start_new_session=True,
    )  # fmt: skip
    while time.monotonic() < began + LONGEST_START_S:
        with suppress(OSError):
            door = HTTPConnection("127.0.0.1", port, timeout=5)
            door.request("GET", "/health")
            if door.getresponse().status == 200:
                return process, time.monotonic() - began
        time.sleep(0.02)
    stop(process)
    raise TimeoutError("the server did not start")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop it as Ctrl-C would, all of its group."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def serving() -> Iterator[int]:
    """The port of a running server."""
    port = free_port()
    process, _seconds = started(port)
    try:
        yield port
    finally:
        stop(process)


def workers_rss_mb(port: int) -> list[float]:
    """Resident memory of every process of the server, in MB, largest first (Linux)."""
    pids = subprocess.run(
        ["pgrep", "-f", f"huying serve --port {port}"], text=True, stdout=subprocess.PIPE, check=False
    ).stdout.split()  # fmt: skip
    sizes = []
    for pid in pids:
        with suppress(OSError), open(f"/proc/{pid}/status") as status:  # noqa: PTH123
            sizes += [int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS")]
    return sorted(sizes, reverse=True)
