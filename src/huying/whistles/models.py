"""A whistle on an order, the units it called, the doors they visit, and money laid out for it."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.kernel.ids import new_id
from huying.orders.models import Order
from huying.orgs.models import Organisation
from huying.places.doors import LONGEST_LABEL, LONGEST_NAME
from huying.trail.models import Living
from huying.whistles.states import OPEN, DoorState, ResponseState, WhistleState


class Whistle(Living):
    """One call to report in, about one order; an order has one open whistle at most.

    `is_open` repeats the state for the indexes; `meet_at` says in words where units report in.
    """

    KIND: ClassVar = "whistle"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="whistles")
    is_open = models.BooleanField(default=True)
    matter = models.CharField(max_length=500)
    meet_at = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    by_label = models.CharField(max_length=120)
    blown_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=2000, blank=True)
    lessons = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar = ["-blown_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(is_open=True),
                name="an_order_has_one_open_whistle",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=sorted(OPEN))
                | (Q(is_open=False) & ~Q(state__in=sorted(OPEN))),
                name="an_open_whistle_says_what_its_state_says",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WhistleState.SETTLED, WhistleState.REVIEWED])
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="a_settled_whistle_says_what_came_of_it_and_when",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"whistle {self.pk} on {self.order_id}"

    @property
    def place_path(self) -> str:
        """The tree path of its order's place."""
        return self.order.place_path


class Response(Living):
    """One called unit: what it promised, when it was there, what it did, how it helped.

    `helped` is what the community says of it afterwards; None until it does.
    """

    KIND: ClassVar = "response"

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="responses")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    action = models.CharField(max_length=2000, blank=True)
    helped = models.BooleanField(null=True)
    verdict = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["called_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["whistle", "unit"], name="a_whistle_calls_a_unit_once"
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[ResponseState.ON_SITE, ResponseState.ACTING, ResponseState.LEFT]
                )
                | Q(arrived_at__isnull=False),
                name="whoever_is_there_has_arrived",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResponseState.LEFT) | Q(left_at__isnull=False),
                name="whoever_left_has_left_at_a_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit} on {self.whistle_id}"

    @property
    def place_path(self) -> str:
        """The tree path of the order's place."""
        return self.whistle.place_path


class Door(Living):
    """One household visited together: what is to be handed out there, and what was, signed by whom.

    `things` and `given` are names in the order of the list; `tries` how often nobody was in;
    `note` the last words on it: why something is missing, or why it was passed by.
    """

    KIND: ClassVar = "door"

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="doors")
    label = models.CharField(max_length=LONGEST_LABEL)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    things = models.JSONField(default=list)
    given = models.JSONField(default=list)
    signed_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["whistle", "label", "name"], name="a_whistle_lists_a_door_once"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="a_door_has_a_label"),
            models.CheckConstraint(
                condition=Q(state=DoorState.TO_VISIT, ended_at=None, signed_by="")
                | Q(state=DoorState.DONE, ended_at__isnull=False) & ~Q(signed_by="")
                | Q(state=DoorState.EXCEPTED, ended_at__isnull=False, signed_by="") & ~Q(note=""),
                name="a_door_is_done_when_signed_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"door {self.pk} of {self.whistle_id}"

    @property
    def place_path(self) -> str:
        """The tree path of the order's place."""
        return self.whistle.place_path


class Advance(models.Model):
    """Money laid out in an emergency, in yuan, and how it was settled afterwards; never removed."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="advances")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    purpose = models.CharField(max_length=200)
    payee = models.CharField(max_length=120)
    fund = models.CharField(max_length=120)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True)
    settlement = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=Decimal(0)), name="an_advance_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settlement="")
                | (Q(settled_at__isnull=False) & ~Q(settlement="")),
                name="a_settled_advance_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.whistle_id}"
