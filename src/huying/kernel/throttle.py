"""How many times one address may do a thing in a minute: in this process, bounded memory."""

import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

MINUTE = 60.0
MOST_ADDRESSES = 20_000


class Window:
    """A sliding count per name over the last minute; the least recent names are forgotten."""

    def __init__(self, most_names: int = MOST_ADDRESSES) -> None:
        self._most = most_names
        self._guard = threading.Lock()
        self._counts: OrderedDict[str, tuple[int, float, float]] = OrderedDict()

    def allows(self, name: str, limit: int, at: datetime) -> bool:
        """Count one more for `name`, unless that would exceed `limit` a minute.

        An empty name (nothing to tell callers apart by) is never limited. The count of the
        minute before fades out evenly, so that no burst fits across the edge of a minute.
        """
        if not name or limit <= 0:
            return True
        stamp = at.timestamp()
        minute = stamp // MINUTE
        with self._guard:
            seen, now, before = self._counts.pop(name, (int(minute), 0.0, 0.0))
            if minute > seen:
                before = now if minute == seen + 1 else 0.0
                seen, now = int(minute), 0.0
            weight = 1.0 - (stamp % MINUTE) / MINUTE
            allowed = now + before * weight + 1 <= limit
            self._counts[name] = (seen, now + 1 if allowed else now, before)
            if len(self._counts) > self._most:
                self._counts.popitem(last=False)
        return allowed


PUBLIC = Window()
GUESSES = Window()


def client_address(remote: str, forwarded: str, trusted: Sequence[str]) -> str:
    """The address a request really came from; "" where it cannot be told.

    `forwarded` counts only behind a trusted proxy: the rightmost address that is not one
    of ours. A loopback address means a proxy nobody named, and tells nobody apart.
    """
    address = remote
    if remote in trusted:
        hops = [_bare(hop) for hop in forwarded.split(",") if hop.strip()]
        address = next((hop for hop in reversed(hops) if hop not in trusted), "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.is_loopback:
        return ""
    # One household has one IPv6 network, not one address.
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else address  # noqa: PLR2004


def _bare(hop: str) -> str:
    """An address without port or brackets."""
    text = hop.strip()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
