"""Persons, the accounts they sign in with, the posts they hold, and API tokens."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.people.labels import ROLES
from huying.people.roles import Role
from huying.places.models import Place


class Mode(models.TextChoices):
    """How a person is reached best."""

    APP = "app", _("App")
    PHONE = "phone", _("Phone")
    PAPER = "paper", _("Paper")


class Person(models.Model):
    """One human being, once; an account is something a person may have.

    `wechat` is who they are to our service account there, blank until they let us write to it.
    """

    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=24, blank=True)
    wechat = models.CharField(max_length=64, blank=True, editable=False)
    mode = models.CharField(_("reached by"), max_length=8, choices=Mode.choices, default=Mode.APP)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.name


class Account(AbstractUser):
    """A way to sign in; everything it may do comes from the posts of its person."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")


class Post(models.Model):
    """A role a person holds in a place from one day until another (that day excluded)."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="posts", verbose_name=_("place")
    )
    role = models.CharField(
        _("role"), max_length=32, choices=[(role.value, ROLES[role]) for role in Role]
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "place", "role", "since"], name="a_post_is_begun_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="a_post_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place", "role"], name="post_by_place")]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.place}"


class Cover(models.Model):
    """Someone stands in for a colleague from one day until another (that day excluded).

    A cover ended on the day it began, or before, has no days at all. Rows are kept.
    """

    away = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    since = models.DateField(_("away from"))
    until = models.DateField(_("back on"))

    class Meta:
        verbose_name = _("cover")
        verbose_name_plural = _("covers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(away=F("stand_in")), name="nobody_stands_in_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="nobody_is_back_before_they_are_away"
            ),
            models.UniqueConstraint(
                fields=["away", "since"],
                condition=Q(until__gt=F("since")),
                name="nobody_goes_away_twice_on_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["until"], name="cover_by_end")]

    def __str__(self) -> str:
        return f"{self.stand_in} for {self.away}"


class ApiToken(models.Model):
    """A bearer token of an account; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
