"""The pages of a ledger as they are drawn, to those to whom it was opened."""

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from huying.care.states import EntryState
from tests.browser import PageOpener
from tests.builders import Cast, clock_at
from tests.care.people import AT, LEDGER, entry_in, granted, work_by_wujiangbei
from tests.web.browsing import signed_in
from tests.web.test_accessibility import WAYS, in_the_way, seated

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_page_of_a_ledger_has_a_grave_barrier_or_sticks_out(
    open_page: PageOpener, live_server: LiveServer, cast: Cast, way: str
) -> None:
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    granted(cast, cast.secretary)
    entry = entry_in(cast, EntryState.VERIFIED, (cast.lin, cast.secretary), every_days=7)
    client, wrong = signed_in(cast.secretary), []
    with clock_at(AT):
        client.post(reverse("care:purpose", args=[LEDGER]), {"purpose": "走访"})
        page = seated(open_page, way, live_server.url, client)
        for name, arguments in (
            ("home", []), ("ledger", [LEDGER]), ("new", [LEDGER]), ("entry", [entry.pk]),
            ("visits", []), ("grants", []), ("looks", []),
        ):  # fmt: skip
            answer = page.goto(live_server.url + reverse(f"care:{name}", args=arguments))
            assert answer is not None
            assert (answer.status, page.url.endswith(reverse(f"care:{name}", args=arguments))) == (200, True), name  # fmt: skip
            wrong += [(name, *each) for each in in_the_way(page)]
    assert wrong == []
