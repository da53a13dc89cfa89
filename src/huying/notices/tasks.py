"""Jobs of this room."""

from django_tasks import task

from huying.kernel.now import now
from huying.notices.sending import send_due


@task()
def send_notices() -> int:
    """Send what waits and may go out; how many arrived at their carriers."""
    return send_due(now())
