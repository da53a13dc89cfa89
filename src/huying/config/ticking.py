"""The worker's heart: each second it looks what is due and queues the job for it."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from huying.care.tasks import forget_what_ended
from huying.clocks.models import Clock
from huying.clocks.tasks import sweep_clocks
from huying.config.heartbeat import beat
from huying.duty.tasks import plan_visits_of_the_week
from huying.kernel.now import now
from huying.notices.sending import due as due_notices
from huying.notices.tasks import send_notices
from huying.orders.tasks import clear_away, keep_house
from huying.people.actions.noting import forget_old
from huying.trail.digests import publish_due
from huying.trail.models import Delivery, Message
from huying.trail.tasks import deliver_outbox

logger = logging.getLogger(__name__)
HOUSEKEEPING = timedelta(minutes=10)
CLEARING = timedelta(days=1)
KEEP_JOBS_FOR = timedelta(days=7)


def _outbox_waits(at: datetime) -> bool:
    return (
        Message.objects.filter(spread_at=None).exists()
        or Delivery.objects.filter(next_try_at__lte=at).exists()
    )


def _clocks_are_due(at: datetime) -> bool:
    return Clock.objects.filter(next_mark_at__lte=at).exists()


def _notices_wait(at: datetime) -> bool:
    return due_notices(at).exists()


DUE: tuple[tuple[Callable[[datetime], bool], Task[Any, Any]], ...] = (
    (_outbox_waits, deliver_outbox),
    (_clocks_are_due, sweep_clocks),
    (_notices_wait, send_notices),
)


def tick(at: datetime) -> list[str]:
    """Queue a job for everything that is due and not queued yet; their names."""
    queued = []
    for is_due, job in DUE:
        if (
            is_due(at)
            and not DBTaskResult.objects.ready().filter(task_path=job.module_path).exists()
        ):
            job.enqueue()
            queued.append(job.module_path)
    return queued


def housekeeping(at: datetime) -> None:
    """What is done every few minutes: digests, orders nobody judged, old jobs and records."""
    publish_due(at)
    keep_house.enqueue()
    forget_what_ended.enqueue()
    plan_visits_of_the_week.enqueue()
    forget_old(at)
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_JOBS_FOR).delete()


def run_ticker(stop: threading.Event, parent: int) -> None:
    """Tick until told to stop, or until the process that started this one is gone."""
    next_housekeeping = now()
    next_clearing = now() + HOUSEKEEPING
    while not stop.wait(1.0):
        if parent and os.getppid() != parent:
            stop.set()
            return
        try:
            close_old_connections()
            at = now()
            tick(at)
            beat(at)
            if at >= next_housekeeping:
                housekeeping(at)
                next_housekeeping = at + HOUSEKEEPING
            if at >= next_clearing:
                clear_away.enqueue()
                next_clearing = at + CLEARING
        except Exception:
            logger.exception("tick failed; trying again")


class StoppableWorker(Worker):
    """The task library's worker, stopped by an event instead of by signals of its own."""

    def watch(self, stop: threading.Event) -> None:
        """End the run loop soon after `stop` is set."""
        threading.Thread(target=self._end_after, args=(stop,), daemon=True).start()

    def _end_after(self, stop: threading.Event) -> None:
        stop.wait()
        self.running = False


def run_worker(stop: threading.Event) -> None:
    """Run queued jobs until told to stop; a failing database is waited for."""
    worker = StoppableWorker(
        queue_names=["default"], interval=0.5, batch=False, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=f"huying-{os.getpid()}",
        excluded_queue_names=[],
    )  # fmt: skip
    worker.watch(stop)
    while not stop.is_set():
        try:
            worker.run()
        except Exception:
            logger.exception("worker failed; starting again")
            stop.wait(2.0)
