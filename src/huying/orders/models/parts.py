"""Facts about an order that have an owner and a time of their own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.kernel.ids import new_id
from huying.orders.models.order import Order
from huying.orders.states import Ask, AskState, Degree, NoteKind
from huying.orgs.models import Organisation
from huying.people.models import Person


class Contact(models.Model):
    """How to reach the resident; behind its own grant, every opening on record.

    When someone placed the order for the resident, `agent_*` says who, and how the
    resident agreed. `words` are the resident's words as they came, where a telephone number
    was taken out of those that everyone at the order reads. `wechat` is who they are to our
    service account there, blank until they let us write to it; nobody is ever shown it.
    """

    order = models.OneToOneField(
        Order, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    wechat = models.CharField(max_length=64, blank=True, editable=False)
    agent_name = models.CharField(max_length=60, blank=True)
    agent_relation = models.CharField(max_length=60, blank=True)
    consent = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["phone"], condition=~Q(phone=""), name="contact_by_phone"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agent_name="") | ~Q(consent=""),
                name="an_agent_names_the_consent_they_have",
            ),
        ]

    def __str__(self) -> str:
        return f"contact of {self.order_id}"


class Note(models.Model):
    """Words added to an order; `seq` is the record that says when and by whom."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notes")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in NoteKind])
    text = models.TextField()
    public = models.BooleanField(default=False)
    by_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq", "id"]
        indexes: ClassVar = []

    def __str__(self) -> str:
        return f"{self.kind} on {self.order_id}"


class Request(models.Model):
    """A handler's request for return, extension or hold, and how it was decided."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="requests")
    ask = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Ask])
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in AskState], default=AskState.REQUESTED
    )
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order", "ask"],
                condition=Q(state=AskState.REQUESTED),
                name="one_open_request_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=AskState.REQUESTED) | Q(decided_at__isnull=False),
                name="a_decided_request_says_when",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_request_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.ask} of {self.order_id}"


class Supervision(models.Model):
    """An instruction from above that asks for a reply, perhaps by a day; the latest one counts."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="supervisions")
    degree = models.CharField(max_length=12, default=Degree.ORDINARY.value)
    instruction = models.CharField(max_length=500)
    reply_by = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=120)
    at = models.DateTimeField()
    reply = models.CharField(max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(replied_at=None, reply="")
                | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="a_reply_says_something_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.degree} supervision of {self.order_id}"


class CoHandler(models.Model):
    """A unit that helps the lead."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="co_handlers")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "unit"], name="a_unit_helps_an_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} on {self.order_id}"


class Merge(models.Model):
    """One order following another because they are the same matter; can be undone."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="merged_here")
    was = models.CharField(max_length=16)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(undone_at=None), name="an_order_follows_one_other"
            ),
            models.CheckConstraint(
                condition=~Q(order=models.F("into")), name="an_order_does_not_follow_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} into {self.into_id}"
