"""A backup holds everything, and what is restored from it is the same to the microsecond."""

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from click.testing import CliRunner, Result
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, transaction

from huying.config.backups import tables
from huying.config.cli import cli
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.keeping import keep_list
from huying.orders.models import Order, OwnList
from huying.orders.states import OrderState
from huying.people.actions.noting import note
from huying.people.models import SignInRecord
from huying.people.roles import Role
from huying.people.states import Told
from huying.trail.digests import publish_due
from huying.trail.models import Record
from huying.trail.outbox import deliver_due
from tests.builders import START, Cast, build_cast, clock_at

S = OrderState
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast with orders of every sort, times that are not whole seconds, and a digest."""
    cast = build_cast()
    cast.at += timedelta(microseconds=123_457)
    for state in (S.DRAFT, S.SUBMITTED, S.INFO_NEEDED, S.SUSPENDED, S.CLOSED, S.MERGED):
        cast.order_in(state, "一句话里有引号“”、换行\n和表情😡")
    keep_list("街灯·槐荫", asks={"list": "all", "q": "路灯"}, by=cast.lin.actor)
    cast.at += timedelta(days=1)
    assert publish_due(cast.at)
    assert deliver_due(cast.at) > 0
    return cast


@pytest.fixture
def kept(tmp_path: Path, cast: Cast) -> Path:
    """A backup of all that."""
    file = tmp_path / "kept.zip"
    with clock_at(cast.at):
        ended = run("backup", str(file))
    assert ended.exit_code == 0, ended.exception
    assert ended.stdout.startswith(f"{file}: ")
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="huying")


def refusal(result: Result) -> Code:
    assert isinstance(result.exception, Refused), (result.output, result.exception)
    return result.exception.code


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that is kept."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in tables()
    }


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a backup with some of its content changed, or left out where it says None."""
    copy = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


def test_what_is_restored_into_an_empty_database_is_what_was_there(cast: Cast, kept: Path) -> None:
    before = everything()
    assert sum(map(len, before.values())) > 150
    empty()
    assert not Order.objects.exists()
    ended = run("restore", str(kept))
    assert (ended.exit_code, ended.stdout) == (
        0,
        f"{sum(map(len, before.values()))} rows restored\n",
    )
    assert everything() == before
    assert [one.name for one in OwnList.objects.all()] == ["街灯·槐荫"]
    assert {order.placed_at.microsecond for order in Order.objects.all()} == {123_457}
    with clock_at(cast.at):
        assert run("verify").exit_code == 0


