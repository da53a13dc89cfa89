"""Organisations, who belongs to them, and what they are qualified for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.orgs.labels import DUTIES, ORG_KINDS
from huying.orgs.rules import is_odd_credit_code
from huying.orgs.states import Duty, OrgKind
from huying.people.models import Person
from huying.places.models import Place


class Organisation(models.Model):
    """A body that can answer: its kind, where it works, and until when."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=24, choices=[(k.value, ORG_KINDS[k]) for k in OrgKind]
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("place"),
    )
    registration = models.CharField(_("registration number"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=24, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    brand = models.CharField(_("brand"), max_length=60, blank=True)
    specialities = models.JSONField(_("specialities"), default=list, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar = [models.Index(fields=["place", "kind"], name="organisation_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def credit_code_is_odd(self) -> bool:
        """Whether its registration number looks like a credit code and cannot be one."""
        return is_odd_credit_code(self.registration)


class Member(models.Model):
    """A person's duty in an organisation from one day until another (that day excluded)."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="members",
        verbose_name=_("organisation"),
    )  # fmt: skip
    duty = models.CharField(_("duty"), max_length=16, choices=[(d.value, DUTIES[d]) for d in Duty])
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "duty", "since"], name="a_duty_is_begun_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="a_duty_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class Qualification(models.Model):
    """A licence or certificate an organisation holds."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="qualifications",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(_("number"), max_length=60, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")

    def __str__(self) -> str:
        return self.name
