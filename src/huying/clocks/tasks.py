"""Jobs of this room."""

from django_tasks import task

from huying.clocks.sweep import sweep
from huying.kernel.now import now


@task()
def sweep_clocks() -> int:
    """Mark what is due now; how many marks were made."""
    return sweep(now())
