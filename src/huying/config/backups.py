"""One file that holds everything: every table as JSON lines, the uploads, the secret key.

Written from one consistent reading while the system runs; read back into either database.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from huying import __version__
from huying.config.sqlite.base import DatabaseWrapper as SqliteWrapper
from huying.kernel.refusals import Code, Refused

SKIPPED = {"contenttypes", "sessions", "admin", "auth", "usersessions"}
# Not in a backup, but in the way of rows that are: lists of sessions name their accounts.
EMPTIED = {"usersessions"}
BATCH = 500
FORMAT = 1


class WholeTimes(DjangoJSONEncoder):
    """Times to the microsecond: a hash over a time must still fit after a restore."""

    def default(self, o: object) -> object:
        """Times in full, everything else as usual."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def tables() -> list[type[models.Model]]:
    """Every table worth keeping, referred-to tables first."""
    wanted = _tables_of({config.label for config in apps.get_app_configs()} - SKIPPED)
    ordered = serializers.sort_dependencies([(None, wanted)], allow_cycles=True)
    return list(ordered)


def _tables_of(labels: set[str]) -> list[type[models.Model]]:
    configs = [config for config in apps.get_app_configs() if config.label in labels]
    return [model for config in configs for model in config.get_models()]


def write(path: Path, at: datetime) -> dict[str, int]:
    """Write a backup to `path`, whole or not at all; rows per table."""
    counts: dict[str, int] = {}
    partial = path.with_name(f"{path.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        with _one_reading():
            for model in tables():
                counts[model._meta.label] = _write_table(archive, model)
        _write_files(archive)
        facts = {"format": FORMAT, "version": __version__, "at": at.isoformat(), "rows": counts}
        archive.writestr("about.json", json.dumps(facts))
    partial.replace(path)
    (Path(settings.HOME) / "last_backup").write_text(at.isoformat(), encoding="ascii")
    return counts


@contextmanager
def _one_reading() -> Iterator[None]:
    """One consistent state of the database, read while others go on writing."""
    database = connections[DEFAULT_DB_ALIAS]  # itself: `connection` only stands for it
    if isinstance(database, SqliteWrapper):
        database.ensure_connection()
        with database.reading(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    count = 0
    with archive.open(f"tables/{model._meta.label}.jsonl", "w", force_zip64=True) as out:
        rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)
        for batch in _batched(rows):
            text = serializers.serialize("jsonl", batch, cls=WholeTimes, ensure_ascii=False)
            out.write(text.encode())
            count += len(batch)
    return count


def _batched(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    batch: list[models.Model] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write_files(archive: zipfile.ZipFile) -> None:
    home = Path(settings.HOME)
    for path in sorted((home / "files").rglob("*")):
        if path.is_file():
            archive.write(path, f"home/{path.relative_to(home)}")
    archive.writestr("home/secret_key", settings.SECRET_KEY)


def read(path: Path, *, force: bool) -> dict[str, int]:
    """Restore a backup into an empty database (or, with `force`, over what is there).

    The rows come back in one transaction: whole or not at all.
    """
    with _opened(path) as archive:
        about = json.loads(archive.read("about.json"))
        if about.get("format") != FORMAT:
            raise Refused(Code.INVALID, "this backup was written by another format")
        call_command("migrate", verbosity=0, interactive=False)
        occupied = [model for model in tables() if model._default_manager.exists()]
        if occupied and not force:
            raise Refused(
                Code.CONFLICT, "the database is not empty; --force replaces what is there"
            )
        with transaction.atomic():
            if occupied:
                _empty()
            counts = {m._meta.label: _read_table(archive, m) for m in tables()}
            _reset_sequences()
        _read_files(archive)
    return counts


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
        archive.getinfo("about.json")
    except (zipfile.BadZipFile, KeyError, OSError) as problem:
        raise Refused(Code.INVALID, f"{path} is no backup: {problem}") from problem
    return archive


def _read_table(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    name = f"tables/{model._meta.label}.jsonl"
    if name not in archive.namelist():
        return 0
    batch: list[Any] = []
    count = 0
    with archive.open(name) as lines:
        for item in serializers.deserialize("jsonl", (line.decode() for line in lines)):
            batch.append(item.object)
            count += 1
            if len(batch) == BATCH:
                model._default_manager.bulk_create(batch)
                batch = []
    model._default_manager.bulk_create(batch)
    return count


def _empty() -> None:
    """Remove every row; only here may the guards of the trail be lifted, and only with --force."""
    names = [model._meta.db_table for model in [*tables(), *_tables_of(EMPTIED)]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in names:
                cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f"TRUNCATE {quoted} CASCADE")
            for name in names:
                cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name in reversed(names):
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 -- a table's own name
        for _name, sql in triggers:
            cursor.execute(sql)


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _read_files(archive: zipfile.ZipFile) -> None:
    home = Path(settings.HOME)
    with tempfile.TemporaryDirectory(dir=home) as staging:
        for name in archive.namelist():
            if name.startswith("home/"):
                archive.extract(name, staging)
        for source in sorted((Path(staging) / "home").rglob("*")):
            if source.is_file():
                target = home / source.relative_to(Path(staging) / "home")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(source, target)
    (home / "secret_key").chmod(0o600)
