"""`serve`: web, worker and sweeps in one process group. `work`: the worker alone."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huying.config.ticking import run_ticker, run_worker


@click.command(epilog="Example: huying serve --host 0.0.0.0 --port 8080 --workers 4")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=None,
    type=click.IntRange(1, 64),
    help="web processes [default: cores, at most 4]",
)
def serve(host: str, port: int, workers: int | None) -> None:
    """Migrate if needed, then run the web server, the worker and the sweeps until Ctrl-C."""
    prepare()
    connection.close()  # the workers open their own
    from granian import Granian  # noqa: PLC0415 -- only this command needs the server
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    count = workers or min(os.cpu_count() or 1, 4)
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), daemon=True)
    keeper.start()
    click.echo(f"Huying listens on http://{host}:{port}  (Ctrl-C stops it)")
    server = Granian(
        "huying.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=count, blocking_threads=4, backlog=2048, backpressure=256, log_level=LogLevels.warning,
        respawn_failed_workers=True, workers_kill_timeout=10,
    )  # fmt: skip
    try:
        server.serve()
    finally:
        stop.set()
        keeper.join(timeout=25)


def _keep_worker(stop: threading.Event) -> None:
    """Run the worker in a process of its own, and again when it dies, until told to stop.

    Ctrl-C reaches the whole process group; the worker inherits this thread's mask and leaves
    it to us, so that it ends between jobs and not within one, or within its own start.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    while not stop.is_set():
        command = [sys.executable, "-m", "huying", "work", "--parent", str(os.getpid())]
        child = subprocess.Popen(command)  # noqa: S603 -- ourselves
        while child.poll() is None and not stop.wait(0.5):
            pass
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            child.wait(timeout=20)
        elif not stop.wait(1.0):
            click.echo("The worker stopped; starting it again.", err=True)


@click.command(hidden=True)
@click.option("--parent", type=int, default=0, help="stop when this process is gone")
def work(parent: int) -> None:
    """Run jobs and sweeps until told to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    ticker = threading.Thread(target=run_ticker, args=(stop, parent), daemon=True)
    ticker.start()
    run_worker(stop)
    ticker.join(timeout=15)


def prepare() -> None:
    """Bring the database and the static files up to date; cheap when they are."""
    prepare_database()
    if _static_is_old():
        click.echo("Preparing static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def prepare_database() -> None:
    """Bring the database up to date; cheap when it is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)


def _static_is_old() -> bool:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime
    ours = (settings.PACKAGE / "web").glob("**/static/**/*")
    return any(path.stat().st_mtime > made for path in ours)
