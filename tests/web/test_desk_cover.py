"""The page of cover: seen by the desk, arranged by whom it concerns, felt on every list."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huying.people.models import Cover
from huying.people.roles import Role
from tests.builders import Cast, Staff
from tests.web.browsing import order_page, read, signed_in

PAGE = reverse("desk:cover")


@pytest.fixture
def qin(cast: Cast) -> Staff:
    return cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)


def sent(client: Client, away: Staff, stand_in: Staff, **more: str) -> int:
    """The status of asking for a cover from the tenth to the thirteenth."""
    said = {
        "away": str(away.person.pk), "stand_in": str(stand_in.person.pk),
        "since": "2026-03-10", "until": "2026-03-13",
    }  # fmt: skip
    return client.post(PAGE, said | more).status_code


def test_a_worker_arranges_their_own_cover_and_it_is_told_on_pages(cast: Cast, qin: Staff) -> None:
    order = cast.place(by=cast.lin.actor)
    lin = signed_in(cast.lin)
    assert sent(lin, cast.lin, qin) == 302
    told = read(lin.get(PAGE))
    assert "小林 is away, 小秦 answers from 2026-03-10, back on 2026-03-13" in told
    day = read(signed_in(qin).get(reverse("desk:list")))
    assert f"for 小林 · {order.number}" in day
    page = read(signed_in(cast.secretary).get(order_page(order)))
    assert "小林 (away until 13 March; 小秦 answers)" in page
    resident = Client(headers={"Accept-Language": "en"})
    resident.post("/track/", {"number": order.number, "code": order.query_code})
    told = read(resident.get(reverse("resident:order", args=[order.number])))
    assert "小林 is away until 13 March; 小秦 answers meanwhile." in told
    assert "for 小林" not in read(signed_in(cast.secretary).get(reverse("desk:list")))


def test_who_decides_arranges_it_for_everyone_at_their_desks_and_a_worker_for_themselves(
    cast: Cast, qin: Staff
) -> None:
    def offered(client: Client) -> list[str]:
        page = client.get(PAGE).content.decode()
        found = re.search(r'<select name="away".*?</select>', page, re.DOTALL)
        assert found
        return re.findall(r">([^<·]+) ·", found[0])

    assert offered(signed_in(cast.lin)) == ["小林"]
    assert sorted(offered(signed_in(cast.secretary))) == ["小林", "小秦", "陈书记"]
    assert sent(signed_in(qin), cast.lin, qin) == 422
    assert Cover.objects.count() == 0


def test_a_refusal_stands_on_its_field_and_nothing_is_written(cast: Cast, qin: Staff) -> None:
    lin = signed_in(cast.lin)
    page = lin.post(PAGE, {
        "away": str(cast.lin.person.pk), "stand_in": str(qin.person.pk),
        "since": "2026-03-13", "until": "2026-03-13",
    })  # fmt: skip
    assert page.status_code == 422
    assert re.findall(r'id="cover_(\w+)_error"', page.content.decode()) == ["until"]
    assert Cover.objects.count() == 0


def test_a_cover_is_ended_by_whom_it_concerns_and_by_nobody_else(cast: Cast, qin: Staff) -> None:
    sent(signed_in(cast.lin), cast.lin, qin)
    cover = Cover.objects.get()
    address = reverse("desk:cover-end", args=[cover.pk])
    assert address not in signed_in(qin).get(PAGE).content.decode()
    for stranger in (qin, cast.gu, cast.zhou):
        assert signed_in(stranger).post(address).status_code == 403
    cover.refresh_from_db()
    assert cover.until == date(2026, 3, 13)
    assert signed_in(cast.secretary).post(address).status_code == 302
    assert "Nobody is away" in read(signed_in(cast.lin).get(PAGE))
    assert signed_in(cast.lin).post(reverse("desk:cover-end", args=[9999])).status_code == 404


def test_the_page_is_for_desks_and_shows_no_other_desks_people(cast: Cast, qin: Staff) -> None:
    sent(signed_in(cast.lin), cast.lin, qin)
    assert signed_in(cast.zhou).get(PAGE).status_code == 403
    assert signed_in(cast.hire("小孟", Role.GRID_WORKER, cast.grid)).get(PAGE).status_code == 403
    assert signed_in(None).get(PAGE).status_code == 302
    elsewhere = read(signed_in(cast.gu).get(PAGE))
    assert ("小林" in elsewhere, "小秦" in elsewhere) == (False, False)
