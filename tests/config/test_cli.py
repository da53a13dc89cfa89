"""The command line: help with examples, accounts and tokens, sweeping, verifying."""

import json
import shlex
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from django.db import connection

from huying.clocks.models import Clock, ClockMark
from huying.config.cli import COMMANDS, cli
from huying.kernel.actor import ActorKind
from huying.kernel.refusals import Code, Refused
from huying.lists.actions import keep_version
from huying.lists.queries import opened
from huying.notices.models import Notice
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.orgs.actors import actor_of_token
from huying.orgs.queries import actor_of
from huying.people.covering import arrange_cover
from huying.people.models import Account, Person, Post
from huying.people.roles import Grant
from huying.practices import adopt
from huying.supply.actions.publishing import publish as publish_lists
from huying.trail.digests import publish_due
from huying.trail.models import Delivery
from huying.whistles.actions.blowing import blow
from huying.whistles.actions.visiting import list_doors
from tests.builders import Cast, build_cast, clock_at
from tests.campaigns.planning import day_in
from tests.care.people import granted, work_by_wujiangbei, written
from tests.config.starting import huying
from tests.duty.conftest import a_day_of_duty
from tests.flushing import _resting_triggers
from tests.supply.stocking import Stock

PASSWORD = "moon-over-the-east-gate"
CHECKS = [
    "chains",
    "digests",
    "orders",
    "words",
    "ratings",
    "clocks",
    "promises",
    "visits",
    "adoptions",
    "whistles",
    "whistle lives",
    "responses",
    "doors",
    "door lives",
    "campaigns",
    "check_ins",
    "closings",
    "postings",
    "duty_visits",
    "stays",
    "diary",
    "meetings",
    "needs",
    "landings",
    "pairing",
    "supporters",
    "publications",
    "list_versions",
    "care",
    "care_words",
    "care_grants",
    "floating",
    "covers",
]


def run(*arguments: str, **environment: str) -> Result:
    """Run a command in this process; what it raises is found in the result."""
    return CliRunner().invoke(cli, arguments, env=environment, prog_name="huying")


def said(result: Result) -> str:
    """What a command printed; it must have ended well."""
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def refusal(result: Result) -> Code:
    assert isinstance(result.exception, Refused), result.output
    return result.exception.code


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


