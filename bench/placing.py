"""Placing an order through the real HTTP stack, beside the same rows in bare SQL."""

import json
from uuid import uuid4

from bench import floor
from bench.client import fire, request
from bench.row import Row, ms, percentile
from bench.server import serving, workers_rss_mb
from bench.world import World, build, scaled

CONNECTIONS = 8
WARM, ORDERS, TRANSACTIONS = 80, 3000, 3000
WORDS = "三号楼东门的路灯坏了两天，晚上看不见台阶，请帮忙看看。"


def one_order(world: World) -> bytes:
    """A request like a resident's, with a key of its own."""
    body = {"text": WORDS, "place": world.community, "contact_phone": "13800001234"}
    return request(
        "POST", "/api/v1/orders", json.dumps(body).encode(),
        Content_Type="application/json", Idempotency_Key=uuid4().hex,
    )  # fmt: skip


def main() -> None:
    """Place, and then measure the floor with one of the rows written."""
    world = build()
    with serving() as port:
        fire(port, [one_order(world) for _ in range(WARM)], CONNECTIONS)
        placed = fire(port, [one_order(world) for _ in range(scaled(ORDERS))], CONNECTIONS)
        memory = workers_rss_mb(port)
    wrong = {status: n for status, n in placed.statuses.items() if status != 201}
    if wrong:
        raise SystemExit(f"not placed: {wrong}")
    from huying.orders.models import Order  # noqa: PLC0415 -- after setup

    sample = Order.objects.order_by("-id").first()
    base = floor.measured(sample.pk if sample else 0, scaled(TRANSACTIONS), CONNECTIONS)
    share = placed.rate / base.rate
    p99 = percentile(placed.latencies, 0.99)
    Row("place an order, 8 connections", f"{placed.rate:.0f}/s", f"{base.rate:.0f}/s",
        f"{share:.0%}", ">= 25 % (PostgreSQL)").tell()  # fmt: skip
    Row("place an order, p50 / p99", f"{ms(percentile(placed.latencies, 0.5))} / {ms(p99)}",
        f"{ms(percentile(base.latencies, 0.5))} / {ms(percentile(base.latencies, 0.99))}",
        "", "p99 <= 100 ms (SQLite)").tell()  # fmt: skip
    Row("memory of the server's processes", " + ".join(f"{mb:.0f}" for mb in memory) + " MB").tell()


if __name__ == "__main__":
    main()
