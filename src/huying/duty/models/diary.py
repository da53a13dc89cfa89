"""The duty diary of an estate."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.kernel.numbers import new_code
from huying.people.models import Person
from huying.places.models import Place


class Entry(models.Model):
    """What somebody wrote of a day in an estate: one part for the team, one for themselves.

    `private` is read by the writer and the secretary of the place alone. A correction is an
    entry of its own that `corrects` the one before, which stays as it was.
    """

    KIND: ClassVar = "diary"

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    estate = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("day"))
    writer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    public = models.TextField(_("for the team"), blank=True)
    private = models.TextField(_("for me and the secretary"), blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected"
    )
    salt = models.CharField(max_length=8, default=new_code, editable=False)

    class Meta:
        verbose_name = _("diary entry")
        verbose_name_plural = _("diary entries")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(public="") | ~Q(private=""), name="an_entry_says_something"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["estate", "on"], name="entry_by_estate")]

    def __str__(self) -> str:
        return f"{self.estate} {self.on}"
