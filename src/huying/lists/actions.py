"""Keeping a version, writing a file, looking after templates: each on record."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.hashing import canonical, digest
from huying.kernel.ids import new_id
from huying.kernel.refusals import Code, Refused
from huying.lists.asking import as_texts
from huying.lists.definitions import Row
from huying.lists.models import Version
from huying.lists.queries import Opened, said
from huying.lists.rules.cells import kept
from huying.lists.states import Format
from huying.lists.writing import MEDIA_TYPES, About, write
from huying.trail.actions import append

VERSION, EXPORT = "list_version", "list_export"
MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Export:
    """A list as a file: open at its start and the caller's to close."""

    file: IO[bytes]
    name: str
    media_type: str
    count: int
    sha256: str


def export_list(found: Opened, kind: Format, *, by: Actor, at: datetime) -> Export:
    """Write the list into a file that vanishes when it is closed.

    A list that tells of people puts the writing on record, with what was asked and the digest
    of what was handed out.
    """
    file = TemporaryFile()  # noqa: SIM115 -- handed to the caller
    try:
        rows = (row for row, _cursor in found.rows())
        count = write(file, kind, rows, found.columns, about(found, by=by, at=at))
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        hand_out(found, kind.value, count, sha256, by=by, at=at)
    except BaseException:
        file.close()
        raise
    name = f"{found.definition.name}-{at:%Y%m%d}.{kind}"
    return Export(file, name, MEDIA_TYPES[kind], count, sha256)


def hand_out(found: Opened, what: str, count: int, sha256: str, *, by: Actor, at: datetime) -> None:
    """Put on record that a list was handed out, or a ledger opened; nothing for lists of things."""
    one = found.definition
    if not (one.personal or one.ledger):
        return
    given = {
        "list": one.name, "version": one.version, "place": _code(found), "path": found.asked.path,
        "filters": as_texts(found.asked), "what": what, "count": count, "digest": sha256,
        "sensitive": [column.key for column in found.columns if column.sensitive],
    }  # fmt: skip
    append(EXPORT, new_id(), "open" if what == "open" else "export", by=by, at=at, given=given)


def open_ledger(found: Opened, *, by: Actor, at: datetime) -> None:
    """Put the opening of a ledger on record; nothing for other lists."""
    if found.definition.ledger:
        hand_out(found, "open", found.source.count(), "", by=by, at=at)


def keep_version(found: Opened, *, by: Actor, at: datetime) -> Version:
    """Freeze the list as it stands; sensitive columns only of a ledger the keeper may read.

    Refused `too-many` above 20,000 rows.
    """
    one = found.definition
    held = [i for i, column in enumerate(found.columns) if one.ledger or not column.sensitive]
    rows = []
    for row, _cursor in found.rows():
        rows.append([row.key, [kept(row.values[i]) for i in held]])
        if len(rows) > MOST_KEPT:
            raise Refused(Code.TOO_MANY, "too many rows to keep: narrow the list first")
    columns = [found.columns[i] for i in held]
    version = Version(
        list_name=one.name, list_version=one.version, title=str(found.title),
        place=found.asked.place, filters=as_texts(found.asked),
        columns=[[c.key, str(c.label), c.type.value, c.sensitive] for c in columns],
        rows=rows, count=len(rows), ledger=any(column.sensitive for column in columns),
        kept_at=at, by_label=by.name,
    )  # fmt: skip
    version.digest = digest_of(version)
    with transaction.atomic():
        version.save(force_insert=True)
        append(VERSION, version.pk, "keep", by=by, at=at, given=_sealed(version))
    return version


def digest_of(version: Version) -> str:
    """The digest a version with this content must carry."""
    said_of_it = {
        "list": version.list_name, "list_version": version.list_version, "title": version.title,
        "place": version.place.code if version.place else "", "filters": version.filters,
        "columns": version.columns, "rows": version.rows, "count": version.count,
        "ledger": version.ledger, "kept_at": version.kept_at, "by": version.by_label,
    }  # fmt: skip
    return digest(canonical(said_of_it))


def about(found: Opened, *, by: Actor, at: datetime) -> About:
    """What a file of this list says of itself."""
    one, place = found.definition, found.asked.place
    left = (c for c in one.columns if c.sensitive and c.key not in {s.key for s in found.columns})
    return About(
        name=one.name, version=one.version, title=str(found.title),
        place=f"{place.name} {place.code}" if place else "—",
        filters=tuple((str(each.label), asked_in_words(found, each.key)) for each in one.filters if each.key in found.asked.filters),
        at=at, by=by.name, left_out=tuple(str(column.label) for column in left),
    )  # fmt: skip


def asked_in_words(found: Opened, key: str) -> str:
    """What a filter was set to, in words; "" where nothing was asked."""
    value: Any = found.asked.filters.get(key)
    column = next((column for column in found.columns if column.key == key), None)
    if value is None:
        return ""
    return said(column, value) if column is not None and column.labels else as_texts(found.asked)[key]  # fmt: skip


def _sealed(version: Version) -> Mapping[str, Any]:
    return {
        "list": version.list_name, "digest": version.digest, "count": version.count,
        "place": version.place.code if version.place else "", "filters": version.filters,
    }  # fmt: skip


def _code(found: Opened) -> str:
    return found.asked.place.code if found.asked.place else ""


def frozen_rows(found: Opened) -> list[Row]:
    """Every row at hand, for what needs them all at once."""
    return [row for row, _cursor in found.rows()]