# --- help ----------------------------------------------------------------------------------


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command there is, groups included."""
    for name in group.list_commands(click.Context(group)):
        yield (*path, name)
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_has_a_help_with_an_example_that_can_be_typed(db: None) -> None:
    found = [(), *commands(cli)]
    assert {path[0] for path in found if path} == set(COMMANDS) - {"work"}
    for path in found:
        text = said(run(*path, "--help"))
        examples = [line.strip() for line in text.splitlines() if "Example: " in line]
        assert examples, path
        typed = shlex.split(" ".join(text.split("Example: ")[1].split()))
        assert (typed[0], tuple(typed[1 : 1 + len(path)])) == ("huying", path)
        context = cli.make_context("huying", typed[1:], resilient_parsing=True)
        assert context.params is not None


def test_a_command_that_is_none_and_a_wrong_option_end_with_2(db: None) -> None:
    for arguments in (["sing"], ["verify", "--loudly"], ["user", "add"], ["token"]):
        assert run(*arguments).exit_code == 2, arguments


def test_what_goes_wrong_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    ended = huying(tmp_path, "token", "create", "nobody")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert ended.stderr.startswith("huying: ")


def test_a_pack_that_is_wrong_is_told_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "practices").mkdir()
    content = 'title = "Ours"\nversion = "1"\nbase = "lixia"\n[duty]\nleast = 3\nmost = 1\n'
    (tmp_path / "practices" / "ours.toml").write_text(content, encoding="utf-8")
    ended = huying(tmp_path, "practice", "adopt", "ours")
    assert ended.returncode == 1
    assert ended.stderr == (
        "huying: ours.toml line 6: duty.most: 1 is fewer than the least, 3\n"
    )  # fmt: skip


# --- accounts ------------------------------------------------------------------------------


def add(
    name: str = "wang", role: str = "dispatcher", place: str = "990101001", **env: str
) -> Result:
    return run("user", "add", name, "--role", role, "--place", place, **env)


def test_a_user_is_a_person_with_an_account_and_a_post(cast: Cast) -> None:
    with clock_at(cast.at):
        text = said(add(HUYING_PASSWORD=PASSWORD))
    assert PASSWORD not in text
    account = Account.objects.get(username="wang")
    post = Post.objects.get(person=account.person)
    assert (post.role, post.place, post.since, post.until) == (
        "dispatcher",
        cast.street,
        cast.at.date(),
        None,
    )
    assert account.check_password(PASSWORD)
    assert not account.is_superuser
    actor = actor_of(account, cast.at.date())
    assert (actor.kind, actor.name) == (ActorKind.STAFF, "wang")
    assert actor.may(Grant.DECIDE, cast.community.path)


def test_a_password_of_its_own_making_is_printed_once_and_opens_the_account(cast: Cast) -> None:
    lines = said(add()).splitlines()
    made = [line.removeprefix("password: ") for line in lines if line.startswith("password: ")]
    assert len(made) == 1
    assert Account.objects.get(username="wang").check_password(made[0])


def test_a_handler_belongs_to_a_unit(cast: Cast) -> None:
    with clock_at(cast.at):
        said(run("user", "add", "qin", "--unit", "hengan", "--person", "秦师傅"))
    account = Account.objects.get(username="qin")
    actor = actor_of(account, cast.at.date())
    assert (actor.name, actor.unit_ids) == ("秦师傅", frozenset({cast.hengan.pk}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "lin"}, Code.CONFLICT),
        ({"place": "000000"}, Code.UNKNOWN),
        ({"HUYING_PASSWORD": "12345678"}, Code.INVALID),
        ({"name": " "}, Code.INCOMPLETE),
    ],
)
def test_a_user_that_cannot_be_added_leaves_nothing_behind(
    cast: Cast, change: dict[str, str], code: Code
) -> None:
    before = (Account.objects.count(), Person.objects.count(), Post.objects.count())
    assert refusal(add(**change)) == code
    assert (Account.objects.count(), Person.objects.count(), Post.objects.count()) == before


@pytest.mark.parametrize(
    "options", [[], ["--role", "king", "--place", "990101"], ["--role", "auditor"]]
)
def test_a_user_without_anything_to_do_is_not_added(cast: Cast, options: list[str]) -> None:
    assert run("user", "add", "wang", *options).exit_code == 2
    assert not Account.objects.filter(username="wang").exists()


def test_a_token_opens_the_api_for_its_account_and_is_not_kept(cast: Cast) -> None:
    text = said(run("token", "create", "lin", "--label", "夜间导出")).strip()
    actor = actor_of_token(text, date(2026, 3, 10))
    assert actor is not None
    assert (actor.name, actor.person_id) == ("小林", cast.lin.person.pk)
    kept = cast.lin.account.tokens.get()
    assert (kept.name, text in str(vars(kept))) == ("夜间导出", False)


def test_nobody_and_a_closed_account_get_no_token(cast: Cast) -> None:
    Account.objects.filter(username="gu").update(is_active=False)
    assert [refusal(run("token", "create", name)) for name in ("nobody", "gu")] == [
        Code.UNKNOWN
    ] * 2


# --- sweep ---------------------------------------------------------------------------------


def test_a_sweep_marks_and_tells_what_is_due_by_a_time(cast: Cast) -> None:
    order = cast.place()
    at = (order.next_due_at + timedelta(hours=1)).isoformat()
    done = json.loads(said(run("sweep", "--at", at, "--json")))
    sent = Notice.objects.filter(way="sms", stand="sent").count()
    assert done == {
        "marks": ClockMark.objects.count(), "deliveries": Delivery.objects.count(), "notices": sent,
    }  # fmt: skip
    assert sent > 0
    assert Clock.objects.get(subject_id=order.pk, name="accept").outcome == "breached"
    told = Notice.objects.values_list("event", "audience")
    assert list(told.filter(audience="resident")) == [("order.place", "resident")]
    assert set(told.exclude(audience="resident")) == {
        ("clock.warned", "responsible"), ("clock.breached", "responsible"),
    }  # fmt: skip
    assert said(run("sweep", "--at", at)) == "marks: 0, deliveries: 0, notices: 0\n"


def test_a_time_without_a_zone_is_the_time_of_the_installation(cast: Cast) -> None:
    cast.place()
    before = json.loads(said(run("sweep", "--at", "2026-03-11T17:29:59", "--json")))["marks"]
    after = json.loads(said(run("sweep", "--at", "2026-03-11T17:30:00", "--json")))["marks"]
    breaches = ClockMark.objects.filter(share=1)
    assert (breaches.count(), ClockMark.objects.count()) == (1, before + after)


def test_without_a_time_it_is_now(cast: Cast) -> None:
    order = cast.place()
    with clock_at(cast.at):
        assert json.loads(said(run("sweep", "--json")))["marks"] == 0
    with clock_at(order.next_due_at):
        assert json.loads(said(run("sweep", "--json")))["marks"] > 0


def test_a_time_that_is_none_ends_with_2(db: None) -> None:
    assert run("sweep", "--at", "soon").exit_code == 2


# --- verify --------------------------------------------------------------------------------


def verified(cast: Cast) -> tuple[int, dict[str, dict[str, Any]]]:
    """How `verify` ended, and what it said of each check."""
    with clock_at(cast.at):
        result = run("verify")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["check"] for line in lines] == CHECKS
    return result.exit_code, {line["check"]: line for line in lines}


def lived_in(cast: Cast) -> Order:
    """Something in every room, orders in every state, and one order to tamper with."""
    day = day_in(cast)
    day.bring(day.tick("3号楼1单元101"))
    for move in ("end", "close"):
        day.move(move)
    called = cast.order_in(OrderState.ACCEPTED)
    by = cast.secretary.actor
    whistle = blow(called, matter="线头垂地", units=[cast.bureau], by=by, at=cast.at)
    list_doors(whistle, lines="3号楼101", things=["应急灯"], by=by, at=cast.at)
    for state in OrderState:
        cast.order_in(state)
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    written(cast, cast.lin)
    adopt("zhifu", place=cast.district, by=cast.secretary.actor, at=cast.at)
    order = cast.order_in(OrderState.IN_PROGRESS)
    cast.at += timedelta(days=1)
    assert publish_due(cast.at)
    found = opened("units", {}, cast.lin.actor, at=cast.at)
    keep_version(found, by=cast.lin.actor, at=cast.at)
    today = cast.at.date()
    arrange_cover(
        cast.lin.person, stand_in=cast.dispatcher.person, since=today,
        until=today + timedelta(days=3), by=cast.lin.actor, at=cast.at,
    )  # fmt: skip
    a_day_of_duty(cast)
    Stock(cast).landed()
    publish_lists(cast.community, by=cast.lin.actor, at=cast.at)
    return order


def test_an_installation_that_is_whole_verifies_with_0(cast: Cast) -> None:
    lived_in(cast)
    code, checks = verified(cast)
    assert (code, [check["ok"] for check in checks.values()]) == (0, [True] * len(CHECKS))
    assert all(check["checked"] > 0 for check in checks.values())
    assert {check["differences"] for check in checks.values()} == {0}


LAST_GONE = """
    DELETE FROM trail_record WHERE subject_id = {id}
    AND seq = (SELECT version FROM orders_order WHERE id = {id})
