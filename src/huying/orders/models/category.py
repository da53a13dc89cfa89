"""The classes and sub-items orders are sorted into; data, not code."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A class or sub-item: its code, its name, and the words residents use for it.

    `sample` marks names that no source gives and that a community should replace. What is
    filed under a `personal` one concerns a person or a household: neighbours are not told of
    it, not even as a line among what was done.
    """

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent category"),
    )
    words = models.JSONField(_("residents' words"), default=list, blank=True)
    sample = models.BooleanField(_("sample"), default=False)
    personal = models.BooleanField(_("personal"), default=False)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name
