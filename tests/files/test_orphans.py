"""Files that belong to nobody are cleared away, and no others."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from huying.files.actions import remove_orphans
from huying.files.models import Upload
from tests.files.conftest import Attach
from tests.files.samples import NOON, pdf

WRITTEN = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def age_all(folder: Path, written: datetime = WRITTEN) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (written.timestamp(), written.timestamp()))


def stored_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_whose_transaction_failed_is_cleared_away(
    attached: Attach, storage_folder: Path
) -> None:
    kept = attached()
    with transaction.atomic():
        lost = attached(name="plan.pdf", data=pdf(), at=NOON - timedelta(days=90))
        transaction.set_rollback(True)
    age_all(storage_folder)
    assert remove_orphans(before=NOON) == [lost.file.name]
    row = Upload.objects.get()
    assert row == kept
    assert stored_in(storage_folder) == sorted([str(row.file.name), str(row.thumbnail.name)])


def test_an_orphaned_thumbnail_is_cleared_away(attached: Attach, storage_folder: Path) -> None:
    upload = attached()
    small = Upload.objects.get().thumbnail.name
    Upload.objects.update(thumbnail="")
    age_all(storage_folder)
    assert remove_orphans(before=NOON) == [small]
    assert stored_in(storage_folder) == [upload.file.name]


def test_a_file_that_may_still_get_its_row_is_left_alone(
    attached: Attach, storage_folder: Path
) -> None:
    attached()
    Upload.objects.all().delete()
    files = stored_in(storage_folder)
    age_all(storage_folder)
    assert remove_orphans(before=WRITTEN) == []
    assert stored_in(storage_folder) == files
    assert remove_orphans(before=WRITTEN + timedelta(seconds=1)) == files
    assert stored_in(storage_folder) == []


def test_files_outside_the_rooms_folder_are_nobodys_business(
    db: None, storage_folder: Path
) -> None:
    (storage_folder / "backup.zip").write_bytes(b"not ours")
    age_all(storage_folder)
    assert remove_orphans(before=NOON) == []
    assert stored_in(storage_folder) == ["backup.zip"]


def test_more_orphans_than_one_question_holds_are_all_found(
    attached: Attach, storage_folder: Path
) -> None:
    kept = attached(name="plan.pdf", data=pdf())
    month = storage_folder / "files/2026/03"
    for number in range(1_203):
        (month / f"{number:032x}.jpg").write_bytes(b"x")
    age_all(storage_folder)
    assert len(remove_orphans(before=NOON)) == 1_203
    assert stored_in(storage_folder) == [kept.file.name]
