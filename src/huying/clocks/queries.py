"""Reading the rulebook and the clocks of a subject."""

from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects

from huying.clocks.models import AnnouncedYear, CalendarDay, Clock, LimitRule
from huying.clocks.rules import Rulebook, Term
from huying.kernel.calendar import Workdays
from huying.kernel.kept import Kept
from huying.kernel.limits import Limit, Unit


def rulebook() -> Rulebook:
    """Limits and calendar, at most `RULEBOOK_SECONDS` old (see `kernel.kept`)."""
    return _kept.get("")


def told_at(rule_id: int | None, share: Decimal) -> frozenset[str] | None:
    """The audiences a limit names for this share; None where it leaves that to the routes."""
    term = next((one for one in rulebook().terms if one.rule_id == rule_id), None)
    said = {Decimal(key): names for key, names in term.tell.items()} if term else {}
    return frozenset(said[share]) if share in said else None


def forget() -> None:
    """Read the rulebook afresh next time, in this process."""
    _kept.forget()


def _read(_key: str) -> Rulebook:
    rows = LimitRule.objects.select_related("place").order_by("id")
    days = dict(CalendarDay.objects.values_list("day", "is_workday"))
    announced = frozenset(AnnouncedYear.objects.values_list("year", flat=True))
    return Rulebook(
        tuple(_term(row) for row in rows), Workdays(exceptions=days, announced=announced)
    )


def _term(row: LimitRule) -> Term:
    return Term(
        rule_id=row.pk, clock=row.clock, starts_on=row.starts_on,
        limit=Limit(row.amount, Unit(row.unit)), warn_shares=tuple(row.warn_shares),
        extension_cap=row.extension_cap, place_path=row.place.path if row.place else "",
        kind=row.kind, category=row.category, grade=row.grade, level=row.level,
        valid_from=row.valid_from, valid_until=row.valid_until, tell=row.tell,
    )  # fmt: skip


_kept = Kept(_read, lambda: float(settings.RULEBOOK_SECONDS))


def of(kind: str, subject_id: int) -> QuerySet[Clock]:
    """All clocks of one subject, oldest first, with their pauses and marks."""
    clocks = Clock.objects.filter(subject_kind=kind, subject_id=subject_id)
    return clocks.order_by("started_at", "id").prefetch_related("pauses", "marks")


def open_of(kind: str, subject_id: int) -> list[Clock]:
    """The clocks of one subject that are running or paused, the paused ones with their pauses."""
    found = Clock.objects.filter(subject_kind=kind, subject_id=subject_id, stopped_at=None)
    clocks = list(found.order_by("id"))
    prefetch_related_objects([clock for clock in clocks if clock.paused_at], "pauses")
    return clocks
