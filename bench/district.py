"""A district as large as a real one: how long it takes to load, and what its desk's pages take."""

import subprocess
import sys
import time

import django

from bench.client import fire, request
from bench.row import Row, ms, percentile
from bench.server import serving
from bench.world import QUICK

READERS = ("zhifu-community-secretary", "zhifu-district-commander")
PAGES = (
    "/desk/", "/desk/rates/", "/desk/duty/gaps/", "/desk/whistles/", "/desk/campaigns/", "/desk/supply/",
    "/desk/records/", "/desk/records/orders/", "/desk/records/grid-posts/", "/desk/records/done/",
)  # fmt: skip
ASKED = 7
MOST_SECONDS = 180


def loaded() -> float:
    """Seconds of `huying demo`; with --quick of a small district."""
    command = [sys.executable, "-m", "huying", "demo", "--practice", "all"]
    began = time.monotonic()
    size = [] if QUICK else ["--size", "district"]
    subprocess.run([*command, *size], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def signed_in(username: str) -> str:
    """The session of somebody who signed in."""
    from django.test import Client  # noqa: PLC0415 -- after setup

    from huying.people.models import Account  # noqa: PLC0415

    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client.cookies["sessionid"].value


def main() -> None:
    """Load it, and look at it from a community and from the district."""
    seconds = loaded()
    django.setup()
    from huying.orders.models import Order  # noqa: PLC0415 -- after setup
    from huying.people.models import Post  # noqa: PLC0415

    size = f"{Order.objects.count():,} orders, {Post.objects.count():,} posts"
    Row(
        "demo of a large district loads", f"{seconds:.0f} s", size, "", f"<= {MOST_SECONDS} s"
    ).tell()
    sessions = {reader: signed_in(reader) for reader in READERS}
    with serving() as port:
        for reader, session in sessions.items():
            took = {}
            for page in PAGES:
                ask = request("GET", page, Cookie=f"sessionid={session}")
                seen = fire(port, [ask] * ASKED, 1)
                if set(seen.statuses) != {200}:
                    raise SystemExit(f"{page}: {seen.statuses}")
                took[page] = percentile(seen.latencies, 0.5)
            slowest = max(took, key=took.__getitem__)
            middle = percentile(list(took.values()), 0.5)
            who = reader.removeprefix("zhifu-").replace("-", " ")
            figure = f"p50 {ms(middle)}; slowest {ms(took[slowest])} ({slowest})"
            Row(f"{len(PAGES)} pages of the desk there, {who}", figure).tell()


if __name__ == "__main__":
    main()
