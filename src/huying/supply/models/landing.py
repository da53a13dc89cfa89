"""Landings: one need, what meets it, who takes it, by what measure and day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.places.models import Place
from huying.supply.models.needs import Need
from huying.supply.models.offering import Resource, ServiceItem
from huying.supply.states import LandingState
from huying.trail.models import Living


class Landing(Living):
    """How one need is met: with resources or items, by an owner, a measure and a day.

    That it has at least one resource or item is held by its table and by `verify`. `outcome` is
    what was done, or why it was dropped.
    """

    KIND = "landing"

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="landings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(_("measure"), max_length=300)
    due_on = models.DateField(_("due on"))
    owner_unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="landings"
    )
    owner_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="landings"
    )
    resources = models.ManyToManyField(Resource, related_name="landings", through="LandingResource")
    items = models.ManyToManyField(ServiceItem, related_name="landings", through="LandingItem")
    planned_at = models.DateTimeField()
    landed_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("landing")
        verbose_name_plural = _("landings")
        indexes: ClassVar = [
            models.Index(fields=["place", "state", "due_on"], name="landings_of_a_place"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in LandingState]),
                name="a_landing_stands_somewhere",
            ),
            models.CheckConstraint(condition=~Q(measure=""), name="a_landing_has_a_measure"),
            models.CheckConstraint(
                condition=Q(owner_unit__isnull=False) | Q(owner_person__isnull=False),
                name="a_landing_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(state=LandingState.LANDED, landed_on__isnull=False) & ~Q(outcome="")
                | (~Q(state=LandingState.LANDED) & Q(landed_on=None)),
                name="what_landed_has_a_day_and_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.measure

    @property
    def place_path(self) -> str:
        """The tree path of the place of its need."""
        return str(self.place.path)


class LandingResource(models.Model):
    """A resource a landing is done with."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    landing = models.ForeignKey(Landing, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["landing", "resource"], name="a_landing_names_a_resource_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.landing_id} with {self.resource_id}"


class LandingItem(models.Model):
    """A service item a landing is done by."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    landing = models.ForeignKey(Landing, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["landing", "item"], name="a_landing_names_an_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.landing_id} by {self.item_id}"
