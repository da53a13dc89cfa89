"""Adoptions: one way of working, at one place, for a time."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.places.models import Place


class Adoption(models.Model):
    """A practice in force at a place and below (everywhere without one), `until` excluded.

    `parts` is what the pack said when it was adopted, so that nothing in force depends on a
    file; `digest` is the SHA-256 of that file and of those it builds on.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("place")
    )
    practice = models.CharField(_("practice"), max_length=41)
    version = models.CharField(_("version"), max_length=32)
    title = models.CharField(_("title"), max_length=80)
    digest = models.CharField(max_length=64)
    parts = models.JSONField()
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    adopted_at = models.DateTimeField(_("adopted at"))
    by_label = models.CharField(_("adopted by"), max_length=120)

    class Meta:
        verbose_name = _("adopted practice")
        verbose_name_plural = _("adopted practices")
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="an_adoption_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                Coalesce("place", Value(0)), condition=Q(until=None),
                name="a_place_works_by_one_practice_at_a_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.practice} {self.version}"
