"""Cold start on an existing database, and what the first page weighs on the wire."""

import re
from http.client import HTTPConnection

from bench.row import Row, percentile
from bench.server import free_port, started, stop
from bench.world import CODE, build

STARTS = 5


def weight(port: int) -> tuple[int, int]:
    """Bytes and requests of a community's front page with all it links, compressed as a browser asks."""

    def size(path: str) -> tuple[int, str]:
        door = HTTPConnection("127.0.0.1", port, timeout=10)
        door.request(
            "GET", path, headers={"Accept-Encoding": "gzip, br", "Accept-Language": "zh-CN"}
        )
        answer = door.getresponse()
        body = answer.read()
        head = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders())
        return len(body) + head, body.decode("utf-8", "replace")

    total, page = size(f"/c/{CODE}/")
    linked = set(re.findall(r'(?:src|href)="(/(?:static|styles)/[^"]+)"', page))
    return total + sum(size(path)[0] for path in linked), 1 + len(linked)


def main() -> None:
    """Start several times; the first prepares static files and is not counted."""
    build()
    seconds, bytes_, requests = [], 0, 0
    for _ in range(STARTS + 1):
        port = free_port()
        process, took = started(port)
        try:
            bytes_, requests = weight(port)
        finally:
            stop(process)
        seconds.append(took)
    Row("cold start of serve, median", f"{percentile(seconds[1:], 0.5):.1f} s", aim="<= 3 s").tell()
    Row(
        "first page on the wire",
        f"{bytes_ / 1024:.1f} KB in {requests} requests",
        aim="<= 60 KB, <= 12",
    ).tell()


if __name__ == "__main__":
    main()
