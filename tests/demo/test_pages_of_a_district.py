"""The desk's pages cost as many statements in a district several times as large."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.demo.districts.loading import make
from huying.demo.districts.plan import SMALL, sketch
from huying.demo.town import PASSWORD
from huying.kernel.calendar import SHANGHAI
from huying.people.models import Account
from huying.people.roles import Role
from tests.builders import clock_at

AT = datetime(2026, 3, 11, 14, 20, tzinfo=SHANGHAI)
LARGE = replace(SMALL, streets=4, communities=24, basic=80, dedicated=16, heads=200, orders=600)
PAGES = (
    "desk:list", "desk:notices", "desk:rates", "desk:new", "desk:cover", "whistles:list",
    "campaigns:list", "duty:today", "duty:gaps", "duty:postings", "duty:diary", "duty:meeting",
    "supply:beside", "lists:index", "field:home", "partner:list",
)  # fmt: skip
LISTED = ("orders", "order-ledger", "grid-posts", "units", "directory", "done", "joint-visits")
READERS = (
    Role.COMMUNITY_SECRETARY, Role.DISPATCHER, Role.DISTRICT_COMMANDER, Role.AUDITOR,
    Role.GRID_WORKER,
)  # fmt: skip
MOST_STATEMENTS = 29


def unseen(_orders: int) -> None:
    """A progress that nobody looks at."""


def costs(practice: str) -> dict[tuple[Role, str], int]:
    """Statements of every page for each of these readers of the district."""
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("lists:one", args=[name]) for name in LISTED]
    found = {}
    for role in READERS:
        client = Client()
        client.force_login(Account.objects.get(username=f"{practice}-{role.replace('_', '-')}"))
        client.get(addresses[0])
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found[role, address] = len(asked)
    return found


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.usefixtures("kept_reference_data")
def test_no_page_costs_more_statements_in_a_larger_district() -> None:
    """Ten times the orders, six times the communities: what a page asks stays the same."""
    with clock_at(AT):
        for practice, scale in (("lixia", SMALL), ("zhifu", LARGE)):
            make(sketch(practice, scale), at=AT, password=PASSWORD, progress=unseen)
        small, large = costs("lixia"), costs("zhifu")
    assert {what: (small[what], cost) for what, cost in large.items() if cost > small[what]} == {}
    assert max(small.values()) <= MOST_STATEMENTS
