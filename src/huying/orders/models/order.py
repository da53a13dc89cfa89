"""The order: the resident's words, where, what, how far, and who answers for it."""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.hashing import GENESIS
from huying.kernel.ids import new_id
from huying.orders.models.category import Category
from huying.orders.states import (
    NEEDS_LEAD,
    OPEN,
    AskState,
    Channel,
    OrderKind,
    OrderState,
    Result,
    Visit,
)
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.places.models import Place

if TYPE_CHECKING:
    from huying.orders.models.parts import Request

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
KIND = "order"


def _choices(
    words: type[OrderState | OrderKind | Channel | Result | Visit],
) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Order(models.Model):
    """One matter with one number, one state, one timeline and one responsible person.

    `place` is the finest place known; `community`, `street`, `district` repeat its
    ancestors so that every desk reads its list from one index. `next_due_at` is the
    nearest running promise, NEVER where none runs; `is_open` repeats the state for the indexes. `responsible_person` is the first
    contact and changes only by an explicit hand-over; `case_leader` takes a grave case on
    themselves beside them. `chain_head` is the last hash.
    `visited_at` and `visit_outcome` repeat the last visit: when someone was there, what came of it.
    """

    KIND: ClassVar = KIND

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True)
    query_code = models.CharField(max_length=8)
    state = models.CharField(max_length=16, choices=_choices(OrderState))
    is_open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    chain_head = models.CharField(max_length=64, default=GENESIS)

    kind = models.CharField(
        _("kind"), max_length=16, default=OrderKind.PROBLEM, choices=_choices(OrderKind)
    )
    channel = models.CharField(
        _("channel"), max_length=16, default=Channel.WEB, choices=_choices(Channel)
    )
    text = models.TextField(_("words"))
    summary = models.CharField(_("title"), max_length=120, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    safety = models.BooleanField(_("safety"), default=False)
    confidential = models.BooleanField(_("confidential"), default=False)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="orders")
    community = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    street = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    desk = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    responsible_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="answers_for"
    )
    lead_unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="leads", db_index=False
    )
    lead_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="handles"
    )
    case_leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="leads_cases", db_index=False
    )
    why_lead = models.CharField(max_length=300, blank=True)

    placed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(default=NEVER)
    result = models.CharField(max_length=16, blank=True, choices=_choices(Result))
    reply = models.TextField(blank=True)

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followers"
    )
    chases = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    reopens = models.PositiveSmallIntegerField(default=0)
    lead_fixed = models.BooleanField(default=False)
    supervised = models.BooleanField(default=False)
    awaits_reply = models.BooleanField(default=False)
    visited_at = models.DateTimeField(null=True)
    visit_outcome = models.CharField(max_length=16, blank=True, choices=_choices(Visit))
    source = models.CharField(max_length=32, blank=True)
    source_number = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=sorted(OPEN))
                | (Q(is_open=False) & ~Q(state__in=sorted(OPEN))),
                name="open_says_what_the_state_says",
            ),
            models.CheckConstraint(
                condition=Q(is_open=False)
                | Q(desk__isnull=False, responsible_person__isnull=False),
                name="an_open_order_has_one_responsible_unit_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NEEDS_LEAD))
                | Q(lead_unit__isnull=False, lead_person__isnull=False),
                name="an_order_under_way_has_one_lead_unit_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.MERGED, merged_into__isnull=False)
                | Q(merged_into=None)
                | Q(state=OrderState.ARCHIVED),
                name="only_a_merged_order_follows_another",
            ),
            models.CheckConstraint(
                condition=Q(visited_at=None, visit_outcome="")
                | (Q(visited_at__isnull=False) & ~Q(visit_outcome="")),
                name="a_visit_has_a_time_and_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source_number=""),
                name="another_systems_order_comes_once",
            ),
        ]
        indexes: ClassVar = (
            [
                models.Index(
                    fields=[level, "next_due_at", "id"],
                    condition=Q(is_open=True),
                    name=f"open_by_{level}_due",
                )
                for level in ("community", "street", "district", "lead_unit")
            ]
            + [
                models.Index(fields=[level, "placed_at", "id"], name=f"all_by_{level}_placed")
                for level in ("community", "street", "district")
            ]
            + [
                models.Index(
                    fields=["case_leader"],
                    condition=Q(is_open=True, case_leader__isnull=False),
                    name="open_by_case_leader",
                ),
                models.Index(
                    fields=["visited_at"],
                    condition=Q(is_open=True, visited_at__isnull=False),
                    name="open_by_visit",
                ),
            ]
        )

    def __str__(self) -> str:
        return self.number

    @property
    def place_path(self) -> str:
        """The tree path of the order's place."""
        return str(self.place.path)

    @property
    def title(self) -> str:
        """The desk's title, else the first line of the resident's words."""
        return self.summary or self.text.strip().split("\n", 1)[0][:60]

    @cached_property
    def waiting(self) -> "dict[str, Request]":
        """The requests nobody has decided yet, by what is asked; a move reads them afresh."""
        undecided = self.requests.filter(state=AskState.REQUESTED).select_related("asked_by")
        return {request.ask: request for request in undecided}

    def moved(self, **columns: object) -> None:
        """Bring the order in hand up to date with what a move wrote."""
        vars(self).pop("waiting", None)
        for column, value in columns.items():
            setattr(self, column, value)
