"""Taking files in, showing and hiding them, and clearing away what belongs to nobody."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.module_loading import import_string

from huying.files.models import FOLDER, Upload
from huying.files.queries import one
from huying.files.rules import Admitted, admit, is_image, thumbnail
from huying.files.states import Kind, Moment
from huying.kernel.hashing import digest
from huying.kernel.refusals import Code, Refused

__all__ = [
    "Admitted",
    "admit",
    "adopt",
    "attach",
    "drop",
    "drop_old",
    "keep",
    "publish",
    "remove_orphans",
]

_MAKE_THUMBNAIL = "huying.files.tasks.make_thumbnail"
_NAMES_AT_ONCE = 500


def attach(
    *,
    subject_kind: str,
    subject_id: int,
    name: str,
    data: bytes,
    moment: str,
    public: bool,
    by_label: str,
    at: datetime,
    max_bytes: int,
    max_pixels: int,
) -> Upload:
    """Check one file, then `keep` it: what a caller outside any transaction wants.

    `Refused` as invalid on `files` (see `rules.admit`) or `moment`; nothing is stored then.
    """
    return keep(
        admit(name, data, max_bytes=max_bytes, max_pixels=max_pixels),
        subject_kind=subject_kind,
        subject_id=subject_id,
        moment=moment,
        public=public,
        by_label=by_label,
        at=at,
    )


def keep(
    admitted: Admitted,
    *,
    subject_kind: str,
    subject_id: int,
    moment: str,
    public: bool,
    by_label: str,
    at: datetime,
) -> Upload:
    """Store checked bytes and their row, and ask for the thumbnail of an image.

    For callers with a transaction of their own: `rules.admit` takes up to seconds of work and
    belongs before it. When that transaction fails later, the row goes with it and the file is
    left to `remove_orphans`. `Refused` as invalid on `moment`.
    """
    if moment not in set(Moment):
        raise Refused(
            Code.INVALID, "choose before, after or other", fields={"moment": "unknown moment"}
        )
    upload = Upload(
        subject_kind=subject_kind,
        subject_id=subject_id,
        moment=moment,
        public=public,
        published_at=at if public else None,
        uploaded_at=at,
        uploaded_by_label=by_label,
        **_facts(admitted),
    )
    _store(upload, admitted.data)
    return upload


def publish(upload: Upload, public: bool, at: datetime) -> Upload:  # noqa: FBT001 -- the verb's object
    """Show a file to everyone, or to the people of its subject only; the upload as it is now.

    Saying the same twice changes nothing: a published file keeps its first time. `Refused`
    as unknown when the file is gone.
    """
    changing = Upload.objects.filter(pk=upload.pk).exclude(public=public)
    changing.update(public=public, published_at=at if public else None)
    return one(upload.pk)


def adopt(*, kind: str, subject_id: int, by_kind: str, by_id: int) -> list[Upload]:
    """Hand the files of one subject over to another; those handed over, in the order they came.

    For what was sent before its subject existed: photos of an order that is being written.
    """
    theirs = list(Upload.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("id"))
    Upload.objects.filter(pk__in=[upload.pk for upload in theirs]).update(
        subject_kind=by_kind, subject_id=by_id
    )
    return theirs


def drop(*, kind: str, subject_id: int, upload_id: int) -> int:
    """Forget one file of this subject; how many were, 0 or 1. Its bytes go as in `drop_old`."""
    mine = Upload.objects.filter(pk=upload_id, subject_kind=kind, subject_id=subject_id)
    return mine.delete()[0]


def drop_old(*, kind: str, before: datetime) -> int:
    """Forget the files of all subjects of a kind that came before this instant; how many.

    Their bytes go with the next `remove_orphans`.
    """
    return Upload.objects.filter(subject_kind=kind, uploaded_at__lt=before).delete()[0]


def add_thumbnail(upload_id: int) -> bool:
    """Make the thumbnail of an image that has none; whether one was added.

    Safe to call twice or at once: whoever comes second takes their file away again. An upload
    that is gone, and a document, need none.
    """
    upload = Upload.objects.filter(pk=upload_id, kind=Kind.IMAGE.value, thumbnail="").first()
    if upload is None:
        return False
    with upload.file.open("rb") as stored:
        small = thumbnail(stored.read())
    upload.thumbnail.save("", ContentFile(small), save=False)
    name = str(upload.thumbnail.name)
    added = 0
    try:
        added = Upload.objects.filter(pk=upload_id, thumbnail="").update(thumbnail=name)
    finally:
        if not added:
            upload.thumbnail.storage.delete(name)
    return bool(added)


def remove_orphans(*, before: datetime) -> list[str]:
    """Delete stored files that no upload names and that were written before this instant.

    Their names come back, sorted. `before` must lie further back than any transaction that
    may still be open: a file is written before its row is committed.
    """
    storage = Upload.file.field.storage
    removed: list[str] = []
    for names in _stored(storage, FOLDER):
        for start in range(0, len(names), _NAMES_AT_ONCE):
            for name in _unknown(names[start : start + _NAMES_AT_ONCE]):
                if storage.get_modified_time(name) < before:
                    storage.delete(name)
                    removed.append(name)
    return sorted(removed)


def _facts(admitted: Admitted) -> dict[str, object]:
    """What the checked bytes themselves say about the row."""
    kind = Kind.IMAGE if is_image(admitted.media_type) else Kind.DOCUMENT
    return {
        "kind": kind.value,
        "media_type": admitted.media_type,
        "original_name": admitted.name,
        "size": len(admitted.data),
        "width": admitted.width,
        "height": admitted.height,
        "sha256": digest(admitted.data),
    }


def _store(upload: Upload, data: bytes) -> None:
    """The file first, then row and job together; no file stays behind a row that failed."""
    upload.file.save("", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
            if upload.kind == Kind.IMAGE:
                # By the name the queue itself keeps: jobs stand above actions and import them.
                import_string(_MAKE_THUMBNAIL).enqueue(upload.pk)
    except BaseException:
        upload.file.storage.delete(str(upload.file.name))
        raise


def _stored(storage: Storage, folder: str) -> Iterator[list[str]]:
    """The names in each folder of the storage, one folder at a time."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield [f"{folder}/{name}" for name in names]
    for inner in folders:
        yield from _stored(storage, f"{folder}/{inner}")


def _unknown(names: list[str]) -> list[str]:
    files = Upload.objects.filter(file__in=names).values_list("file", flat=True)
    small = Upload.objects.filter(thumbnail__in=names).values_list("thumbnail", flat=True)
    known = {*files, *small}
    return [name for name in names if name not in known]
