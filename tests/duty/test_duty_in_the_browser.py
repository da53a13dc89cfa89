"""Duty as it is drawn: no barrier, nothing sticks out, and a visit written down with a thumb."""

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from huying.duty.actions.meeting import open_meeting, raise_matter
from huying.duty.actions.visiting import make
from huying.duty.actions.writing import correct_entry, write_entry
from huying.duty.models import Visit
from tests.browser import PHONE, PageOpener
from tests.builders import START
from tests.duty.conftest import Yard
from tests.web.browsing import signed_in
from tests.web.test_accessibility import in_the_way, seated

pytestmark = pytest.mark.browser


def filled(yard: Yard) -> list[str]:
    """A day with everything on it; the addresses of its pages."""
    secretary, lin = yard.cast.secretary.actor, yard.cast.lin.actor
    yard.planned(household="5号楼501 一位名字很长很长的住户", goes=yard.cast.secretary.person)
    made = make(yard.planned(), minutes=110, words="都好", by=secretary, at=START)
    first = write_entry(yard.estate, public="东门没关", private="私事", by=secretary, at=START)
    entry = correct_entry(first, public="西门没关", private="私事", by=secretary, at=START)
    meeting = open_meeting(yard.cast.community, by=lin, at=START)
    raise_matter(meeting, matter="老槐树压在屋顶上", place=yard.estate, by=lin, at=START)
    names = ("today", "visit-new", "gaps", "postings", "meeting", "diary", "diary-print")
    return [reverse(f"duty:{name}") for name in names] + [
        reverse("duty:visit", args=[made.pk]), reverse("duty:visit-request", args=[made.pk]),
        reverse("duty:posting-new", args=[yard.estate.code]),
        reverse("duty:diary-correct", args=[entry.pk]),
    ]  # fmt: skip


@pytest.mark.usefixtures("transactional_db")
def test_no_page_of_duty_has_a_grave_barrier_or_sticks_out(
    open_page: PageOpener, live_server: LiveServer, yard: Yard
) -> None:
    # The narrowest way of reading; what holds here holds where there is more room.
    addresses, wrong = filled(yard), []
    page = seated(open_page, "largest", live_server.url, signed_in(yard.cast.secretary))
    for address in addresses:
        page.goto(live_server.url + address)
        wrong += [(address, *each) for each in in_the_way(page)]
    assert wrong == []


@pytest.mark.usefixtures("transactional_db")
def test_a_visit_is_written_down_on_a_phone_without_javascript(
    open_page: PageOpener, live_server: LiveServer, yard: Yard
) -> None:
    visit = yard.planned(goes=yard.meng.person)
    page = open_page(PHONE | {"java_script_enabled": False})
    session = signed_in(yard.meng).cookies["sessionid"].value
    page.context.add_cookies(
        [
            {"name": "sessionid", "value": session, "url": live_server.url},
            {"name": "lang", "value": "zh-hans", "url": live_server.url},
        ]
    )
    page.goto(live_server.url + reverse("duty:today"))
    page.locator("a.row").first.click()
    page.locator(".mover-move > summary").first.click()
    page.fill("[name=minutes]", "25")
    page.locator(".mover-form .button").first.click()
    stored = Visit.objects.get(pk=visit.pk)
    assert (stored.state, stored.minutes, page.locator("a.row").count()) == ("done", 25, 1)
