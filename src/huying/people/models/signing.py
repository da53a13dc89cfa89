"""What is kept about signing in: wrong tries, codes that were used, codes sent, and what happened."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.kernel.ids import new_id
from huying.people.models.people import Account
from huying.people.states import Told


class WrongTries(models.Model):
    """Wrong passwords and codes in a row under one name, from one known browser or from all others.

    `name_key` is a keyed hash: people type passwords into the field for the name. `device` is ""
    for browsers in which this name never signed in.
    """

    name_key = models.CharField(max_length=64)
    device = models.CharField(max_length=32, blank=True)
    count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name_key", "device"], name="wrong_tries_are_counted_in_one_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} wrong tries"


class UsedCode(models.Model):
    """A code of an app that opened once and must not open again while it is valid."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="a_code_opens_once"),
        ]

    def __str__(self) -> str:
        return f"used by {self.account_id}"


class PhoneCode(models.Model):
    """A code sent to a telephone. Number and code are kept as keyed hashes; rows live for a day.

    `slot` is the minute it was sent in, so that two processes cannot send twice in one.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    phone_key = models.CharField(max_length=64)
    slot = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone_key", "slot"], name="a_number_gets_one_code_a_minute"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="a_code_lives_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"code sent at {self.sent_at}"


class SignInRecord(models.Model):
    """One thing that happened about signing in; the database refuses to change it, and to remove
    it before half a year is over.

    `account` is empty where no account has the name that was typed, and for residents; `by` is
    what was used (password, app, passkey …) or who did it.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=16, choices=Told.choices)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="sign_in_records"
    )
    address = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["account", "-at"], name="sign_in_by_account")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"
