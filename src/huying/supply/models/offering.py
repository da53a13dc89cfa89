"""What there is, and what is offered: resources and service items of a place."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.orders.models import Category
from huying.orgs.models import Organisation
from huying.places.models import Place
from huying.supply.states import Mode, ResourceKind, Sort

RESOURCE, ITEM = "resource", "service_item"


class Lasting(models.Model):
    """What a place keeps from one day until another, that day excluded; ended, never deleted.

    What is kept `inside` is not published.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    name = models.CharField(_("name"), max_length=80)
    note = models.CharField(_("note"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    inside = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def place_path(self) -> str:
        """The tree path of its place."""
        return str(self.place.path)


class Resource(Lasting):
    """A room, a skill, a tool, a service, money or ground that someone shares.

    It belongs to a unit or to a person by name. `contact` and `owner_name` stay inside;
    `capacity` is how many it serves at once, `specialities` are words for what it is good for.
    """

    kind = models.CharField(
        _("kind"), max_length=16, choices=[(kind.value, kind.value) for kind in ResourceKind]
    )
    owner_unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    owner_name = models.CharField(max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    lng = models.FloatField(_("longitude"), null=True)
    lat = models.FloatField(_("latitude"), null=True)
    hours = models.CharField(max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=24, blank=True)
    contact = models.CharField(max_length=60, blank=True)
    specialities = models.JSONField(_("specialities"), default=list)
    capacity = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering: ClassVar = ["kind", "name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_resource_has_a_name"),
            models.CheckConstraint(
                condition=Q(owner_unit__isnull=False) | ~Q(owner_name=""),
                name="a_resource_belongs_to_someone",
            ),
            models.CheckConstraint(
                condition=Q(lng=None, lat=None)
                | Q(lng__isnull=False, lat__isnull=False, lng__gte=-180, lng__lte=180,
                    lat__gte=-90, lat__lte=90),
                name="the_point_of_a_resource_is_whole_and_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_resource_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(inside=False) | Q(published_at=None),
                name="a_resource_kept_inside_is_not_published",
            ),
        ]  # fmt: skip


class ServiceItem(Lasting):
    """One thing a community does for residents, or says that it may not, with the office that does.

    `code` is the item's name in the practice it was taken over from (`source`). `category` is
    the class of orders that ask for it, so that what was done can be counted.
    """

    code = models.CharField(max_length=60)
    source = models.CharField(max_length=64, blank=True)
    sample = models.BooleanField(default=False)
    group = models.CharField(max_length=80, blank=True)
    sort = models.CharField(
        max_length=16, default=Sort.REGULAR, choices=[(one.value, one.value) for one in Sort]
    )
    free = models.BooleanField(default=True)
    mode = models.CharField(
        max_length=16, default=Mode.ON_SITE, choices=[(mode.value, mode.value) for mode in Mode]
    )
    eligible = models.CharField(max_length=120, blank=True)
    papers = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField(default=0)
    offered = models.BooleanField(default=True)
    office = models.CharField(max_length=80, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    providers = models.ManyToManyField(Organisation, related_name="+", through="ItemProvider")
    resources = models.ManyToManyField(Resource, related_name="items", through="ItemResource")

    class Meta:
        verbose_name = _("service item")
        verbose_name_plural = _("service items")
        ordering: ClassVar = ["-offered", "-sort", "group", "code", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code=""), name="an_item_has_a_code_and_a_name"
            ),
            models.CheckConstraint(
                condition=Q(offered=True) | ~Q(office=""),
                name="what_is_not_offered_names_the_office_to_go_to",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="an_item_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(inside=False) | Q(published_at=None),
                name="an_item_kept_inside_is_not_published",
            ),
            models.UniqueConstraint(
                fields=["place", "code"], condition=Q(until=None),
                name="a_place_has_an_item_once",
            ),
        ]  # fmt: skip


class ItemProvider(models.Model):
    """A unit that provides an item."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "unit"], name="a_unit_provides_an_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} by {self.unit_id}"


class ItemResource(models.Model):
    """A resource an item is given with."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "resource"], name="an_item_is_given_with_a_resource_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} with {self.resource_id}"