"""
TAMPERINGS: dict[str, tuple[str, set[str]]] = {
    "another name in a record": (
        "UPDATE trail_record SET by_label = '别人' WHERE subject_id = {id} AND seq = 2",
        {"chains"},
    ),
    "a record gone": ("DELETE FROM trail_record WHERE subject_id = {id} AND seq = 2", {"chains", "digests"}),
    "the last record gone": (
        LAST_GONE,
        {"digests", "orders"},
    ),
    "another root of a day": ("UPDATE trail_daydigest SET count = count + 1", {"digests"}),
    "a state without a move": (
        "UPDATE orders_order SET state = 'signed' WHERE id = {id}",
        {"orders"},
    ),
    "other words": ("UPDATE orders_order SET text = '没有事' WHERE id = {id}", {"words"}),
    "a later due time": (
        "UPDATE clocks_clock SET amount = amount + 1 WHERE subject_id = {id} AND name = 'close'",
        {"clocks"},
    ),
    "a promise out of sight": (
        "UPDATE orders_order SET next_due_at = '2027-01-01T00:00:00+00:00' WHERE id = {id}",
        {"promises"},
    ),
    "a visit nobody made": (
        "UPDATE orders_order SET visited_at = placed_at, visit_outcome = 'met' WHERE id = {id}",
        {"visits"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_whatever_was_changed_behind_its_back_verifies_with_1(cast: Cast, name: str) -> None:
    statement, found_by = TAMPERINGS[name]
    order = lived_in(cast) if found_by & {"digests"} else cast.order_in(OrderState.IN_PROGRESS)
    connection.check_constraints()  # what is still to be checked would keep tables from altering
    with connection.cursor() as cursor, _resting_triggers(connection.vendor, cursor):
        cursor.execute(statement.format(id=order.pk))
    code, checks = verified(cast)
    assert (code, {name for name, check in checks.items() if not check["ok"]}) == (1, found_by)
    assert all(checks[name]["examples"] for name in found_by)


def test_an_order_nobody_answers_for_any_more_verifies_with_1(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    cast.lin.person.posts.update(until=cast.at.date())
    code, checks = verified(cast)
    assert (code, checks["floating"]["examples"]) == (1, [order.number])
