"""The console: what a system keeper changes without code, and nobody else."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from huying.adoptions.models import Adoption
from huying.clocks.models import CalendarChange, CalendarDay, LimitRule
from huying.clocks.queries import rulebook
from huying.orders.models import DirectoryRow
from huying.orders.states import OrderState
from huying.orgs.models import Organisation
from huying.people.models import Post
from huying.people.roles import Role
from huying.practices import adopt
from huying.web.console.site import console
from tests.builders import START, Cast, clock_at
from tests.web.browsing import read, signed_in

TABLES = sorted(model._meta.db_table for model in console._registry)
LIMIT = {
    "clock": "close", "starts_on": "accept", "amount": "3", "unit": "workday",
    "warn_shares": "[0.8, 0.5]", "extension_cap": "0", "place": "", "kind": "", "category": "",
    "grade": "A", "level": "", "valid_from": "2026-03-11", "valid_until": "", "source": "街道通知",
}  # fmt: skip


@pytest.fixture
def keeper(cast: Cast) -> Client:
    """The system keeper of the district."""
    return signed_in(cast.hire("小管", Role.SYSTEM_KEEPER, cast.district))


def send(client: Client, table: str, what: str = "add", **fields: Any) -> Any:
    args = [] if what == "add" else [what]
    page = "add" if what == "add" else "change"
    return client.post(reverse(f"console:{table}_{page}", args=args), fields)


def test_every_table_opens_for_the_keeper_in_both_languages(keeper: Client) -> None:
    assert keeper.get(reverse("console:index")).status_code == 200
    for table in TABLES:
        for language in ("en", "zh-hans"):
            answer = keeper.get(
                reverse(f"console:{table}_changelist"), headers={"accept-language": language}
            )
            assert answer.status_code == 200, table


@pytest.mark.parametrize("who", ["visitor", "lin", "zhou", "secretary", "auditor"])
def test_nobody_else_gets_in(cast: Cast, who: str) -> None:
    staff = {"visitor": None, "auditor": cast.hire("小审", Role.AUDITOR, cast.district)}
    client = signed_in(staff[who] if who in staff else getattr(cast, who))
    before = LimitRule.objects.count()
    for table in TABLES:
        assert client.get(reverse(f"console:{table}_changelist")).status_code in {302, 403}
    assert send(client, "clocks_limitrule", **LIMIT).status_code in {302, 403}
    assert LimitRule.objects.count() == before


def test_a_limit_set_here_is_promised_from_then_on(keeper: Client) -> None:
    assert send(keeper, "clocks_limitrule", **LIMIT).status_code == 302
    made = LimitRule.objects.latest("pk")
    assert (made.clock, made.amount, made.warn_shares) == ("close", 3, [0.5, 0.8])
    assert made.pk in {term.rule_id for term in rulebook().terms}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_on": "dispatch"}, "This does not start the clock."),
        ({"starts_on": "submit"}, "Select a valid choice"),
        ({"starts_on": "accpet"}, "Select a valid choice"),
        ({"clock": "closing"}, "Select a valid choice"),
        ({"grade": "D"}, "Select a valid choice"),
        ({"kind": "trouble"}, "Select a valid choice"),
        ({"warn_shares": "[80]"}, "A list of shares between 0 and 1"),
        ({"warn_shares": '{"a": 1}'}, "A list of shares between 0 and 1"),
        ({"warn_shares": "half"}, "Enter a valid JSON"),
        ({"amount": "0"}, "greater than or equal to 1"),
        ({"amount": "-1"}, "greater than or equal to 1"),
        ({"valid_until": "2026-03-11"}, "It must end after it begins."),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_and_said_why(
    keeper: Client, fields: dict[str, str], said: str
) -> None:
    before = LimitRule.objects.count()
    answer = send(keeper, "clocks_limitrule", **(LIMIT | fields))
    assert (answer.status_code, LimitRule.objects.count()) == (200, before)
    assert said in read(answer)


def test_a_day_off_set_here_counts_at_once(keeper: Client) -> None:
    day = date(2026, 3, 12)
    assert rulebook().workdays.is_workday(day)
    send(keeper, "clocks_calendarday", day="2026-03-12", reason="停电检修")
    assert CalendarDay.objects.get().day == day
    assert not rulebook().workdays.is_workday(day)


def test_a_post_ends_by_its_date_and_nothing_is_deleted(keeper: Client, cast: Cast) -> None:
    post = Post.objects.get(person=cast.lin.person)
    answer = send(
        keeper, "people_post", str(post.pk), person=post.person_id, role=post.role,
        place=post.place_id, since=post.since, until="2026-03-31",
    )  # fmt: skip
    assert answer.status_code == 302
    assert Post.objects.get(pk=post.pk).until == date(2026, 3, 31)
    for table, row in (("people_post", post.pk), ("places_place", cast.grid.pk)):
        assert keeper.post(reverse(f"console:{table}_delete", args=[row])).status_code == 403
    assert Post.objects.filter(pk=post.pk).exists()


def test_a_place_is_renamed_here_and_keeps_its_code(keeper: Client, cast: Cast) -> None:
    answer = send(
        keeper, "places_place", str(cast.grid.pk), name="槐荫里东网格", address="", lng="",
        lat="", retired_on="", code="1", level="district",
    )  # fmt: skip
    assert answer.status_code == 302
    cast.grid.refresh_from_db()
    assert (cast.grid.name, cast.grid.code) == ("槐荫里东网格", "990101001001001")


def test_in_chinese_every_column_and_field_is_named_in_chinese(keeper: Client, rf: Any) -> None:
    request = rf.get("/console/")
    request.user = keeper.get(reverse("console:index")).wsgi_request.user
    english: list[tuple[Any, ...]] = []
    with override("zh-hans"):
        for model, room in console._registry.items():
            shown = {
                *room.get_list_display(request),
                *flatten_fieldsets(room.get_fieldsets(request)),
            }
            fields = room.get_form(request)().fields
            hidden = {name for name, field in fields.items() if field.widget.is_hidden}
            labels = {name: str(label_for_field(name, model, room)) for name in shown - hidden}
            english += [(model.__name__, name) for name, said in labels.items() if said.isascii()]
            english += [
                (model.__name__, name, value)
                for name, field in fields.items()
                for value, said in getattr(field, "choices", ())
                if str(said).isascii() and value not in {"", "A", "B", "C"}
                if not isinstance(field, ModelChoiceField)
            ]
    assert english == []


def test_what_was_adopted_can_be_read_and_not_changed(keeper: Client, cast: Cast) -> None:
    adopt("zhifu", place=cast.district, by=cast.secretary.actor, at=START)
    row = Adoption.objects.get()
    page = reverse("console:adoptions_adoption_change", args=[row.pk])
    shown = read(keeper.get(page, headers={"accept-language": "zh-hans"}))
    for words in ("办结时限", "B", "10 个工作日", "立行立改", "阳光17议", "社会工作师持证比例"):
        assert words in shown
    before = Adoption.objects.values().get()
    assert keeper.post(page, {"version": "9"}).status_code == 403
    assert keeper.get(reverse("console:adoptions_adoption_add")).status_code == 403
    assert Adoption.objects.values().get() == before


def test_a_row_of_the_directory_says_who_leads_and_by_which_law_not_the_community(
    keeper: Client, cast: Cast
) -> None:
    row: dict[str, Any] = {
        "category": cast.lighting.pk, "lead_kind": "", "lead": "", "place": "", "co_kinds": "[]",
        "valid_from": "2026-03-10", "community_may_lead": "on",
    }  # fmt: skip
    refused = send(keeper, "orders_directoryrow", **row)
    assert "Say who leads" in read(refused)
    barred = {key: value for key, value in row.items() if key != "community_may_lead"}
    refused = send(keeper, "orders_directoryrow", **barred | {"lead_kind": "department"})
    assert "Say by which law" in read(refused)
    assert DirectoryRow.objects.count() == 0
    assert (
        send(keeper, "orders_directoryrow", **row | {"lead_kind": "department"}).status_code == 302
    )
    shown = read(keeper.get(reverse("console:orders_directoryrow_changelist")))
    assert "公共照明" in shown


def test_a_row_set_here_proposes_at_the_desk_at_once(keeper: Client, cast: Cast) -> None:
    row: dict[str, Any] = {
        "category": cast.lighting.pk, "lead_kind": "", "lead": cast.bureau.pk, "place": "",
        "co_kinds": "[]", "valid_from": "2026-03-10", "community_may_lead": "on",
        "filing": "路灯不亮", "basis": "路灯移交协议",
    }  # fmt: skip
    with clock_at(START):
        assert send(keeper, "orders_directoryrow", **row).status_code == 302
        order = cast.order_in(OrderState.ACCEPTED)
        desk = signed_in(cast.lin)
        page = desk.get(f"/desk/orders/{order.number}/").content.decode()
    assert "路灯移交协议" in page
    assert re.search(r'<option value="chengguan" selected>', page)


def test_what_a_changed_day_would_move_is_shown_before_it_moves(keeper: Client, cast: Cast) -> None:
    day = {"day": "2026-03-13", "reason": "停电", "is_workday": ""}
    with clock_at(START):
        order = cast.place()
        first = send(keeper, "clocks_calendarday", **day)
        shown = read(first)
        assert "1 promised date would move" in shown
        assert f"{order.number} Time to finish: 2026-03-17 17:30 → 2026-03-18 17:30" in shown
        assert CalendarDay.objects.count() == 0
        (seen,) = re.findall(r'name="seen" value="([^"]+)"', first.content.decode())
        other = send(keeper, "clocks_calendarday", **day | {"day": "2026-03-16", "seen": seen})
        assert "promised date" in read(other)
        assert send(keeper, "clocks_calendarday", **day, seen=seen).status_code == 302
    assert CalendarChange.objects.get().is_workday is False


def test_an_odd_credit_code_is_kept_and_pointed_out(keeper: Client) -> None:
    unit = {
        "code": "new", "name": "新社", "kind": "social_organization", "place": "", "phone": "",
        "address": "", "brand": "", "specialities": "[]", "closed_on": "",
    }  # fmt: skip
    for number, odd in (("91110000600037341M", True), ("91110000600037341L", False)):
        answer = send(
            keeper, "orgs_organisation", **unit | {"code": number, "registration": number}
        )
        assert answer.status_code == 302, answer.content.decode()
        told = read(keeper.get(answer["location"]))
        assert (f"the check character of {number} is wrong" in told) is odd
    assert Organisation.objects.filter(name="新社").count() == 2
