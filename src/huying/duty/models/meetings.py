"""The morning meeting of a community, and what is raised in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.duty.models.visits import Visit
from huying.duty.states import PLACED, Becomes
from huying.kernel.ids import new_id
from huying.orders.models import Order
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.models import Living


class Meeting(Living):
    """The meeting of one community on one morning."""

    KIND: ClassVar = "meeting"

    community = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("morning meeting")
        verbose_name_plural = _("morning meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "on"], name="a_community_meets_once_a_morning"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.on}"

    @property
    def place_path(self) -> str:
        """The tree path of the community."""
        return str(self.community.path)


class Item(models.Model):
    """A matter raised in a meeting: who owns it, and what it becomes.

    `becomes` is blank while nothing is decided. One that becomes a whistle has its order placed;
    the whistle itself is blown on that order.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    matter = models.TextField(_("matter"))
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    becomes = models.CharField(
        max_length=8, blank=True, choices=[(one.value, one.value) for one in Becomes]
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("matter of a meeting")
        verbose_name_plural = _("matters of a meeting")
        ordering: ClassVar = ["raised_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(becomes="", order=None, visit=None, decided_at=None)
                | Q(becomes=Becomes.NOTED.value, order=None, visit=None, decided_at__isnull=False)
                | Q(becomes=Becomes.VISIT.value, order=None, visit__isnull=False, decided_at__isnull=False)
                | Q(becomes__in=sorted(one.value for one in PLACED), order__isnull=False, visit=None, decided_at__isnull=False),
                name="what_a_matter_became_is_there",
            ),
            models.CheckConstraint(
                condition=Q(becomes="") | Q(owner__isnull=False), name="what_is_decided_has_an_owner"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["meeting"], condition=Q(becomes=""), name="matter_undecided"),
        ]

    def __str__(self) -> str:
        return self.matter[:60]
