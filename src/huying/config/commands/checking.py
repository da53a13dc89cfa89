"""`verify` and `sweep`."""

import json
import sys
from dataclasses import asdict
from datetime import datetime

import click
from django.utils import timezone

from huying.adoptions.verify import check_adoptions
from huying.clocks.sweep import sweep as sweep_clocks
from huying.clocks.verify import check_clocks
from huying.kernel.now import now
from huying.notices.sending import send_due
from huying.orders.verify import (
    check_floating,
    check_orders,
    check_promises,
    check_visits,
    check_words,
)
from huying.people.verify import check_covers
from huying.supply import verify as supply
from huying.trail.outbox import deliver_due
from huying.trail.verify import check_chains, check_digests


@click.command(epilog="Example: huying verify")
def verify() -> None:
    """Recompute chains, digests, orders, words, clocks, promises, visits, adoptions, supply; a JSON line each.

    Ends with 1 when anything differs.
    """
    at = now()
    whole = True
    for check in (
        check_chains, check_digests, check_orders, check_words, check_clocks,
        check_promises, check_visits, check_adoptions, lambda: check_floating(at), lambda: check_covers(at), *supply.CHECKS,
    ):  # fmt: skip
        result = check()
        ok = result.differences == 0
        whole = whole and ok
        click.echo(json.dumps(asdict(result) | {"ok": ok}, ensure_ascii=False))
    sys.exit(0 if whole else 1)


@click.command(epilog="Example: huying sweep --at 2026-12-01T09:00+08:00")
@click.option("--at", "moment", default="", help="as if it were this time (ISO 8601)")
@click.option("--json", "as_json", is_flag=True, help="one line of JSON")
def sweep(*, moment: str, as_json: bool) -> None:
    """Run what is due once: warnings, breaches, deliveries, notices."""
    at = _instant(moment) if moment else now()
    done = {"marks": sweep_clocks(at), "deliveries": deliver_due(at), "notices": send_due(at)}
    click.echo(json.dumps(done) if as_json else ", ".join(f"{key}: {n}" for key, n in done.items()))


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter("not an ISO 8601 time", param_hint="--at") from problem
    return found if timezone.is_aware(found) else timezone.make_aware(found)
