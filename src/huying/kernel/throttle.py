"""How often one client may write: whose request it is, and how long they have to wait.

Kept in the memory of one process and bounded: each worker process counts for itself.
"""

import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from huying.kernel.refusals import Code, Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MINUTE_S = 60.0
MOST_CLIENTS = 50_000
SUBSCRIBER_BITS = 64  # one household or phone owns a whole IPv6 network of this size


class TooOften(Refused):
    """Refused `too-many`, with the whole seconds to wait before it is worth trying again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(Code.TOO_MANY, "too many at once, wait a little")
        self.retry_after = retry_after


@dataclass(slots=True)
class Throttle:
    """A bucket per client that holds a minute's worth and fills steadily; safe in threads.

    Of the clients not seen for the longest time only the last `most_clients` are remembered.
    """

    most_clients: int = MOST_CLIENTS
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, client: str, *, per_minute: int, at: datetime) -> None:
        """Let one request of this client pass, or refuse it as `TooOften`; "" always passes."""
        if not client:
            return
        now = at.timestamp()
        with self._lock:
            left, seen = self._buckets.pop(client, (float(per_minute), now))
            passed = max(0.0, now - seen)
            left = min(float(per_minute), left + passed * per_minute / MINUTE_S)
            allowed = left >= 1
            self._buckets[client] = (left - 1 if allowed else left, max(now, seen))
            while len(self._buckets) > self.most_clients:
                self._buckets.popitem(last=False)
        if not allowed:
            raise TooOften(_whole_seconds(left, per_minute))

    def forget(self) -> None:
        """Begin anew: every bucket is full again."""
        with self._lock:
            self._buckets.clear()


PUBLIC_WRITES = Throttle()


def _whole_seconds(left: float, per_minute: int) -> int:
    if per_minute <= 0:
        return int(MINUTE_S)
    return int((1 - left) * MINUTE_S / per_minute) + 1


def client_of(remote: str, forwarded: str, trusted: Sequence[str]) -> str:
    """Who a request is counted for; "" when callers cannot be told apart.

    `remote` is the address of the connection, `forwarded` the X-Forwarded-For header, which
    counts only when `remote` is one of the `trusted` addresses or networks: then the last
    address in it that is not trusted itself. IPv6 clients count by their /64 network.
    """
    address = _caller(remote, forwarded, trusted)
    if address is None or address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, SUBSCRIBER_BITS), strict=False))
    return str(address)


def address_of(remote: str, forwarded: str, trusted: Sequence[str]) -> str:
    """The caller's address itself, told as in `client_of`; "" when it is none."""
    return str(_caller(remote, forwarded, trusted) or "")


def _caller(remote: str, forwarded: str, trusted: Sequence[str]) -> Address | None:
    address = _parsed(remote)
    known = networks(tuple(trusted))
    if address is not None and _among(address, known):
        address = _forwarded(forwarded, known) or address
    return address


def _forwarded(header: str, networks: Sequence[Network]) -> Address | None:
    """The last untrusted address; None where a hop is no address, or all are trusted."""
    for hop in reversed(header.split(",")):
        address = _parsed(hop)
        if address is None or not _among(address, networks):
            return address
    return None


def _parsed(text: str) -> Address | None:
    """The address without port, brackets and zone; an IPv4 address in IPv6 clothes is IPv4."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


@lru_cache(maxsize=8)
def networks(trusted: tuple[str, ...]) -> tuple[Network, ...]:
    """The trusted networks; ValueError for what is none, so that a typing slip is noticed."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in trusted)
