"""Needs and supply on pages: raised at the desk, paired, landed, published, read by residents."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.kernel.actor import SYSTEM
from huying.people.roles import Role
from huying.practices import adopt
from huying.supply.models import Landing, Need, Publication, Resource, ServiceItem, Support
from tests.builders import Cast, Staff
from tests.supply.stocking import Stock
from tests.web.browsing import read, signed_in

HOME = reverse("supply:beside")


@pytest.fixture
def stock(cast: Cast) -> Stock:
    return Stock(cast)


def page(staff: Staff | None, name: str, *args: Any, **query: str) -> str:
    return read(signed_in(staff).get(reverse(name, args=args), query))


def made(client: Client, need: Need | Landing, move: str, **fields: object) -> Any:
    """Send a move's form as the page sends it."""
    need.refresh_from_db(fields=["version"])
    sort = "need" if isinstance(need, Need) else "landing"
    address = reverse(f"supply:{sort}-moves", args=[need.pk])
    return client.post(address, {"move": move, "version": str(need.version)} | fields)


def resident_of(order: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post("/track/", {"number": order.number, "code": order.query_code})
    return client


def test_a_counter_order_and_an_online_one_join_one_need_and_both_residents_see_the_same(
    cast: Cast, stock: Stock
) -> None:
    need = stock.need("邻里互助", households=12)
    counter, online = cast.place("想请邻居帮着买菜", by=cast.lin.actor), cast.place("互助取药")
    lin = signed_in(cast.lin)
    for order in (counter, online):
        address = reverse("supply:order", args=[order.number])
        assert "It is known already" in read(lin.get(address))
        assert lin.post(address, {"need": str(need.pk)}).status_code == 302
    assert "14 households stand behind it" in page(cast.lin, "supply:need", need.pk)
    told = {
        re.search(r"Part of a need of 14 households: \S+ now: \w+", read(
            resident_of(order).get(reverse("resident:order", args=[order.number]))
        ))[0]  # type: ignore[index]
        for order in (counter, online)
    }  # fmt: skip
    assert told == {"Part of a need of 14 households: 邻里互助 now: Raised"}
    assert made(lin, need, "confirm", score="7", decision="办").status_code == 302
    after = read(resident_of(online).get(reverse("resident:order", args=[online.number])))
    assert "Part of a need of 14 households: 邻里互助 now: Confirmed" in after


def test_an_order_becomes_a_need_of_its_own_once(cast: Cast, stock: Stock) -> None:
    order = cast.place("路灯太暗，夜里看不见路")
    lin, address = signed_in(cast.lin), reverse("supply:order", args=[order.number])
    sent = {"place": cast.community.code, "title": "巷子里加一盏灯", "words": "", "category": ""}
    assert lin.post(address, sent | {"title": ""}).status_code == 422
    assert lin.post(address, sent).status_code == 302
    need = Need.objects.get()
    assert (need.title, need.personal, Support.objects.get().order) == (
        "巷子里加一盏灯", False, order,
    )  # fmt: skip
    assert "1 household stands behind it" in read(lin.get(address))
    again = lin.post(address, sent)
    assert (again.status_code, Need.objects.count()) == (422, 1)


def test_the_order_page_leads_to_its_need_for_who_keeps_the_lists(cast: Cast) -> None:
    order = cast.place()
    link = reverse("supply:order", args=[order.number])
    there = {
        staff.person.name: link in signed_in(staff).get(reverse("desk:order", args=[order.number])).content.decode()
        for staff in (cast.lin, cast.hire("网格员小孟", Role.GRID_WORKER, cast.community))
    }  # fmt: skip
    assert there == {"小林": True, "网格员小孟": False}


def test_a_need_is_paired_with_what_fits_and_lands_with_the_unit_that_took_it(
    cast: Cast, stock: Stock
) -> None:
    need, lin = stock.confirmed("独居老人理发"), signed_in(cast.lin)
    barber = stock.resource("理发师傅", specialities=["老人理发"])
    hall = stock.resource("活动室", kind="venue")
    shown = read(lin.get(reverse("supply:need", args=[need.pk])))
    assert "What may meet it 理发师傅 Resource “老人理发” stands among what it is good for" in shown
    address = reverse("supply:pair", args=[need.pk])
    offered = lin.get(address).content.decode()
    assert offered.index("理发师傅") < offered.index("活动室")
    sent = {"version": str(need.version), "measure": "每月两次上门理发", "due_on": "2026-04-01"}
    for wrong in ({"unit": "hengan"}, {"resources": [str(barber.pk)]}):
        assert lin.post(address, sent | wrong).status_code == 422
    assert Landing.objects.count() == 0
    right = sent | {"unit": "hengan", "resources": [str(barber.pk), str(hall.pk)]}
    assert lin.post(address, right).status_code == 302
    landing, zhou = Landing.objects.get(), signed_in(cast.zhou)
    assert "每月两次上门理发" in read(zhou.get(reverse("supply:mine")))
    assert made(zhou, landing, "begin").status_code == 302
    assert made(zhou, landing, "land", outcome="理好了", landed_on="2026-03-10").status_code == 302
    assert "Landed" in page(cast.lin, "supply:need", need.pk)
    assert "每月两次上门理发" in page(cast.lin, "supply:resource", barber.pk)
    assert signed_in(cast.lin).get(address).status_code == 409


def test_a_stale_or_wrong_move_keeps_what_was_typed_and_writes_nothing(
    cast: Cast, stock: Stock
) -> None:
    need, lin = stock.need(), signed_in(cast.lin)
    address = reverse("supply:need-moves", args=[need.pk])
    wrong = lin.post(address, {"move": "confirm", "score": "11", "decision": "写了很久的话"})
    assert (wrong.status_code, "写了很久的话" in wrong.content.decode()) == (422, True)
    sent = {"move": "confirm", "score": "5", "decision": "写了很久的话", "version": "1"}
    stale = lin.post(address, sent)
    assert (stale.status_code, "写了很久的话" in stale.content.decode()) == (409, True)
    assert lin.post(address, {"move": "pair"}).status_code == 404
    need.refresh_from_db()
    assert need.state == "raised"


def test_a_resource_and_an_item_are_written_down_changed_and_ended(
    cast: Cast, stock: Stock
) -> None:
    lin = signed_in(cast.lin)
    sent = {"place": cast.community.code, "name": "活动室", "kind": "venue", "owner_unit": "hengan"}
    assert lin.post(reverse("supply:resource-new"), sent | {"owner_unit": ""}).status_code == 422
    assert lin.post(reverse("supply:resource-new"), sent).status_code == 302
    room = Resource.objects.get()
    changed = sent | {"specialities": "会议、排练", "hours": "8:30–17:30"}
    assert lin.post(reverse("supply:resource", args=[room.pk]), changed).status_code == 302
    room.refresh_from_db()
    assert (room.specialities, room.hours, room.owner_unit) == (
        ["会议", "排练"], "8:30–17:30", cast.hengan,
    )  # fmt: skip
    item = {
        "place": cast.community.code,
        "name": "无犯罪记录证明",
        "sort": "regular",
        "mode": "on_site",
    }
    assert lin.post(reverse("supply:item-new"), item).status_code == 422
    assert lin.post(reverse("supply:item-new"), item | {"office": "派出所"}).status_code == 302
    given = {
        "name": "排练场地", "sort": "characteristic", "mode": "on_site", "free": "on",
        "offered": "on", "resources": [str(room.pk)], "providers": ["hengan"],
        "place": cast.community.code,
    }  # fmt: skip
    assert lin.post(reverse("supply:item-new"), given).status_code == 302
    assert "Used by these items 排练场地" in page(cast.lin, "supply:resource", room.pk)
    end = reverse("supply:end", args=["resources", room.pk])
    assert lin.post(end, {"reason": ""}).status_code == 422
    assert lin.post(end, {"reason": "收回了"}).status_code == 302
    assert "活动室" not in page(cast.lin, "supply:list", "resources")


def test_the_lists_bear_the_names_of_the_practice_and_count_their_rows(
    cast: Cast, stock: Stock
) -> None:
    adopt("wujiangbei", place=cast.community, by=SYSTEM, at=cast.at)
    stock.landed()
    lin = signed_in(cast.lin)
    assert lin.post(reverse("supply:take-over"), {"place": cast.community.code}).status_code == 302
    tabs = re.findall(r'class="tab".*?</a>', lin.get(HOME).content.decode(), re.DOTALL)
    assert [re.sub(r"<[^>]*>|\s+", "", "<" + tab) for tab in tabs] == [
        "Sidebyside", "资源共享清单1", "群众需求清单1", "服务项目清单7", "服务落地清单1",
    ]  # fmt: skip
    assert "7 regular, 0 characteristic" in read(lin.get(HOME))


def test_residents_read_what_was_published_and_nothing_else(cast: Cast, stock: Stock) -> None:
    address = reverse("offered:lists", args=[cast.community.code])
    assert "Nothing was published yet" in read(signed_in(None).get(address))
    stock.confirmed("邻里互助")
    stock.need("还没评的")
    stock.confirmed("三号楼一位老人的事", personal=True)
    stock.resource(
        "理发师傅",
        contact="王师傅",
        address="槐荫路12号",
        hours="周三 14:00–16:00",
        phone="03118001234",
    )
    stock.resource("内部经费", kind="fund", inside=True)
    stock.item("无犯罪记录证明", offered=False, office="公安派出所")
    lin = signed_in(cast.lin)
    assert "Residents read none of these lists yet." in read(lin.get(HOME))
    publish = reverse("supply:publish")
    assert lin.post(publish, {"place": cast.community.code}).status_code == 302
    told = read(signed_in(None).get(address))
    for words in (
        "邻里互助 12 households want this Confirmed", "槐荫路12号 周三 14:00–16:00",
        "Not done by the community 无犯罪记录证明 Go to: 公安派出所",
    ):  # fmt: skip
        assert words in told.replace("  ", " "), words
    hidden = ("还没评的", "一位老人", "王师傅", "内部经费", "楼栋长老邢")
    assert [word for word in hidden if word in told] == []
    stock.resource("新来的")
    assert "1 line differs from what they read." in read(lin.get(HOME))
    assert lin.post(publish, {"place": cast.community.code}).status_code == 302
    first = reverse("offered:version", args=[cast.community.code, 1])
    assert "新来的" not in read(signed_in(None).get(first))
    assert "新来的" in read(signed_in(None).get(address))
    missing = reverse("offered:version", args=[cast.community.code, 9])
    assert signed_in(None).get(missing).status_code == 404
    assert lin.post(publish, {"place": cast.community.code}).status_code == 302
    assert Publication.objects.count() == 2


def test_next_door_units_and_the_keeperless_find_these_doors_shut(cast: Cast, stock: Stock) -> None:
    need, item = stock.confirmed("秘密的需求"), stock.item()
    room, landing = stock.resource(), stock.landing(owner=[cast.hengan])
    grid = cast.hire("网格员小孟", Role.GRID_WORKER, cast.community)
    pages = {
        "need": reverse("supply:need", args=[need.pk]),
        "resource": reverse("supply:resource", args=[room.pk]),
        "item": reverse("supply:item", args=[item.pk]),
        "landing": reverse("supply:landing", args=[landing.pk]),
        "pair": reverse("supply:pair", args=[need.pk]),
        "new": reverse("supply:need-new"), "home": HOME,
        "here": f"{HOME}?place={cast.community.code}",
    }  # fmt: skip
    found = {
        staff.person.name: {name: signed_in(staff).get(path).status_code for name, path in pages.items()}
        for staff in (cast.lin, grid, cast.gu, cast.zhou, cast.ma)
    }  # fmt: skip
    everything = dict.fromkeys(pages, 200)
    assert found == {
        "小林": everything,
        "网格员小孟": everything | {"pair": 403, "new": 403},
        "小顾": dict.fromkeys(pages, 404) | {"new": 200, "home": 200},
        "周师傅": dict.fromkeys(pages, 404) | {"landing": 200, "new": 403, "home": 403},
        "马科长": dict.fromkeys(pages, 404) | {"new": 403, "home": 403},
    }
    for staff in (cast.gu, cast.zhou, cast.ma, None):
        client = signed_in(staff)
        assert "秘密的需求" not in read(client.get(HOME))
        sent = {"move": "decline", "why": "no_means", "other_way": "x"}
        status = client.post(reverse("supply:need-moves", args=[need.pk]), sent).status_code
        assert status == (302 if staff is None else 404)
    need.refresh_from_db()
    assert need.state == "confirmed"
    posted = signed_in(grid).post(reverse("supply:publish"), {"place": cast.community.code})
    assert posted.status_code == 403
    changed = signed_in(grid).post(
        reverse("supply:resource", args=[room.pk]),
        {"name": "改了", "kind": "venue", "owner_unit": "hengan"},
    )
    assert changed.status_code == 403


def test_a_longer_list_costs_no_more_queries(cast: Cast, stock: Stock) -> None:
    addresses = [
        HOME, *(reverse("supply:list", args=[of]) for of in ("needs", "resources", "services", "landings")),
        reverse("offered:lists", args=[cast.community.code]),
    ]  # fmt: skip

    def queries() -> dict[str, int]:
        found = {}
        for address in addresses:
            client = signed_in(None if "/c/" in address else cast.lin)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found[address] = len(captured)
        return found

    def more() -> None:
        need, barber = stock.confirmed(), stock.resource()
        stock.item(providers=[cast.hengan])
        stock.landing(need, things=[barber])

    more()
    signed_in(cast.lin).post(reverse("supply:publish"), {"place": cast.community.code})
    few = queries()
    for _time in range(4):
        more()
    signed_in(cast.lin).post(reverse("supply:publish"), {"place": cast.community.code})
    assert queries() == few
    assert max(few.values()) <= 34


def test_every_item_of_the_catalogue_leads_to_its_page(cast: Cast, stock: Stock) -> None:
    adopt("shijiazhuang", place=cast.community, by=SYSTEM, at=cast.at)
    lin = signed_in(cast.lin)
    assert "no practice" not in read(lin.post(reverse("supply:take-over"), {}, follow=True))
    listed = lin.get(reverse("supply:list", args=["services"])).content.decode()
    assert len(set(re.findall(r"/desk/supply/items/\d+/", listed))) == 25
    declined = ServiceItem.objects.get(code="certificate.marriage")
    assert "婚姻登记机关" in page(cast.lin, "supply:item", declined.pk)
