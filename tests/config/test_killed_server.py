"""The server is killed in the middle of hundreds of submissions: nothing acknowledged is lost."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.config.starting import PATIENCE_S, huying, run, started, surroundings
from tests.postgres import address

SUBMISSIONS, CLIENTS, KILLED_AFTER = 500, 25, 120
BUILD = "import django; django.setup(); from tests.builders import build_cast; build_cast()"
COUNT = """
import django, json; django.setup()
from huying.orders.models import Order, Submission
from huying.trail.models import Record, Message
print(json.dumps({
    "orders": Order.objects.count(), "keys": Submission.objects.count(),
    "records": Record.objects.filter(move="place").count(),
    "messages": Message.objects.filter(event="order.place").count(),
    "numbers": list(Order.objects.values_list("number", flat=True)),
}))
"""
pytestmark = pytest.mark.both_databases


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own, on the engine of this run, with the cast in it."""
    if os.environ.get("HUYING_TEST_DATABASE") != "postgres":
        yield _built(tmp_path, f"sqlite:///{tmp_path / 'killed.sqlite3'}")
        return
    server = address()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS killed WITH (FORCE)")
        connection.execute("CREATE DATABASE killed")
    yield _built(tmp_path, server.replace("/postgres?", "/killed?"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE killed WITH (FORCE)")


def _built(home: Path, url: str) -> dict[str, str]:
    variables = {"DATABASE_URL": url, "HUYING_LOG_LEVEL": "CRITICAL"}
    for command in (("-m", "django", "migrate", "-v0"), ("-c", BUILD)):
        done = run(home, *command, **variables)
        assert done.returncode == 0, done.stderr
    return variables


@pytest.fixture
def serve(tmp_path: Path, installation: dict[str, str]) -> Iterator[Callable[[], tuple[int, Any]]]:
    """Starts the server and waits until it answers: its port, and its process."""
    running: list[Any] = []

    def start() -> tuple[int, Any]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        environment = surroundings(tmp_path, **installation)
        process = started(tmp_path, "serve", "--port", str(port), env=environment)
        running.append(process)
        patience = time.monotonic() + PATIENCE_S
        while time.monotonic() < patience:
            with suppress(OSError, HTTPException):
                if asked(port, "GET", "/health")[0] == 200:
                    return port, process
            time.sleep(0.1)
        raise TimeoutError("the server did not answer")

    yield start
    for process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def asked(port: int, method: str, path: str, body: bytes = b"", key: str = "") -> tuple[int, Any]:
    """Status and JSON of an answer."""
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as door:
        door.request(method, path, body or None, headers)
        with door.getresponse() as answer:
            return answer.status, json.loads(answer.read())


def submit(port: int, n: int) -> str:
    """Place the nth order; its number."""
    body = {"text": f"第{n}盏路灯不亮", "place": "990101001001"}
    status, said = asked(port, "POST", "/api/v1/orders", json.dumps(body).encode(), f"lamp-{n}")
    assert status == 201, said
    return str(said["number"])


def test_every_acknowledged_order_is_there_once_with_its_trail_whole(
    tmp_path: Path, installation: dict[str, str], serve: Callable[[], tuple[int, Any]]
) -> None:
    port, process = serve()
    acknowledged: dict[int, str] = {}
    enough = threading.Event()

    def send(share: range) -> None:
        for n in share:
            with suppress(OSError, HTTPException, json.JSONDecodeError):
                acknowledged[n] = submit(port, n)
            if len(acknowledged) >= KILLED_AFTER:
                enough.set()

    clients = [
        threading.Thread(target=send, args=(range(c, SUBMISSIONS, CLIENTS),))
        for c in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    assert enough.wait(PATIENCE_S)
    os.killpg(process.pid, signal.SIGKILL)
    for client in clients:
        client.join()
    assert KILLED_AFTER <= len(acknowledged) < SUBMISSIONS

    port, _process = serve()
    numbers = {n: submit(port, n) for n in range(SUBMISSIONS)}
    assert {n: numbers[n] for n in acknowledged} == acknowledged

    counted = json.loads(run(tmp_path, "-c", COUNT, **installation).stdout)
    assert sorted(counted.pop("numbers")) == sorted(numbers.values())
    assert counted == dict.fromkeys(("orders", "keys", "records", "messages"), SUBMISSIONS)
    checked = huying(tmp_path, "verify", **installation)
    assert checked.returncode == 0, checked.stdout
