"""Entries of the ledgers, visits to the people in them, named grants, and every look."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.care.states import (
    STANDING,
    Basis,
    ConsentBy,
    ConsentHow,
    Depth,
    Ending,
    EntryState,
    GrantState,
    Look,
)
from huying.kernel.ids import new_id
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.models import Living

_FORGOTTEN = Q(
    name="", id_sealed="", id_mark="", phone_sealed="", health_sealed="", address="",
    guardian="", seal_salt="", birth_year=None, place=None,
)  # fmt: skip


def _of(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kind]


class Entry(Living):
    """One person in one ledger of one community, by name.

    `id_sealed`, `phone_sealed` and `health_sealed` are sealed with a key that is not in the
    database; `id_mark` is a keyed hash that finds the same number again. `seal_salt`, sealed
    too, is the salt of what the trail seals: once it is erased nobody can confirm a guess.
    `place` is where the person lives, at the community or below. `erase_on` is the day on which
    what has ended is forgotten. `every_days` is how often somebody is to look in.
    """

    KIND = "care"
    twin = False
    """Whether the same person stands in the same ledger already; found out before a move."""

    ledger = models.CharField(_("ledger"), max_length=32)
    community = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True)
    id_sealed = models.TextField(blank=True)
    id_mark = models.CharField(max_length=64, blank=True)
    phone_sealed = models.TextField(blank=True)
    health_sealed = models.TextField(blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    guardian = models.CharField(_("guardian"), max_length=60, blank=True)
    seal_salt = models.TextField(blank=True)
    purpose = models.CharField(_("purpose"), max_length=200)
    basis = models.CharField(_("legal basis"), max_length=16, choices=_of(Basis))
    basis_words = models.CharField(max_length=200, blank=True)
    consent_on = models.DateField(null=True)
    consent_by = models.CharField(max_length=16, blank=True, choices=_of(ConsentBy))
    consent_how = models.CharField(max_length=16, blank=True, choices=_of(ConsentHow))
    since = models.DateField(_("since"))
    review_on = models.DateField(_("review date"))
    every_days = models.PositiveSmallIntegerField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    registered_on = models.DateField()
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=16, blank=True, choices=_of(Ending))
    ended_at = models.DateTimeField(null=True)
    erase_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("entry of a ledger")
        verbose_name_plural = _("entries of ledgers")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=EntryState.ERASED) | (~Q(purpose="") & ~Q(basis="")),
                name="nobody_is_kept_without_purpose_and_basis",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.CONSENT)
                | (Q(consent_on__isnull=False) & ~Q(consent_by="") & ~Q(consent_how="")),
                name="consent_says_when_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(STANDING), erase_on=None)
                | (~Q(state__in=sorted(STANDING)) & Q(erase_on__isnull=False)),
                name="what_has_ended_has_a_day_to_be_erased",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.ERASED) | _FORGOTTEN,
                name="of_the_erased_nothing_personal_is_left",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.ERASED)
                | (~Q(name="") & ~Q(seal_salt="") & Q(place__isnull=False)),
                name="whoever_is_kept_has_a_name_and_a_place",
            ),
            models.UniqueConstraint(
                fields=["community", "ledger", "id_mark"],
                condition=Q(state__in=sorted(STANDING)) & ~Q(id_mark=""),
                name="a_person_stands_in_a_ledger_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ledger", "community", "state"], name="care_by_ledger"),
            models.Index(
                fields=["erase_on"],
                condition=Q(state__in=[EntryState.ENDED, EntryState.WITHDRAWN]),
                name="care_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.pk}"

    @property
    def place_path(self) -> str:
        """Where in the tree it stands: where the person lives, at least their community."""
        return str(self.place.path if self.place else self.community.path)

    def about(self, column: str) -> str:
        """What a seal in this column is bound to."""
        return f"care.entry.{self.pk}.{column}"


class CareVisit(models.Model):
    """Somebody was there: who, when, and in sealed words what there is to say; erased with the entry."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="visits")
    seq = models.PositiveIntegerField()
    seen_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words_sealed = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-seen_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "seq"], name="a_visit_has_one_record"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    def about(self) -> str:
        """What the sealed words are bound to."""
        return f"care.visit.{self.entry_id}.{self.seq}"


class NamedGrant(Living):
    """Someone may read one ledger at one place and below for a time (`until` excluded), and why."""

    KIND = "care_grant"
    works_here = False
    """Whether who gets it works at or around the place; found out before it is given."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_grants")
    ledger = models.CharField(_("ledger"), max_length=32)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    depth = models.CharField(max_length=8, choices=_of(Depth))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("named grant")
        verbose_name_plural = _("named grants")
        ordering: ClassVar = ["-given_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="a_grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("given_by")), name="nobody_gives_a_grant_to_themselves"
            ),
            models.CheckConstraint(
                condition=Q(state=GrantState.GIVEN, revoked_at=None)
                | Q(state=GrantState.REVOKED, revoked_at__isnull=False),
                name="a_revoked_grant_says_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "until"], name="care_grant_by_person")]

    def __str__(self) -> str:
        return f"{self.depth} {self.ledger} {self.pk}"

    @property
    def place_path(self) -> str:
        """Where in the tree it holds."""
        return str(self.place.path)


class LookRecord(models.Model):
    """One look, or one that was refused (`denied`); the database refuses to change it, and to
    remove it before three years are over.

    `place` is the community, or where the viewer works for a ledger they may not open; `ledger`
    is "" for a list over several. `words` is what they said it was for.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16, choices=_of(Look))
    denied = models.BooleanField(default=False)
    ledger = models.CharField(max_length=32, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="looks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["entry", "-at"], name="look_by_entry")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"
