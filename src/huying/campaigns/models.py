"""A campaign, where it happens, whom it is to reach, who came by, and what each closing said."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.campaigns.states import Basis, CampaignState, CheckInState
from huying.kernel.ids import new_id
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.models import Living

KIND = "campaign"
CHECK_INS = "check_ins"
"""The chain of a campaign's batches, beside its own: so that a day of syncs moves nothing."""


class Campaign(Living):
    """A one-day activity in a place; `closings` is how often it was closed.

    `expected` is the headcount that was planned for, where heads are counted; no target for
    anybody.
    """

    KIND: ClassVar[str] = KIND

    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=500, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    basis = models.CharField(max_length=8, choices=[(b.value, b.value) for b in Basis])
    expected = models.PositiveIntegerField(null=True)
    closings = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["-held_on", "-id"], name="campaign_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_campaign_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CampaignState]),
                name="a_campaign_stands_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.HEADS) | Q(expected=None),
                name="a_list_is_its_own_expectation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_path(self) -> str:
        """The tree path of its place."""
        return str(self.place.path)


class Point(models.Model):
    """A spot where it happens; a point that was given up keeps what came in there."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="points")
    name = models.CharField(max_length=60)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                condition=Q(dropped_at=None),
                name="no_two_points_of_a_campaign_have_one_name",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_point_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Leader(models.Model):
    """Who leads a point, from when until when."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="leaders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["point", "person"],
                condition=Q(until_at=None),
                name="a_person_leads_a_point_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")),
                name="nobody_stops_leading_before_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.point_id}"


class Target(models.Model):
    """A household or person to reach: a door as people say it, at will a name.

    `group` is the building it is listed under; `place` its place in the tree, where it has one.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    label = models.CharField(max_length=80)
    name = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=80, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["campaign", "group"], name="target_by_group")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "label", "name"],
                condition=Q(struck_at=None),
                name="a_target_is_listed_once",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="a_target_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label


class CheckIn(models.Model):
    """Someone was reached: what the device said, when it arrived, and whether it counts.

    `noted_at` is the device's own time, `offset_minutes` its zone, `sent_at` what its clock said
    on sending, `estimated_at` what follows of when it was by ours. `round` is how many closings
    there were when it arrived: above 0 it is late. `batch` is its record in the chain.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="check_ins")
    key = models.CharField(max_length=64)
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, null=True, related_name="check_ins"
    )
    point = models.ForeignKey(Point, on_delete=models.PROTECT, null=True, related_name="+")
    device = models.CharField(max_length=40)
    noted_at = models.DateTimeField(null=True)
    offset_minutes = models.SmallIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    estimated_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CheckInState])
    round = models.PositiveSmallIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_round = models.PositiveSmallIntegerField(null=True)
    batch = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["campaign", "state"], name="check_in_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "key"], name="a_key_checks_in_once_in_a_campaign"
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(state=CheckInState.COUNTED),
                name="a_target_is_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(state=CheckInState.UNDONE, undone_at__isnull=False, undone_round__isnull=False)
                | (~Q(state=CheckInState.UNDONE) & Q(undone_at=None, undone_round=None)),
                name="what_was_undone_says_when",
            ),
            models.CheckConstraint(
                condition=Q(estimated_at__lte=F("received_at")),
                name="nothing_happened_after_it_arrived",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.key} of {self.campaign_id}"


class Closing(models.Model):
    """What a closing said, fixed: how many were reached, and the list of who was not.

    `missed` are ids of targets in the order of the list; `points` is how many by point id.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="closed")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    total = models.PositiveIntegerField()
    targets = models.PositiveIntegerField(null=True)
    missed = models.JSONField(default=list)
    points = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "number"], name="a_closing_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return f"closing {self.number} of {self.campaign_id}"
