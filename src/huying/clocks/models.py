"""Limits as rows, the calendar's own rows, running clocks, their pauses and marks."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.kernel.limits import Unit
from huying.places.models import Place


def default_shares() -> list[float]:
    """Shares of a limit at which people are warned when a rule says nothing."""
    return [0.5, 0.8]


class LimitRule(models.Model):
    """How long a named clock may run, for which orders, and from when this rule counts.

    Blank conditions match everything; the rule with the most conditions wins. A clock is
    started by the move named in `starts_on`. `extension_cap` is how many days past the
    first due time an extension may reach (0 = none). `tell` maps a share ("0.5", "1") to the
    audiences that hear of it; at a share it does not name, whoever the routes of notices name.
    """

    clock = models.CharField(_("clock"), max_length=24)
    starts_on = models.CharField(_("starts on"), max_length=32)
    amount = models.PositiveIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=16, choices=[(u.value, u.value) for u in Unit])
    warn_shares = models.JSONField(_("warn at shares"), default=default_shares, blank=True)
    tell = models.JSONField(_("whom to tell at which share"), default=dict, blank=True)
    extension_cap = models.PositiveIntegerField(_("longest extension in days"), default=0)
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
    )
    kind = models.CharField(_("kind"), max_length=16, blank=True)
    category = models.CharField(_("category code"), max_length=32, blank=True)
    grade = models.CharField(_("grade"), max_length=4, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="a_limit_is_at_least_one"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="a_limit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.amount} {self.unit}"


class CalendarDay(models.Model):
    """A day on which this installation knows better than the library: workday or rest day."""

    day = models.DateField(_("day"), primary_key=True)
    is_workday = models.BooleanField(_("workday"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {'work' if self.is_workday else 'rest'}"


class CalendarChange(models.Model):
    """One change of a calendar day, so that it can be told what the calendar said before.

    `was` is null where nothing was entered for the day. Never changed, never removed.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    is_workday = models.BooleanField()
    was = models.BooleanField(null=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.day} at {self.at}"


class AnnouncedYear(models.Model):
    """A year whose official notice has been entered in full through calendar days."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("announced year")
        verbose_name_plural = _("announced years")

    def __str__(self) -> str:
        return str(self.year)


class Outcome(models.TextChoices):
    """How a clock ended, or will end: blank while it is open and not late."""

    MET = "met", _("Met")
    BREACHED = "breached", _("Breached")


class Clock(models.Model):
    """One promise on one subject, with the limit it was made under.

    `due_at` is null while paused; `marked` is the last share reached, `next_mark_at` when
    the next one comes. `imported` outcomes come from another system's word.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    name = models.CharField(max_length=24)
    rule = models.ForeignKey(LimitRule, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    warn_shares = models.JSONField(default=list)
    started_at = models.DateTimeField()
    first_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    extended_to = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)
    provisional = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    marked = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal(0))
    next_mark_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["started_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "name"],
                condition=Q(stopped_at=None),
                name="a_clock_runs_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None) | Q(due_at=None), name="a_paused_clock_has_no_due_time"
            ),
            models.CheckConstraint(
                condition=Q(next_mark_at=None) | (Q(paused_at=None) & Q(stopped_at=None)),
                name="only_a_running_clock_has_a_next_mark",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_mark_at", "id"],
                condition=Q(next_mark_at__isnull=False),
                name="clock_marks_to_come",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="clock_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.subject_kind} {self.subject_id}"


class ClockPause(models.Model):
    """A span in which a clock stood still, and why."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["begun_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(ended_at=None),
                name="a_clock_is_paused_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")),
                name="a_pause_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.clock_id}"


class ClockMark(models.Model):
    """A warning (share below 1) or a breach (share 1), once per clock and share."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="marks")
    share = models.DecimalField(max_digits=4, decimal_places=3)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["share"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock", "share", "due_at"], name="a_share_is_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share} of {self.clock_id}"
