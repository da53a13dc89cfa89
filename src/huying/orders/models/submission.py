"""Keys under which clients submit, so that a retry is answered and not repeated."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from huying.orders.models.order import Order


class Submission(models.Model):
    """A client's key, a digest of what it sent, and the order it got."""

    key = models.CharField(max_length=120, primary_key=True)
    body = models.CharField(max_length=64)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="submissions")
    answer = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
