"""Is the system able to work? One page for a monitor to read."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from huying import __version__
from huying.config.heartbeat import last_beat
from huying.kernel.now import now
from huying.trail.queries import outbox_oldest_s


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """State of database, worker and outbox; 503 when nothing can be written."""
    at = now()
    writable = _can_write()
    beaten = last_beat()
    facts: dict[str, Any] = {
        "status": "ok" if writable else "down",
        "database": connection.vendor if writable else "not writable",
        "worker_lag_s": round((at - beaten).total_seconds(), 1) if beaten else None,
        "outbox_oldest_s": round(outbox_oldest_s(at), 1) if writable else None,
        "last_backup_at": _last_backup(),
        "version": __version__,
    }
    return JsonResponse(facts, status=200 if writable else 503)


def _can_write() -> bool:
    """Whether a transaction that writes can begin: tried, and taken back."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE clocks_announcedyear SET source = source WHERE year = 0")
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _last_backup() -> str | None:
    try:
        text = (Path(settings.HOME) / "last_backup").read_text(encoding="ascii")
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (FileNotFoundError, ValueError):
        return None
