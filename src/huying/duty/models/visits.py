"""A visit: where, whom, why, by when, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.duty.states import WAITING, Reason, VisitState
from huying.orders.models import Order
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.models import Living


class Visit(Living):
    """Somebody should go somewhere by a day for a reason; then who went, and what they found.

    `place` is the estate, or the community where there is none. `reason` is one of those a
    practice has, or blank with a `why` in plain words. `goes` is blank where whoever is posted
    there goes. `words`, `household` and `why` are private and sealed in the trail; so are the
    minutes. `cause` is what planned it by itself, once.
    """

    KIND: ClassVar = "visit"

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visits")
    household = models.CharField(_("household"), max_length=60, blank=True)
    reason = models.CharField(
        max_length=32, blank=True, choices=[(r.value, r.value) for r in Reason]
    )
    why = models.CharField(_("why"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    goes = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=64, blank=True)
    source_order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, related_name="visits_for_it"
    )
    follow_order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, related_name="visits_before_it"
    )

    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    outcome_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason="") | ~Q(why=""), name="a_visit_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=VisitState.DONE.value, done_by__isnull=False, done_on__isnull=False,
                    minutes__isnull=False,
                ) | (~Q(state=VisitState.DONE.value) & Q(done_on=None, minutes=None)),
                name="a_visit_that_was_made_and_only_that_has_a_day_and_minutes",
            ),
            models.UniqueConstraint(
                fields=["cause"], condition=~Q(cause=""), name="the_same_cause_plans_one_visit"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["place", "due_on"],
                condition=Q(state__in=sorted(state.value for state in WAITING)),
                name="visit_waiting",
            ),
            models.Index(
                fields=["place", "done_on"],
                condition=Q(state=VisitState.DONE.value),
                name="visit_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.due_on}"

    @property
    def place_path(self) -> str:
        """The tree path of the visit's place."""
        return str(self.place.path)
