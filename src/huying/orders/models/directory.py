"""The dispatch directory: who answers for what, and what was decided where it was in dispute."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.orders.models.category import Category
from huying.orders.models.order import Order
from huying.orgs.labels import ORG_KINDS
from huying.orgs.models import Organisation
from huying.orgs.states import OrgKind
from huying.places.models import Place


class DirectoryRow(models.Model):
    """Who leads orders of one category: a unit by name, or units of a kind that serve the place.

    `filing` and `closing` say when such an order is filed and when it is done, `evidence` what
    is asked for. Where the community may not lead, `basis` names the law; `exempt` says why it is
    left out of scores. `valid_until` excluded.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("place"),
    )  # fmt: skip
    lead_kind = models.CharField(
        _("kind of the lead handler"),
        max_length=24,
        blank=True,
        choices=[(kind.value, ORG_KINDS[kind]) for kind in OrgKind],
    )
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("lead handler"),
    )  # fmt: skip
    co_kinds = models.JSONField(_("kinds of co-handlers"), default=list, blank=True)
    filing = models.CharField(_("filed when"), max_length=300, blank=True)
    closing = models.CharField(_("done when"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence asked for"), max_length=200, blank=True)
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    community_may_lead = models.BooleanField(_("the community may lead"), default=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    exempt = models.CharField(_("left out of scores because"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("directory row")
        verbose_name_plural = _("dispatch directory")
        ordering: ClassVar = ["category__code", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | ~Q(lead_kind=""),
                name="a_directory_row_names_who_leads",
                violation_error_message=_("Say who leads: a unit, or a kind of unit."),
            ),
            models.CheckConstraint(
                condition=Q(community_may_lead=True) | ~Q(basis=""),
                name="what_a_community_may_not_lead_has_a_basis",
                violation_error_message=_("Say by which law the community may not lead it."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="a_directory_row_ends_after_it_begins",
                violation_error_message=_("It must end after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.category)


class Boundary(models.Model):
    """Who leads a category in a community, as an arbiter decided over one order sent back twice."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="boundaries")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["-decided_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["place", "category", "-decided_at"], name="boundary_of_matter")
        ]

    def __str__(self) -> str:
        return f"{self.category} at {self.place}: {self.lead}"
