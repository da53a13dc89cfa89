"""Jobs of this room."""

from django_tasks import task

from huying.kernel.now import now
from huying.trail.outbox import deliver_due


@task()
def deliver_outbox() -> int:
    """Deliver everything that is due now; how many deliveries were done."""
    total = done = deliver_due(now())
    while done:
        done = deliver_due(now())
        total += done
    return total
