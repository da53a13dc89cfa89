"""One table for the whole tree, from a district down to a household."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import PROTECT, F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from huying.places.rules import check_boundary, normalise_address
from huying.places.states import (
    ESTATE_KIND_LABELS,
    GRID_KIND_LABELS,
    LEVEL_LABELS,
    EstateKind,
    GridKind,
    Level,
)

_BOX = ("min_lng", "min_lat", "max_lng", "max_lat")
_FACTS = frozenset({"name", "address", "boundary"})
_DERIVED = frozenset({*_BOX, "boundary", "lng", "lat", "name_key", "address_key"})
_ABOVE: dict[Level, tuple[str, ...]] = {
    Level.DISTRICT: (),
    Level.STREET: ("district",),
    Level.COMMUNITY: ("district", "street"),
}
_EVERY_ABOVE = ("district", "street", "community")


def _knows_above(level: Level) -> Q:
    above = _ABOVE.get(level, _EVERY_ABOVE)
    known = Q(level=level.value, **{f"{name}__isnull": False for name in above})
    # A district, street or community points at itself, which it cannot before it has an id:
    # its own column may be empty for the length of one transaction.
    return known & Q(**{f"{name}__isnull": True for name in _EVERY_ABOVE[len(above) + 1 :]})


def _all_levels_known() -> Q:
    known = _knows_above(Level.DISTRICT)
    for level in list(Level)[1:]:
        known |= _knows_above(level)
    return known


def _kind_only_at(level: Level, field: str, kinds: Iterable[str]) -> Q:
    return Q(level=level.value, **{f"{field}__in": [str(kind) for kind in kinds]}) | (
        ~Q(level=level.value) & Q(**{field: ""})
    )


def _all_null(*fields: str, null: bool) -> Q:
    return Q(**{f"{field}__isnull": null for field in fields})


# A comparison with NULL is neither true nor false, and a check lets that pass: say it twice.
_BOXED = _all_null("boundary", *_BOX, null=False) & Q(
    max_lng__gte=F("min_lng"), max_lat__gte=F("min_lat")
)
_ON_EARTH = _all_null("lng", "lat", null=False) & Q(
    lng__gte=-180, lng__lte=180, lat__gte=-90, lat__lte=90
)


class Place(MP_Node):  # type: ignore[misc, unused-ignore]
    """A node of the tree: district, street, community, grid, estate, building or household.

    `path` is the materialised path: four characters of `0-9A-Z` a level, so that one place
    lies in another exactly when its path starts with the other's. `district`, `street` and
    `community` repeat the ancestors (a community's own `community` is itself). `boundary` is
    GeoJSON, lng before lat, WGS-84; its box, `lng` and `lat` follow from it on save, as
    `name_key` and `address_key` follow from name and address. Places are never deleted: a
    place with `retired_on` takes no new orders and is no longer found.
    """

    # The tree library says nothing of types; to readers this is a plain manager of places.
    objects: ClassVar[models.Manager["Place"]] = MP_NodeManager()  # type: ignore[assignment, unused-ignore]

    code = models.CharField(_("place code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_key = models.TextField(editable=False)
    level = models.CharField(
        _("place level"),
        max_length=10,
        choices=[(level.value, LEVEL_LABELS[level]) for level in Level],
    )
    grid_kind = models.CharField(
        _("grid kind"),
        max_length=10,
        blank=True,
        choices=[(kind.value, GRID_KIND_LABELS[kind]) for kind in GridKind],
    )
    estate_kind = models.CharField(
        _("estate kind"),
        max_length=10,
        blank=True,
        choices=[(kind.value, ESTATE_KIND_LABELS[kind]) for kind in EstateKind],
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_key = models.TextField(editable=False, blank=True)
    boundary = models.JSONField(_("boundary"), null=True, blank=True)
    min_lng = models.FloatField(null=True, editable=False)
    min_lat = models.FloatField(null=True, editable=False)
    max_lng = models.FloatField(null=True, editable=False)
    max_lat = models.FloatField(null=True, editable=False)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    district = models.ForeignKey(
        "self", PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    street = models.ForeignKey(
        "self", PROTECT, null=True, blank=True, related_name="+", verbose_name=_("street")
    )
    community = models.ForeignKey(
        "self", PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    added_at = models.DateTimeField(_("added"))
    changed_at = models.DateTimeField(_("changed"))
    retired_on = models.DateField(_("retired"), null=True, blank=True)

    class Meta:
        """Constraints are sentences; indexes serve the tree, the map and the lists."""

        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            models.Index(fields=["depth", "path"], name="places_children_of"),
            models.Index(fields=["level", "path"], name="places_of_a_level_within"),
            # Only places with a boundary are in it, so a district of households stays cheap.
            models.Index(
                fields=["min_lng", "max_lng", "min_lat", "max_lat"],
                name="places_around_a_point",
                condition=Q(min_lng__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(name_key=""),
                name="a_place_has_a_code_and_a_name",
            ),
            models.CheckConstraint(
                condition=_all_levels_known(), name="a_place_knows_every_level_above_it"
            ),
            models.CheckConstraint(
                condition=_kind_only_at(Level.GRID, "grid_kind", GridKind),
                name="a_grid_and_only_a_grid_has_a_grid_kind",
            ),
            models.CheckConstraint(
                condition=_kind_only_at(Level.ESTATE, "estate_kind", EstateKind),
                name="an_estate_and_only_an_estate_has_an_estate_kind",
            ),
            models.CheckConstraint(
                condition=_all_null("boundary", *_BOX, null=True) | _BOXED,
                name="a_boundary_comes_with_its_whole_box",
            ),
            models.CheckConstraint(
                condition=_all_null("lng", "lat", null=True) | _ON_EARTH,
                name="a_point_is_whole_and_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def is_retired(self) -> bool:
        """Whether the place has been taken out of use."""
        return self.retired_on is not None

    def derive(self) -> None:
        """Bring keys, box and point in line with name, address and boundary.

        Refuses a boundary that is not a valid outline. A point given without a boundary, or
        beside one, is kept.
        """
        self.name_key = normalise_address(self.name)
        self.address_key = normalise_address(self.address)
        if self.boundary is None:
            self.min_lng = self.min_lat = self.max_lng = self.max_lat = None
            return
        outline = check_boundary(self.boundary)
        self.boundary = outline.geojson
        self.min_lng, self.min_lat = outline.box.min_lng, outline.box.min_lat
        self.max_lng, self.max_lat = outline.box.max_lng, outline.box.max_lat
        if self.lng is None or self.lat is None:
            self.lng, self.lat = outline.lng, outline.lat

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with everything derived; a partial save carries the derived columns along."""
        fields = kwargs.get("update_fields")
        if fields is None or not _FACTS.isdisjoint(fields):
            self.derive()
            kwargs["update_fields"] = None if fields is None else {*fields, *_DERIVED}
        super().save(*args, **kwargs)
