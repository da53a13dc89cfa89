"""The desk's list at 10 thousand, 100 thousand and a million orders."""

from bench.client import fire, request
from bench.crowd import grow
from bench.row import Row, ms, percentile
from bench.server import serving
from bench.world import CODE, COMMUNITIES, QUICK, World, build

SIZES = (10_000, 100_000) if QUICK else (10_000, 100_000, 1_000_000)
ASKED, CONNECTIONS = 1200, 4


def listed(port: int, world: World) -> tuple[float, float, float]:
    """Lists a second, p50 and p99 of a community's open orders by due time, 50 rows."""
    path = f"/api/v1/orders?place={world.community}&state=submitted&ordering=due&limit=50"
    ask = request("GET", path, Authorization=f"Bearer {world.token}")
    fire(port, [ask] * 40, CONNECTIONS)
    seen = fire(port, [ask] * ASKED, CONNECTIONS)
    rows = seen.bodies[0].count(b'"number"')
    if set(seen.statuses) != {200} or rows != 50:
        raise SystemExit(f"not listed: {seen.statuses}, {rows} rows")
    return seen.rate, percentile(seen.latencies, 0.5), percentile(seen.latencies, 0.99)


def main() -> None:
    """Grow and list, grow and list."""
    world = build()
    from huying.kernel.actor import VISITOR  # noqa: PLC0415 -- after setup
    from huying.kernel.now import now  # noqa: PLC0415
    from huying.orders.actions.placing import Wish, place_order  # noqa: PLC0415
    from huying.places.models import Place  # noqa: PLC0415

    community = Place.objects.get(code=CODE)
    first = Place.objects.filter(level="community").order_by("pk").first()
    placed, _ = place_order(Wish(text="路灯坏了", place=community), by=VISITOR, at=now())
    size, p99_at_first = 0, 0.0
    for wanted in SIZES:
        grow(
            placed.order.pk if placed else 0,
            size + 1,
            wanted,
            community.pk,
            first.pk if first else 0,
            COMMUNITIES,
        )
        size = wanted
        with serving() as port:
            rate, p50, p99 = listed(port, world)
        p99_at_first = p99_at_first or p99
        Row(f"desk list of 50 at {size:,} orders", f"{rate:.0f}/s, p50 {ms(p50)}, p99 {ms(p99)}",
            f"p99 {ms(p99_at_first)} at {SIZES[0]:,}", f"{p99 / p99_at_first:.2f} ×", "<= 1.5 × at 1 M").tell()  # fmt: skip


if __name__ == "__main__":
    main()