def test_after_a_restore_the_trail_is_guarded_and_life_goes_on(cast: Cast, kept: Path) -> None:
    assert run("restore", str(kept), "--force").exit_code == 0
    for statement in ("UPDATE trail_record SET by_label = ''", "DELETE FROM trail_daydigest"):
        with (
            pytest.raises(Error, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    order = Order.objects.filter(state="submitted").earliest("id")
    cast.move(order, "accept", cast.lin, category="0101")
    cast.hire("小新", Role.GRID_WORKER, cast.grid)
    with clock_at(cast.at):
        assert run("verify").exit_code == 0


def test_a_restore_replaces_nothing_unless_it_is_told_to(cast: Cast, kept: Path) -> None:
    before = everything()
    later = cast.place("备份以后的事")
    with_it = everything()
    assert refusal(run("restore", str(kept))) == Code.CONFLICT
    assert everything() == with_it
    assert run("restore", str(kept), "--force").exit_code == 0
    assert everything() == before
    assert not Order.objects.filter(pk=later.pk).exists()


def test_lists_of_sessions_are_in_no_backup_and_in_the_way_of_none(cast: Cast, kept: Path) -> None:
    UserSession.objects.create(user=cast.lin.account, ip="203.0.113.7", session_key="a-live-one")
    note(Told.SIGNED_IN, cast.lin.account, at=START)
    with zipfile.ZipFile(kept) as archive:
        assert [name for name in archive.namelist() if "session" in name.lower()] == []
    assert run("restore", str(kept), "--force").exit_code == 0
    assert (UserSession.objects.count(), SignInRecord.objects.count()) == (0, 0)


def test_a_restore_that_fails_half_way_leaves_everything_as_it_was(cast: Cast, kept: Path) -> None:
    def spoilt(name: str, content: bytes) -> bytes:
        if name != "tables/trail.Record.jsonl":
            return content
        *lines, last = content.decode().splitlines()
        return "\n".join([*lines, last.replace('"seq": ', '"sequence": ')]).encode()

    copy = rewritten(kept, spoilt)
    cast.place("备份以后的事")
    before = everything()
    ended = run("restore", str(copy), "--force")
    assert (ended.exit_code, ended.exception is not None) == (1, True)
    assert everything() == before
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Record.objects.all().delete()


def test_what_is_no_backup_is_refused(cast: Cast, kept: Path) -> None:
    before, content = everything(), kept.read_bytes()
    for told in (None, b"{}", b'{"format": 99}'):

        def change(name: str, old: bytes, told: bytes | None = told) -> bytes | None:
            return told if name == "about.json" else old

        changed = rewritten(kept, change)
        assert refusal(run("restore", str(changed), "--force")) == Code.INVALID
    for rest in (content[: len(content) // 2], "呼应".encode(), b""):
        kept.write_bytes(rest)
        assert refusal(run("restore", str(kept), "--force")) == Code.INVALID
    assert everything() == before


def test_a_backup_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    assert run("restore", str(tmp_path / "nothing.zip")).exit_code == 2


def test_a_backup_says_what_it_holds_and_when_it_was_made(cast: Cast, kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        about = json.loads(archive.read("about.json"))
        names = set(archive.namelist())
    assert about["rows"] == {label: len(rows) for label, rows in everything().items()}
    assert {f"tables/{label}.jsonl" for label in about["rows"]} < names
    assert "home/secret_key" in names
    assert (Path(settings.HOME) / "last_backup").read_text(encoding="ascii") == about["at"]
    assert not list(kept.parent.glob("*.partial"))


def test_uploads_come_back_with_the_rows(cast: Cast, tmp_path: Path) -> None:
    folder = Path(settings.HOME) / "files" / "backed-up"
    folder.mkdir(parents=True)
    (folder / "lamp.jpg").write_bytes(b"\xff\xd8picture")
    file = tmp_path / "kept.zip"
    assert run("backup", str(file)).exit_code == 0
    (folder / "lamp.jpg").unlink()
    folder.rmdir()
    assert run("restore", str(file), "--force").exit_code == 0
    assert (folder / "lamp.jpg").read_bytes() == b"\xff\xd8picture"
    (folder / "lamp.jpg").unlink()
    folder.rmdir()


def test_a_backup_is_one_reading_though_others_go_on_writing(cast: Cast, tmp_path: Path) -> None:
    file, stop = tmp_path / "kept.zip", threading.Event()

    def write() -> None:
        try:
            while not stop.is_set():
                cast.place("备份的时候说的事")
        finally:
            connection.close()

    before = Order.objects.count()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            assert run("backup", str(file)).exit_code == 0
    finally:
        stop.set()
        writer.join()
    orders, records = (rows_in(file, label) for label in ("orders.Order", "trail.Record"))
    assert before < len(orders) < Order.objects.count()
    born = {row["fields"]["subject_id"] for row in records if row["fields"]["seq"] == 1}
    assert {row["pk"] for row in orders} == born


def rows_in(file: Path, label: str) -> list[dict[str, Any]]:
    """The rows of one table as a backup holds them."""
    with zipfile.ZipFile(file) as archive:
        lines = archive.read(f"tables/{label}.jsonl").decode().splitlines()
    return [json.loads(line) for line in lines]
