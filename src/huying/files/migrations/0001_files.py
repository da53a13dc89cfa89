"""Uploads and what must never be false of them."""

from django.db import migrations, models

import huying.files.models
import huying.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huying.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "Before"), ("after", "After"), ("other", "Other")],
                        default="other",
                        max_length=8,
                        verbose_name="moment",
                    ),
                ),
                ("public", models.BooleanField(default=False, verbose_name="public")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "Image"), ("document", "Document")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("media_type", models.CharField(max_length=100, verbose_name="media type")),
                ("original_name", models.CharField(max_length=120, verbose_name="original name")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width")),
                (
                    "height",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="height"),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(upload_to=huying.files.models.file_path, verbose_name="file"),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True,
                        upload_to=huying.files.models.thumbnail_path,
                        verbose_name="thumbnail",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("uploaded_by_label", models.CharField(max_length=120, verbose_name="uploaded by")),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id"], name="files_of_a_subject"),
                    models.Index(fields=["thumbnail"], name="uploads_by_thumbnail"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("file",), name="a_stored_file_has_one_upload"),
                    models.CheckConstraint(
                        condition=models.Q(("moment__in", ["before", "after", "other"])),
                        name="a_moment_is_before_after_or_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("height__gte", 1),
                                ("kind", "image"),
                                ("width__gte", 1),
                                ("height__isnull", False),
                                ("width__isnull", False),
                            ),
                            models.Q(
                                ("height__isnull", True),
                                ("kind", "document"),
                                ("thumbnail", ""),
                                ("width__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_image_has_an_extent_and_a_document_has_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)), name="a_stored_file_is_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("public", True), ("published_at__isnull", False)),
                            models.Q(("public", False), ("published_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_public_file_tells_since_when",
                    ),
                ],
            },
        ),
    ]
