"""A lean HTTP client over keep-alive connections, so that the load costs little of the machine."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

END_OF_HEAD = b"\r\n\r\n"


class Connection:
    """One keep-alive connection; `ask` sends prepared bytes and answers status and body."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self._socket.sendall(request)
        data = self._left
        while END_OF_HEAD not in data:
            data += self._more()
        head, _, body = data.partition(END_OF_HEAD)
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(body) < length:
            body += self._more()
        self._left = body[length:]
        return int(head.split(b" ", 2)[1]), body[:length]

    def _more(self) -> bytes:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server hung up")
        return chunk


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; header names with _ for -."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


@dataclass
class Outcome:
    """What came of many requests."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def fire(port: int, requests: Sequence[bytes], connections: int) -> Outcome:
    """Send all requests over so many connections, each waiting for its answer."""

    def one(share: Sequence[bytes], note: Callable[[float, int, bytes], None]) -> None:
        line = Connection(port)
        for prepared in share:
            began = time.perf_counter()
            status, body = line.ask(prepared)
            note(time.perf_counter() - began, status, body)

    return spread(requests, connections, one)


def spread(
    work: Sequence[bytes],
    connections: int,
    one: Callable[[Sequence[bytes], Callable[[float, int, bytes], None]], None],
) -> Outcome:
    """Share work out to threads that begin together; time from the first to the last."""
    outcome, guard = Outcome(), threading.Lock()

    def note(latency: float, status: int, body: bytes) -> None:
        with guard:
            outcome.latencies.append(latency)
            outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
            outcome.bodies.append(body)

    shares = [work[n::connections] for n in range(connections)]
    barrier = threading.Barrier(connections + 1)

    def run(share: Sequence[bytes]) -> None:
        barrier.wait()
        one(share, note)

    threads = [threading.Thread(target=run, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - began
    return outcome
