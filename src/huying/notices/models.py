"""What people were told."""

from typing import ClassVar

from django.db import models

from huying.kernel.ids import new_id
from huying.orders.models import Order


class Notice(models.Model):
    """One thing told to one audience about one order; `key` makes telling it twice impossible."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notices")
    event = models.CharField(max_length=48)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.event} on {self.order_id}"
