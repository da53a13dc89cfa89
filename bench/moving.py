"""One move over HTTP, and many racing for one order."""

import json
from collections import Counter

from bench.client import fire, request
from bench.placing import one_order
from bench.row import Row, ms, percentile
from bench.server import serving
from bench.world import World, build, scaled

CONNECTIONS, RACERS, ROUNDS, ORDERS = 8, 32, 10, 800


def accepting(world: World, number: str) -> bytes:
    """Accept this order as the desk."""
    return request(
        "POST", f"/api/v1/orders/{number}/moves/accept", b'{"category": "01"}',
        Content_Type="application/json", Authorization=f"Bearer {world.token}",
    )  # fmt: skip


def numbers(port: int, world: World, count: int) -> list[str]:
    """Numbers of so many orders just placed."""
    placed = fire(port, [one_order(world) for _ in range(count)], CONNECTIONS)
    return [json.loads(body)["number"] for body in placed.bodies]


def main() -> None:
    """Accept many orders; then let many accept the same one."""
    world = build()
    with serving() as port:
        moved = fire(
            port, [accepting(world, n) for n in numbers(port, world, scaled(ORDERS))], CONNECTIONS
        )
        look = request("GET", "/api/v1/orders/{}", Authorization=f"Bearer {world.token}")
        some = numbers(port, world, scaled(ORDERS))
        seen = fire(port, [look.replace(b"{}", n.encode()) for n in some], CONNECTIONS)
        outcomes: Counter[tuple[int, str]] = Counter()
        winners = []
        for number in numbers(port, world, ROUNDS):
            race = fire(port, [accepting(world, number)] * RACERS, RACERS)
            winners.append(race.statuses.get(200, 0))
            outcomes.update(
                (409, json.loads(b)["code"])
                for b in race.bodies
                if b"code" in b[:400] and b'"type"' in b
            )
    Row("one move (accept), 8 connections", f"{moved.rate:.0f}/s", "", "", "").tell()
    Row(
        "one move, p50 / p99",
        f"{ms(percentile(moved.latencies, 0.5))} / {ms(percentile(moved.latencies, 0.99))}",
    ).tell()
    Row("one order shown, 8 connections", f"{seen.rate:.0f}/s").tell()
    lost = ", ".join(f"{code} × {n}" for (_, code), n in sorted(outcomes.items()))
    Row(f"{RACERS} clients race for one order, {ROUNDS} rounds", f"winners {sorted(set(winners))}; others: {lost}",
        aim="exactly 1; stale or wrong-state").tell()  # fmt: skip


if __name__ == "__main__":
    main()
