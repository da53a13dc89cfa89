"""A file, its row and its thumbnail: all of them or none."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django import Settings

from huying.files.actions import add_thumbnail, publish
from huying.files.models import Upload
from huying.files.queries import of, one
from huying.files.tasks import make_thumbnail
from huying.kernel.hashing import digest
from huying.kernel.refusals import Code, Refused
from tests.files.conftest import Attach
from tests.files.samples import NOON, corners, encoded, office, pdf, photo

FACTS = [
    "subject_kind",
    "subject_id",
    "moment",
    "public",
    "published_at",
    "kind",
    "media_type",
    "original_name",
    "width",
    "height",
    "uploaded_at",
    "uploaded_by_label",
]


def stored_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_photo_becomes_a_row_and_a_file(attached: Attach, storage_folder: Path) -> None:
    data = encoded(corners(3000, 1500), "PNG")
    upload = attached(name="../kerb.png", data=data, public=True)
    row = Upload.objects.filter(pk=upload.pk).values(*FACTS).get()
    assert row == {
        "subject_kind": "order",
        "subject_id": 7,
        "moment": "before",
        "public": True,
        "published_at": NOON,
        "kind": "image",
        "media_type": "image/jpeg",
        "original_name": "kerb.png",
        "width": 2560,
        "height": 1280,
        "uploaded_at": NOON,
        "uploaded_by_label": "resident",
    }
    assert re.fullmatch(r"files/2026/03/[0-9a-f]{32}\.jpg", str(upload.file.name))
    kept = (storage_folder / str(upload.file.name)).read_bytes()
    assert (upload.size, upload.sha256) == (len(kept), digest(kept))


def test_a_document_becomes_a_row_and_a_file(attached: Attach, storage_folder: Path) -> None:
    upload = attached(name="list.xlsx", data=office(), moment="other")
    assert (upload.kind, upload.width, upload.height) == ("document", None, None)
    assert stored_in(storage_folder) == {upload.file.name}
    assert (storage_folder / str(upload.file.name)).read_bytes() == office()
    assert one(upload.pk).thumbnail.name == ""


def test_the_same_photo_twice_is_two_uploads(attached: Attach, storage_folder: Path) -> None:
    first, second = attached(), attached()
    assert list(of("order", 7, public_only=False)) == [first, second]
    assert first.sha256 == second.sha256
    names = {str(upload.file.name) for upload in (first, second)}
    assert len(names) == 2
    assert all(re.fullmatch(r"files/2026/03/[0-9a-f]{32}\.jpg", name) for name in names)
    assert names <= stored_in(storage_folder)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"data": b""}, "files"),
        ({"data": pdf()}, "files"),
        ({"max_bytes": 10}, "files"),
        ({"max_pixels": 10}, "files"),
        ({"moment": "during"}, "moment"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(
    change: dict[str, object], field: str, attached: Attach, storage_folder: Path
) -> None:
    with pytest.raises(Refused) as refusal:
        attached(**change)
    assert refusal.value.code is Code.INVALID
    assert list(refusal.value.fields) == [field]
    assert stored_in(storage_folder) == set()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(("data", "name"), [(photo(), "kerb.jpg"), (pdf(), "plan.pdf")])
def test_the_file_goes_when_its_row_cannot_be_written(
    data: bytes, name: str, attached: Attach, storage_folder: Path
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        attached(data=data, name=name, by_label=None)
    assert stored_in(storage_folder) == set()
    assert not Upload.objects.exists()


def test_a_thumbnail_is_made_by_the_job(attached: Attach, storage_folder: Path) -> None:
    upload = one(attached(data=photo(1200, 600)).pk)
    assert re.fullmatch(r"files/2026/03/[0-9a-f]{32}\.webp", str(upload.thumbnail.name))
    with Image.open(storage_folder / str(upload.thumbnail.name)) as small:
        assert (small.format, small.size) == ("WEBP", (480, 240))


@pytest.fixture
def waiting_jobs(queued_tasks: None, attached: Attach) -> Attach:
    """Attach while jobs wait in the database for a worker."""
    return attached


def test_the_job_is_queued_with_the_row_and_goes_with_it(waiting_jobs: Attach) -> None:
    with transaction.atomic():
        waiting_jobs()
        assert DBTaskResult.objects.count() == 1
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    upload = waiting_jobs()
    job = DBTaskResult.objects.get()
    assert job.task_path == "huying.files.tasks.make_thumbnail"
    assert job.args_kwargs == {"args": [upload.pk], "kwargs": {}}
    assert one(upload.pk).thumbnail.name == ""


def test_a_document_asks_for_no_thumbnail(waiting_jobs: Attach) -> None:
    waiting_jobs(name="plan.pdf", data=pdf())
    assert not DBTaskResult.objects.exists()


def test_a_second_run_of_the_job_changes_nothing(
    waiting_jobs: Attach, storage_folder: Path
) -> None:
    upload = waiting_jobs()
    assert make_thumbnail.call(upload.pk) is True
    (storage_folder / str(upload.file.name)).unlink()  # nothing is even read again
    made, files = one(upload.pk).thumbnail.name, stored_in(storage_folder)
    assert make_thumbnail.call(upload.pk) is False
    assert (one(upload.pk).thumbnail.name, stored_in(storage_folder)) == (made, files)


class StorageWithARival(FileSystemStorage):
    """A storage in which another worker is quicker: whatever is read, its thumbnail is made."""

    quicker = False

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        if not StorageWithARival.quicker:
            StorageWithARival.quicker = True
            add_thumbnail(Upload.objects.get(file=name).pk)
        return super().open(name, mode)


def test_two_jobs_at_once_leave_one_thumbnail(
    waiting_jobs: Attach, storage_folder: Path, settings: Settings
) -> None:
    upload = waiting_jobs()
    rival = {"BACKEND": f"{__name__}.StorageWithARival", "OPTIONS": {"location": storage_folder}}
    settings.STORAGES = {**settings.STORAGES, "default": rival}
    StorageWithARival.quicker = False
    assert add_thumbnail(upload.pk) is False
    row = one(upload.pk)
    assert StorageWithARival.quicker
    assert stored_in(storage_folder) == {row.file.name, row.thumbnail.name}


def test_a_job_for_an_upload_that_is_gone_does_nothing(db: None) -> None:
    assert add_thumbnail(1) is False


def test_one_file_costs_one_statement_and_its_job_another(waiting_jobs: Attach) -> None:
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        waiting_jobs()
    words = [query["sql"].split()[0] for query in queries.captured_queries]
    assert words.count("INSERT") == 2
    assert set(words) <= {"INSERT", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"}


def test_files_come_in_the_order_they_were_sent_and_only_their_subjects(attached: Attach) -> None:
    late = attached(at=NOON + timedelta(hours=1), public=True)
    early = attached()
    attached(subject_id=8, public=True)
    attached(subject_kind="project", public=True)
    assert list(of("order", 7, public_only=False)) == [early, late]
    assert list(of("order", 7, public_only=True)) == [late]


def test_a_published_file_keeps_its_first_time_until_it_is_hidden(attached: Attach) -> None:
    upload = attached()
    later = [NOON + timedelta(hours=hour) for hour in range(4)]
    shown = publish(upload, True, later[1])
    assert (shown.public, shown.published_at) == (True, later[1])
    assert publish(upload, True, later[2]).published_at == later[1]
    hidden = publish(upload, False, later[3])
    assert (hidden.public, hidden.published_at) == (False, None)


def test_a_file_that_is_gone_cannot_be_published(attached: Attach) -> None:
    upload = attached()
    Upload.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        publish(upload, True, NOON)
    assert refusal.value.code is Code.UNKNOWN


@pytest.mark.parametrize(
    "change",
    [
        {"moment": "during"},
        {"kind": "film"},
        {"kind": "document"},
        {"width": None},
        {"height": 0},
        {"size": 0},
        {"public": True},
        {"published_at": NOON},
    ],
)
def test_the_database_refuses_what_must_never_be(
    change: dict[str, object], attached: Attach
) -> None:
    upload = attached()
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(**change)


def test_two_uploads_never_share_a_file(attached: Attach) -> None:
    first, second = attached(), attached()
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=second.pk).update(file=first.file.name)
