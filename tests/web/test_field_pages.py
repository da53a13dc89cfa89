"""The field's page and what a device may keep of it: enough for the way there, and nobody's number."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.orders.states import OrderState
from huying.people.models import Post
from huying.people.roles import Role
from huying.web.field.assets import kept_on_device, modules
from tests.builders import PHONE, START, Cast, Staff, clock_at
from tests.web.browsing import order_page, read, signed_in

S = OrderState
HOME, WHO, SHELL = (reverse(f"field:{name}") for name in ("home", "who", "shell"))
MOST_QUERIES = 8
LARGEST_WIRE = 20 * 1024


@pytest.fixture
def meng(cast: Cast) -> Staff:
    return cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)


@pytest.fixture
def phone(meng: Staff) -> Client:
    return signed_in(meng)


def titles(answer: Any) -> list[str]:
    """The titles of the orders that are drawn, which is how the device keeps them."""
    return re.findall(r'class="task-title">(.*?)</span>', answer.content.decode())


def kept_with(answer: Any) -> dict[str, Any]:
    """What the page tells the device to keep beside the list."""
    data = re.findall(r'id="field-today"[^>]*>(.*?)</script>', answer.content.decode())
    return dict(json.loads(data[0]))


def test_the_page_lists_what_is_open_in_ones_places_and_leads_to_it(
    cast: Cast, phone: Client
) -> None:
    order = cast.order_in(S.DISPATCHED, "路灯坏了", safety=True)
    cast.order_in(S.CLOSED, "已经好了")
    cast.place("隔壁社区的事", place=cast.neighbour)
    answer = phone.get(HOME)
    page = read(answer)
    assert (
        "路灯坏了 1 day 1 hour left 3号楼 Waiting to be signed for Danger to life or limb"
        f" tomorrow before 17:30 11 March before 17:30 恒安物业 {order.number}" in page
    )
    assert order_page(order) in answer.content.decode()
    assert "已经好了" not in page
    assert "隔壁社区的事" not in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_device_keeps_the_few_facts_of_an_order_it_needs(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    order = cast.order_in(S.DISPATCHED, "路灯坏了", address="东门台阶302室")
    answer = phone.get(HOME)
    assert titles(answer) == ["路灯坏了"]
    assert answer.context["today"]["orders"] == [
        {
            "number": order.number, "title": "路灯坏了", "place": "3号楼", "state": "Waiting to be signed for",
            "with": "恒安物业", "left": "1 day 1 hour left", "tone": "celadon", "promise": "tomorrow before 17:30",
            "due_on": "11 March before 17:30", "safety": False, "href": order_page(order),
        }
    ]  # fmt: skip
    kept = kept_with(answer)
    assert kept["who"] == {"id": str(meng.person.pk), "name": "网格员小孟"}
    assert kept["places"] == [
        ["990101001001001", "槐荫里第一网格"],
        ["990101001001001-B3", "　3号楼"],
    ]


def test_a_device_is_told_until_when_it_may_keep_the_list(cast: Cast, phone: Client) -> None:
    with clock_at(START):
        kept = kept_with(phone.get(HOME))
    assert kept["fetched_at"][:16] == "2026-03-10T01:00"
    assert kept["keep_until"][:16] == "2026-03-10T13:00"


def test_nobodys_name_number_or_address_is_kept_on_a_device(cast: Cast, phone: Client) -> None:
    cast.place(
        "我家漏水，电话138 0000 1234或0531-8888-6666\n我叫高秀兰，住302", address="302室门口",
        contact_name="高秀兰", contact_phone=PHONE,
    )  # fmt: skip
    cast.place("妻子常被打", confidential=True)
    answer = phone.get(HOME)
    for secret in ("138 0000 1234", "1234", "8888", "高秀兰", "302", PHONE, "妻子"):
        assert secret not in answer.content.decode(), secret
    assert set(titles(answer)) == {"我家漏水，电话•••或•••", "Confidential: open it to read it"}


def test_a_desk_worker_finds_their_own_day(cast: Cast) -> None:
    cast.place("等着受理")
    cast.order_in(S.ACCEPTED, "街道不管这一件")
    listed = [titles(signed_in(who).get(HOME)) for who in (cast.lin, cast.dispatcher)]
    assert listed == [["街道不管这一件", "等着受理"], []]


def test_a_building_head_lands_here_and_sees_no_order(cast: Cast) -> None:
    cast.place("别人的事")
    head = signed_in(cast.hire("楼长老赵", Role.BUILDING_HEAD, cast.building))
    assert head.get(reverse("desk:list")).headers["Location"] == HOME
    answer = head.get(HOME)
    assert "别人的事" not in read(answer)
    assert "Nothing is open in your places" in read(answer)
    assert titles(answer) == []


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.SUPERVISOR, Role.EVALUATOR, Role.SYSTEM_KEEPER]
)
def test_who_takes_no_requests_has_no_business_here(cast: Cast, role: Role) -> None:
    cast.place("别人的事")
    other = signed_in(cast.hire("别的岗位", role, cast.community))
    answer = other.get(HOME)
    assert answer.status_code == 403
    assert "别人的事" not in answer.content.decode()
    assert HOME not in other.get(reverse("desk:list"), follow=True).content.decode()


def test_a_unit_has_no_business_here(cast: Cast) -> None:
    assert signed_in(cast.zhou).get(HOME).status_code == 403


def test_a_visitor_is_led_to_the_sign_in_page_and_a_device_is_told(
    client: Client, cast: Cast
) -> None:
    assert client.get(HOME).headers["Location"] == f"/login/?next={HOME.replace('/', '%2F')}"
    answer = client.get(WHO)
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


def test_whoever_lost_the_post_keeps_no_list_but_is_still_known(
    cast: Cast, meng: Staff, phone: Client
) -> None:
    Post.objects.filter(person=meng.person).update(until=date(2026, 3, 1))
    assert phone.get(HOME).status_code == 403
    answer = phone.get(WHO)
    known = answer.json()
    assert (known["who"]["name"], known.keys()) == ("网格员小孟", {"who", "csrf"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_desk_leads_here_who_takes_requests(cast: Cast) -> None:
    assert f'href="{HOME}">In the field</a>' in signed_in(cast.lin).get("/desk/").content.decode()


def test_the_shell_is_the_same_for_everyone_and_names_nobody(cast: Cast, phone: Client) -> None:
    cast.place("别人的事")
    signed, bare = phone.get(SHELL), Client(headers={"accept-language": "en"}).get(SHELL)
    assert signed.content == bare.content
    page = bare.content.decode()
    for personal in ("网格员小孟", "别人的事", "csrfmiddlewaretoken", "field-today", "槐荫里"):
        assert personal not in page
    assert "Report a matter" in page


def test_words_come_in_the_readers_language(phone: Client) -> None:
    phone.cookies["lang"] = "zh-hans"
    page = phone.get(SHELL).content.decode()
    words = json.loads(re.findall(r'id="field-words"[^>]*>(.*?)</script>', page)[0])
    assert words["waiting"] == "%(n)s 条待发送"


def test_every_word_a_module_asks_for_is_there(phone: Client) -> None:
    page = phone.get(SHELL).content.decode()
    words = set(json.loads(re.findall(r'id="field-words"[^>]*>(.*?)</script>', page)[0]))
    code = "\n".join(modules().sources.values())
    asked = set(re.findall(r'say\("(\w+)"', code))
    built = {f"kind_{kind}" for kind in ("report", "visit", "photo")}
    built |= {f"state_{state}" for state in ("waiting", "sending", "sent", "refused")}
    chosen = {
        "waiting",
        "sending",
        "no_signal",
        "not_heard",
        "sign_in",
        "needed",
        "a_photo",
        "consent",
        "early",
    }
    assert asked - words == set()
    assert words - asked - built - chosen == set()


def test_what_a_device_keeps_is_all_there(phone: Client) -> None:
    for address in kept_on_device():
        if not address.startswith(settings.STATIC_URL):
            assert phone.get(address).status_code == 200, address


def test_the_worker_stays_in_its_folder_and_is_asked_for_anew(phone: Client) -> None:
    answer = phone.get(reverse("field:worker"))
    head = json.loads(
        answer.content.decode().split("\n", 1)[0].removeprefix("const KEPT = ").rstrip(";")
    )
    assert head == {"version": modules().digest, "keeps": kept_on_device()}
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "text/javascript", "no-cache",
    )  # fmt: skip
    assert "Service-Worker-Allowed" not in answer.headers
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_module_is_kept_for_ever_under_its_digest_and_briefly_under_another(
    phone: Client,
) -> None:
    for digest, caching in (
        (modules().digest, "public, max-age=31536000, immutable"),
        ("0123456789ab", "public, max-age=60"),
    ):
        answer = phone.get(reverse("field:module", args=[digest, "queue"]))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, caching)
    assert phone.get(reverse("field:module", args=[modules().digest, "nothing"])).status_code == 404


def test_the_modules_weigh_at_most_20_kilobytes_on_the_wire(phone: Client) -> None:
    addresses = [
        reverse("field:worker"),
        *(
            reverse("field:module", args=[modules().digest, name])
            for name in modules().sources
            if name != "worker"
        ),
    ]
    packed = [phone.get(one, headers={"accept-encoding": "gzip"}) for one in addresses]
    assert {one.headers.get("Content-Encoding") for one in packed} == {"gzip"}
    assert sum(len(one.content) for one in packed) <= LARGEST_WIRE


def test_the_app_can_be_put_on_a_home_screen(phone: Client) -> None:
    answer = phone.get(reverse("field:manifest"))
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["scope"], said["display"]) == (HOME, HOME, "standalone")
    assert [icon["sizes"] for icon in said["icons"]] == ["192x192", "512x512", "any"]
    assert f'<link rel="manifest" href="{reverse("field:manifest")}">' in phone.get(SHELL).text


@pytest.mark.usefixtures("kept_reference_data")
def test_the_list_costs_a_fixed_number_of_statements(cast: Cast, phone: Client) -> None:
    phone.get(HOME)
    for _more in range(2):
        cast.order_in(S.SIGNED)
        with CaptureQueriesContext(connection) as queries:
            phone.get(HOME)
        told = "\n".join(one["sql"][:110] for one in queries)
        assert len(queries) <= MOST_QUERIES, told


def test_no_more_than_sixty_orders_go_onto_a_device(cast: Cast, phone: Client) -> None:
    for number in range(61):
        cast.place(f"第{number}件")
        cast.at -= timedelta(minutes=10)
    assert len(titles(phone.get(HOME))) == 60
