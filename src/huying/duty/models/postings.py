"""Who is posted to which estate, and minutes on the spot that belong to no visit."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.kernel.numbers import new_code
from huying.people.models import Person
from huying.places.models import Place


class Posting(models.Model):
    """A worker posted to an estate from one day until another (that day excluded).

    `hours` are the usual ones in plain words. A posting is only ever ended; one ended on the day
    it began, or before, has no days at all. Rows are kept.
    """

    KIND: ClassVar = "posting"

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="postings", verbose_name=_("person")
    )
    estate = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="postings", verbose_name=_("estate")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    hours = models.CharField(_("usual hours"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_posting_does_not_end_before_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "estate"], condition=Q(until=None),
                name="nobody_is_posted_twice_to_one_estate_without_end",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["estate", "since"], name="posting_by_estate")]

    def __str__(self) -> str:
        return f"{self.person} · {self.estate}"


class Stay(models.Model):
    """Minutes somebody of the team was in an estate on a day, beside its visits.

    Written by the team for the team: there is no person, no time of day and no location in it.
    """

    KIND: ClassVar = "stay"

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    estate = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=8, default=new_code, editable=False)

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=24 * 60), name="a_stay_lasts_within_a_day"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["estate", "on"], name="stay_by_estate")]

    def __str__(self) -> str:
        return f"{self.estate} {self.on}"
