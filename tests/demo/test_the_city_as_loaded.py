"""The demo city as it stands in the database: whole, deterministic, in every state."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from huying.clocks.models import Clock, ClockMark, Outcome
from huying.clocks.verify import check_clocks
from huying.demo.city import load
from huying.demo.data import city, words
from huying.demo.fates.roster import ORDERS
from huying.demo.town import PASSWORD
from huying.files.models import Upload
from huying.kernel.actor import SYSTEM
from huying.notices.models import Notice
from huying.orders.lifecycle import ORDER
from huying.orders.models import Contact, Merge, Order, Rating, Request
from huying.orders.queries import floating
from huying.orders.states import Ask, AskState, Channel, OrderKind, OrderState
from huying.orders.verify import check_orders, check_promises, check_words
from huying.orgs.models import Organisation
from huying.orgs.queries import actor_of
from huying.orgs.states import OrgKind
from huying.people.models import Account, Post
from huying.people.roles import Role
from huying.places.models import Place
from huying.places.queries import by_point, by_text, faults
from huying.places.states import GridKind, Level
from huying.trail.digests import prove
from huying.trail.models import DayDigest, Delivery, Message, Record
from huying.trail.queries import chain
from huying.trail.rules import first_break
from huying.trail.verify import check_digests
from tests.demo.conftest import WEDNESDAY, Loaded, unseen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
DAY = WEDNESDAY.date()
TOLD = ORDERS + len(words()["whistles"])
"""Every whistle is about an order of its own."""


def test_two_loads_of_one_instant_tell_the_same(loaded: Loaded) -> None:
    assert len(loaded.told) == (2 if connection.vendor == "sqlite" else 1)
    assert loaded.told[0] == loaded.told[-1]
    assert len(loaded.told[0][0]) == TOLD


def test_there_are_four_hundred_orders_in_every_state(loaded: Loaded) -> None:
    counted = Counter(Order.objects.values_list("state", flat=True))
    assert (ORDERS, len(words()["whistles"])) == (400, 4)
    assert counted.total() == loaded.report.orders == TOLD
    assert set(counted) == set(OrderState)
    assert loaded.report.states == dict(sorted(counted.items()))


def test_every_move_of_an_orders_life_was_made_by_an_action() -> None:
    made = set(Record.objects.filter(subject_kind="order").values_list("move", flat=True))
    only_by_the_product = {name for name, move in ORDER.moves.items() if move.by.name == "system"}
    assert only_by_the_product == {"import", "retime"}
    assert made == set(ORDER.moves) - only_by_the_product


def test_no_order_floats() -> None:
    assert list(floating(WEDNESDAY)) == []


def test_every_chain_holds() -> None:
    broken = [
        order.number
        for order in Order.objects.all()
        if first_break(chain("order", order.pk)) or first_break(chain("files", order.pk))
    ]
    assert broken == []


def test_everything_recomputed_is_as_it_was_written() -> None:
    checks = [check_digests(), check_orders(), check_words(), check_clocks(), check_promises()]
    assert {check.check: check.examples for check in checks} == {
        check.check: [] for check in checks
    }


def test_a_second_call_adds_nothing(loaded: Loaded) -> None:
    before = {model: model._default_manager.count() for model in apps.get_models()}
    again = load(at=WEDNESDAY + timedelta(days=1), progress=unseen)
    assert {model: model._default_manager.count() for model in apps.get_models()} == before
    assert (loaded.report.added, again.added) == (True, False)
    assert (again.states, again.logins) == (loaded.report.states, loaded.report.logins)


def test_progress_is_told_in_hundredths(loaded: Loaded) -> None:
    assert sum(loaded.steps) == 100
    assert min(loaded.steps) > 0


def test_the_report_prints_every_login_and_the_password(loaded: Loaded) -> None:
    printed = "\n".join(loaded.report.lines())
    assert PASSWORD in printed
    assert [
        name for name in Account.objects.values_list("username", flat=True) if name not in printed
    ] == []


def test_every_role_has_someone_to_sign_in_as() -> None:
    roles: set[str] = set()
    handling: Counter[str] = Counter()
    for account in Account.objects.select_related("person"):
        actor = actor_of(account, DAY)
        roles |= {standing.role for standing in actor.standings}
        units = Organisation.objects.filter(pk__in=actor.unit_ids)
        handling.update(units.values_list("name", flat=True))
        assert account.check_password(PASSWORD), account.username
    assert roles == set(Role)
    assert handling["恒安物业"] == 2
    assert handling["云川区城市管理局"] == 1
    assert set(Account.objects.filter(is_staff=True).values_list("username", flat=True)) == {
        "keeper"
    }


def test_the_places_are_those_of_a_city() -> None:
    assert Counter(Place.objects.values_list("level", flat=True)) == {
        Level.DISTRICT: 1,
        Level.STREET: 2,
        Level.COMMUNITY: 6,
        Level.GRID: 40,
        Level.ESTATE: 32,
        Level.BUILDING: 300,
    }
    grids = Place.objects.filter(level=Level.GRID)
    assert Counter(grids.values_list("grid_kind", flat=True)) == {
        GridKind.BASIC: 32,
        GridKind.DEDICATED: 8,
    }
    assert faults() == {}


def test_every_building_is_found_by_its_point_and_by_its_address() -> None:
    buildings = list(Place.objects.filter(level=Level.BUILDING))
    assert [b.code for b in buildings if by_point(b.lng or 0, b.lat or 0) != b] == []
    estates = {place.path: place for place in Place.objects.filter(level=Level.ESTATE)}
    named = [(f"{estates[b.path[: -Place.steplen]].name}{b.name}", b) for b in buildings]
    assert [name for name, building in named[::7] if by_text(name) != building] == []


def test_every_kind_of_organisation_is_there_and_can_answer() -> None:
    assert set(Organisation.objects.values_list("kind", flat=True)) == set(OrgKind)
    assert [unit.name for unit in Organisation.objects.filter(members=None)] == []
    assert set(Post.objects.values_list("role", flat=True)) == set(Role)


def test_orders_come_by_many_channels_for_every_kind_of_wish() -> None:
    assert set(Order.objects.values_list("kind", flat=True)) == set(OrderKind)
    assert set(Order.objects.values_list("channel", flat=True)) == set(Channel)
    assert Order.objects.filter(confidential=True).count() >= 5
    assert Order.objects.filter(safety=True).count() >= 20
    assert Contact.objects.exclude(agent_name="").exclude(consent="").count() >= 20
    assert set(Order.objects.values_list("grade", flat=True)) == {"", "A", "B", "C"}


def test_requests_of_each_kind_were_granted_refused_and_are_waiting() -> None:
    assert set(Request.objects.values_list("ask", "state")) == {
        (ask.value, state.value) for ask in Ask for state in AskState
    }


def test_orders_were_merged_parted_split_reopened_and_handed_over() -> None:
    assert Merge.objects.filter(undone_at=None).count() == 10
    assert Merge.objects.exclude(undone_at=None).count() == 1
    assert Counter(Order.objects.exclude(parent=None).values_list("parent__state", flat=True)) == {
        OrderState.IN_PROGRESS: 4,
        OrderState.CLOSED: 3,
    }
    reopened = Order.objects.filter(reopens=1, lead_person__isnull=False)
    done = Record.objects.filter(subject_kind="order", move="complete").order_by("seq")
    first = dict(done.values_list("subject_id", "by_person").reverse())
    assert len(reopened) == 19
    assert [order.number for order in reopened if order.lead_person_id == first[order.pk]] == []


def test_some_promises_are_broken_and_most_are_kept() -> None:
    overdue = Order.objects.filter(is_open=True, next_due_at__lt=WEDNESDAY)
    assert 8 <= overdue.count() <= 30
    closing = Counter(Clock.objects.filter(name="close").values_list("outcome", flat=True))
    assert (
        0.02 < closing[Outcome.BREACHED] / (closing[Outcome.BREACHED] + closing[Outcome.MET]) < 0.2
    )
    assert not Clock.objects.filter(next_mark_at__lte=WEDNESDAY).exists()
    assert ClockMark.objects.filter(at__lt=WEDNESDAY - timedelta(days=7)).exists()


def test_residents_judged_and_not_all_were_content() -> None:
    answers = Counter(Rating.objects.values_list("solved", "satisfied"))
    assert 0.85 < answers[True, True] / answers.total() < 0.97
    assert set(answers) == {(True, True), (True, False), (False, False)}


def test_pictures_show_before_and_after() -> None:
    moments = Counter(Upload.objects.values_list("moment", "public"))
    assert moments["before", False] >= 10
    assert moments["after", False] + moments["after", True] >= 10
    both = set(Upload.objects.filter(moment="before").values_list("subject_id", flat=True)) & set(
        Upload.objects.filter(moment="after").values_list("subject_id", flat=True)
    )
    assert len(both) >= 8
    assert {
        upload.file.storage.exists(str(upload.file.name)) for upload in Upload.objects.all()
    } == {True}


def test_everyone_was_told_in_time_and_nothing_waits_to_be_delivered() -> None:
    assert not Message.objects.filter(spread_at=None).exists()
    assert not Delivery.objects.filter(done_at=None).exists()
    assert Delivery.objects.exclude(last_error="").count() == 0
    heard = set(Notice.objects.filter(person=None).values_list("order_id", flat=True))
    placed = Order.objects.filter(parent=None).exclude(state=OrderState.DRAFT)
    assert [order.number for order in placed if order.pk not in heard] == []
    assert not Notice.objects.filter(at__gt=WEDNESDAY).exists()
    assert not Notice.objects.filter(next_try_at__lte=WEDNESDAY).exists()
    assert Notice.objects.filter(at__lt=WEDNESDAY - timedelta(days=30)).count() > 100


def test_every_finished_day_is_published_and_a_receipt_can_be_proven() -> None:
    newest = DayDigest.objects.order_by("-day")[0]
    assert newest.day == DAY - timedelta(days=1)
    assert newest.published_at == WEDNESDAY
    first = Record.objects.order_by("recorded_at")[0]
    proof = prove(first.hash)
    assert proof is not None
    assert proof.digest.day == timezone.localdate(first.at)


def test_the_orders_lie_within_ninety_days_and_the_archived_ones_before() -> None:
    since = WEDNESDAY - timedelta(days=90)
    older = Order.objects.filter(placed_at__lt=since)
    assert set(older.values_list("state", flat=True)) == {OrderState.ARCHIVED}
    assert older.count() == 20
    assert not Record.objects.filter(at__gt=WEDNESDAY).exists()
    assert not Record.objects.exclude(by_label=SYSTEM.name).filter(by_label="").exists()


def test_everyone_and_every_word_comes_from_the_data_files() -> None:
    texts = {text for row in words()["matters"] for text in row["texts"]}
    spoken = set(Order.objects.values_list("text", flat=True))
    assert len(spoken) >= 150
    assert len(texts & spoken) >= 60
    assert {each["name"] for each in city()["organisations"]} == set(
        Organisation.objects.values_list("name", flat=True)
    )
