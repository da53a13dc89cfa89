"""What people are told, and the table that says so."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.notices.labels import AUDIENCES
from huying.notices.states import UNDER_WAY, Audience, Stand, Way
from huying.orders.models import Order
from huying.people.models import Person

_UNDER_WAY = sorted(stand.value for stand in UNDER_WAY)


class Notice(models.Model):
    """One thing told to one person about one order, by one way, in exactly these words.

    `key` makes telling it twice impossible; `person` is a member of staff, None the resident of
    the order. `next_try_at` is set exactly while it waits to be sent.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notices")
    event = models.CharField(max_length=48)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    audience = models.CharField(max_length=16, default=Audience.RESIDENT.value)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="notices")
    way = models.CharField(max_length=8, default=Way.PAGE.value)
    text = models.TextField(blank=True)
    stand = models.CharField(max_length=12, default=Stand.SENT.value)
    urgent = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    carrier_id = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stand__in=_UNDER_WAY, next_try_at__isnull=False)
                | (~Q(stand__in=_UNDER_WAY) & Q(next_try_at=None)),
                name="a_notice_that_waits_says_until_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(next_try_at__isnull=False),
                name="notice_waiting",
            ),
            models.Index(
                fields=["person", "-at"], condition=Q(person__isnull=False), name="notice_inbox"
            ),
            models.Index(
                fields=["stand", "-at"],
                condition=Q(stand__in=[Stand.GIVEN_UP.value, Stand.CALL_BACK.value]),
                name="notice_by_hand",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.event} on {self.order_id}"


class Route(models.Model):
    """Who is told of an event, in which words and by which ways, from one day until another."""

    event = models.CharField(_("event"), max_length=48)
    audience = models.CharField(
        _("audience"), max_length=16, choices=[(one.value, AUDIENCES[one]) for one in Audience]
    )
    ways = models.JSONField(_("ways, in order"), default=list)
    text = models.CharField(_("text"), max_length=300)
    urgent = models.BooleanField(_("also in quiet hours"), default=False)
    digest = models.BooleanField(_("collected"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("route of a notice")
        verbose_name_plural = _("routes of notices")
        ordering: ClassVar = ["event", "audience", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "audience", "valid_from"], name="a_route_begins_once_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="a_route_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.audience}"
