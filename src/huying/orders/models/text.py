"""Standard texts: words the desk need not think of anew, as rows with an owner and days."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.orders.models.category import Category
from huying.places.models import Place


class StandardText(models.Model):
    """Words offered with one move, for what its resident will read; blank conditions fit all.

    `text` may hold the placeholders of `orders.wording`; `code` is its name in the pack it
    came from, `kept_by` who in the house answers for its wording; `valid_until` excluded.
    """

    label = models.CharField(_("label"), max_length=60)
    move = models.CharField(_("move"), max_length=32)
    state = models.CharField(_("only in this state"), max_length=16, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("category"),
    )  # fmt: skip
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("place"),
    )  # fmt: skip
    text = models.TextField(_("words"), max_length=2000)
    kept_by = models.CharField(_("kept by"), max_length=80, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=64, blank=True, editable=False)
    code = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("standard text")
        verbose_name_plural = _("standard texts")
        ordering: ClassVar = ["move", "label", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="a_text_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_text_says_something"),
        ]

    def __str__(self) -> str:
        return self.label
