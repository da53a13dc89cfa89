"""The resident's judgement."""

from typing import ClassVar

from django.db import models

from huying.orders.models.order import Order
from huying.orders.states import Channel


class Rating(models.Model):
    """Three answers, once per round of handling: solved? satisfied? in your words.

    `solved` or `satisfied` None means the question was put and not answered. `answers` are yes or
    no to what the practice of the place asks besides, by the codes of its questions.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=0)
    solved = models.BooleanField(null=True)
    satisfied = models.BooleanField(null=True)
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    channel = models.CharField(max_length=16, choices=[(c.value, c.value) for c in Channel])
    by_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "round"], name="a_round_is_judged_once"),
        ]

    def __str__(self) -> str:
        return f"judgement of {self.order_id}"
