"""Append-only records, daily digests, and the outbox."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from huying.kernel.hashing import GENESIS
from huying.kernel.ids import new_id
from huying.kernel.numbers import new_code


class Record(models.Model):
    """One thing that happened to one subject; the database refuses to change or remove it.

    `at` is when it happened, `recorded_at` when it was written, `holder` who holds the
    time from here on ("" = unchanged), `hash` covers everything else and `prev_hash`.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    by_label = models.CharField(max_length=120)
    by_person = models.BigIntegerField(null=True)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    move = models.CharField(max_length=32)
    source = models.CharField(max_length=24, blank=True)
    target = models.CharField(max_length=24, blank=True)
    holder = models.CharField(max_length=16, blank=True)
    given = models.JSONField(encoder=DjangoJSONEncoder)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["subject_kind", "subject_id", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "seq"],
                name="a_chain_has_one_record_per_place",
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="a_chain_begins_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.seq} {self.move}"


class Living(models.Model):
    """What every thing with a life keeps of its own chain: where it stands, how often it moved.

    `KIND` names its chain, `chain_head` is the last hash, `salt` hides its sealed words.
    """

    KIND: ClassVar[str]

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=0)
    chain_head = models.CharField(max_length=64, default=GENESIS)
    salt = models.CharField(max_length=8, default=new_code, editable=False)

    class Meta:
        abstract = True

    def moved(self, **columns: object) -> None:
        """Bring the one in hand up to date with what a move wrote."""
        for column, value in columns.items():
            setattr(self, column, value)


class DayDigest(models.Model):
    """The published fingerprint of every record written in one local day.

    `root` is a Merkle root over the record hashes in id order; `hash` chains the days.
    """

    day = models.DateField(primary_key=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.hash[:12]}"


class Message(models.Model):
    """An event that happened, written with its cause; `spread_at` is when its deliveries were made."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    event = models.CharField(max_length=48)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    payload = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(spread_at=None), name="message_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_kind} {self.subject_id}"


class Delivery(models.Model):
    """One message on its way to one handler; done exactly once, tried until then."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "handler"], name="a_message_reaches_a_handler_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(next_try_at=None),
                name="a_done_delivery_is_not_tried_again",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.handler}"
