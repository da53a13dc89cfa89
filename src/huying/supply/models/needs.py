"""Needs, who supports them, and what was decided about them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.orders.models import Category, Order
from huying.orders.states import OrderState
from huying.places.models import Place
from huying.supply.states import NeedState, SupportKind, WhyNot
from huying.trail.models import Living

MOST_PRESSING = 10
# What counts: not taken out, and no order that its resident took back or that was a mistake.
COUNTED = Q(ended_at=None) & (
    Q(order=None) | ~Q(order__state__in=(OrderState.WITHDRAWN, OrderState.VOIDED))
)


class Need(Living):
    """One matter many may want, in the community's words; who wants it are rows of their own.

    A `personal` one concerns a single person or household and is never published.
    `published_at` is when the public could first read it.
    """

    KIND = "need"

    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("words"), blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    personal = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    why_not = models.CharField(
        max_length=16, blank=True, choices=[(why.value, why.value) for why in WhyNot]
    )
    other_way = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        indexes: ClassVar = [
            models.Index(fields=["place", "state", "-raised_at"], name="needs_of_a_place")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in NeedState]),
                name="a_need_stands_somewhere",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_need_says_what_is_needed"),
            models.CheckConstraint(
                condition=Q(state=NeedState.MERGED, merged_into__isnull=False)
                | (~Q(state=NeedState.MERGED) & Q(merged_into=None)),
                name="only_a_merged_need_is_part_of_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.DECLINED) | (~Q(why_not="") & ~Q(other_way="")),
                name="a_declined_need_has_a_reason_and_another_way",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.CLOSED) | (~Q(result="") & Q(closed_at__isnull=False)),
                name="a_need_that_was_met_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=Q(personal=False) | Q(published_at=None),
                name="what_concerns_one_person_is_not_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place_path(self) -> str:
        """The tree path of the need's place."""
        return str(self.place.path)


class Support(models.Model):
    """Who wants it: an order, households counted from door to door, a representative of neighbours.

    `count` is how many households stand behind it. After a merge `came_with` is the need it was
    added to first. One that was taken out has `ended_at` and counts no more (`COUNTED`).
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="supports")
    kind = models.CharField(
        max_length=16, choices=[(kind.value, kind.value) for kind in SupportKind]
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="supports")
    count = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=120, blank=True)
    by_whom = models.CharField(max_length=60, blank=True)
    counted_on = models.DateField()
    came_with = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, related_name="gave_away"
    )
    added_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(ended_at=None), name="an_order_supports_one_need"
            ),
            models.CheckConstraint(
                condition=Q(kind=SupportKind.ORDER, order__isnull=False, count=1)
                | (~Q(kind=SupportKind.ORDER) & Q(order=None) & ~Q(by_whom="")),
                name="a_support_is_an_order_or_says_who_speaks",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SupportKind.SURVEY) | ~Q(source=""),
                name="a_count_says_where_it_comes_from",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="a_support_counts_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class Assessment(models.Model):
    """What was decided about a need: how many wanted it then, how pressing it is, in which words."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="assessments")
    supporters = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()
    decision = models.TextField()
    decided_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=MOST_PRESSING) & ~Q(decision=""),
                name="an_assessment_has_a_score_and_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.decision[:40]}"
