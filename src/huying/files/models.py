"""Uploads: files that belong to a subject of another room, known here by kind and id alone."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.files.rules import EXTENSIONS, THUMBNAIL_TYPE
from huying.files.states import KIND_LABELS, MOMENT_LABELS, Kind, Moment
from huying.kernel.ids import new_id

FOLDER = "files"


def file_path(upload: "Upload", _name: str) -> str:
    """`files/YYYY/MM/<random>.<ending of the stored type>`; nothing of the sender's name."""
    return _random_path(upload, upload.media_type)


def thumbnail_path(upload: "Upload", _name: str) -> str:
    """As `file_path`, with the thumbnail's ending."""
    return _random_path(upload, THUMBNAIL_TYPE)


def _random_path(upload: "Upload", media_type: str) -> str:
    ending = EXTENSIONS[media_type][0]
    return f"{FOLDER}/{upload.uploaded_at:%Y/%m}/{secrets.token_hex(16)}.{ending}"


class Upload(models.Model):
    """One file of one subject, as it was stored after checking; never changed afterwards.

    `size` (bytes) and `sha256` are of the stored bytes, `width` and `height` in pixels for
    images only. `original_name` is the sender's, cleaned. `thumbnail` is empty until a job has
    made it. `published_at` is set exactly while the file is `public`.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    moment = models.CharField(
        _("moment"),
        max_length=8,
        default=Moment.OTHER.value,
        choices=[(moment.value, MOMENT_LABELS[moment]) for moment in Moment],
    )
    public = models.BooleanField(_("public"), default=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=8, choices=[(kind.value, KIND_LABELS[kind]) for kind in Kind]
    )
    media_type = models.CharField(_("media type"), max_length=100)
    original_name = models.CharField(_("original name"), max_length=120)
    size = models.PositiveIntegerField(_("size"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=file_path)
    thumbnail = models.FileField(_("thumbnail"), upload_to=thumbnail_path, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by_label = models.CharField(_("uploaded by"), max_length=120)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="files_of_a_subject"),
            # The sweep of orphans asks which thumbnails are somebody's.
            models.Index(fields=["thumbnail"], name="uploads_by_thumbnail"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file"], name="a_stored_file_has_one_upload"),
            models.CheckConstraint(
                condition=Q(moment__in=[moment.value for moment in Moment]),
                name="a_moment_is_before_after_or_other",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.IMAGE.value, width__gte=1, height__gte=1)
                & Q(width__isnull=False, height__isnull=False)
                | Q(
                    kind=Kind.DOCUMENT.value,
                    width__isnull=True,
                    height__isnull=True,
                    thumbnail="",
                ),
                name="an_image_has_an_extent_and_a_document_has_none",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="a_stored_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(public=True, published_at__isnull=False)
                | Q(public=False, published_at__isnull=True),
                name="a_public_file_tells_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.original_name}"
