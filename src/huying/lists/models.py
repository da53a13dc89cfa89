"""Kept versions of lists, and the workbooks a place fills its lists into."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.places.models import Place

LONGEST_NAME = 60


class Version(models.Model):
    """A list as it stood at one moment; the database refuses to change or remove it.

    `columns` are (key, label, type, sensitive), `rows` (key, values); `digest` is the SHA-256
    of everything that was kept. `list_version` is the version of the list's own definition.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    list_name = models.CharField(_("list"), max_length=40)
    list_version = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("place")
    )
    filters = models.JSONField(encoder=DjangoJSONEncoder)
    columns = models.JSONField(encoder=DjangoJSONEncoder)
    rows = models.JSONField(encoder=DjangoJSONEncoder)
    count = models.PositiveIntegerField(_("rows"))
    ledger = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    kept_at = models.DateTimeField(_("kept at"))
    by_label = models.CharField(_("kept by"), max_length=120)

    class Meta:
        verbose_name = _("kept version of a list")
        verbose_name_plural = _("kept versions of lists")
        ordering: ClassVar = ["-kept_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["list_name", "place", "-kept_at"], name="versions_of_a_list")
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.kept_at:%Y-%m-%d %H:%M}"


class Template(models.Model):
    """A workbook of a place's own that one of its lists is filled into, until it is put away.

    The bytes are one upload of the files room, kept there under this id.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    list_name = models.CharField(_("list"), max_length=40)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kept_at = models.DateTimeField(_("kept at"))
    by_label = models.CharField(_("kept by"), max_length=120)
    put_away_at = models.DateTimeField(_("put away at"), null=True)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_template_has_a_name"),
            models.UniqueConstraint(
                fields=["list_name", "place", "name"],
                condition=Q(put_away_at=None),
                name="a_place_has_one_template_of_a_name_for_a_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name
