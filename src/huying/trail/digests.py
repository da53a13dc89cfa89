"""The daily digest over all chains, and the proof that a record is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from huying.kernel.hashing import GENESIS, chained, merkle_path, merkle_root
from huying.trail.models import DayDigest, Record

GRACE = timedelta(minutes=30)  # longer than any transaction is allowed to run


def bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of the local day, and of the next."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(day, time.min, zone)
    return begins, datetime.combine(day + timedelta(days=1), time.min, zone)


def leaves(begins_at: datetime, ends_at: datetime) -> list[str]:
    """Hashes of all records written in the span, in id order."""
    rows = Record.objects.filter(recorded_at__gte=begins_at, recorded_at__lt=ends_at)
    return list(rows.order_by("id").values_list("hash", flat=True))


def digest_hash(digest: DayDigest) -> str:
    """The hash a digest with these fields must carry."""
    body = {"day": digest.day, "count": digest.count, "root": digest.root}
    return chained(digest.prev_hash, body)


def publish_due(at: datetime) -> list[DayDigest]:
    """Publish a digest for every finished day since the last one; idempotent."""
    made = []
    for day in _finished_days(at):
        previous = DayDigest.objects.order_by("-day").first()
        begins_at, ends_at = bounds(day)
        hashes = leaves(begins_at, ends_at)
        digest = DayDigest(
            day=day, begins_at=begins_at, ends_at=ends_at, count=len(hashes),
            root=merkle_root(hashes), prev_hash=previous.hash if previous else GENESIS,
            published_at=at,
        )  # fmt: skip
        digest.hash = digest_hash(digest)
        try:
            with transaction.atomic():
                digest.save(force_insert=True)
        except IntegrityError:
            break  # another worker published this day
        made.append(digest)
    return made


def published() -> QuerySet[DayDigest]:
    """All published digests, newest first."""
    return DayDigest.objects.order_by("-day")


def _finished_days(at: datetime) -> Iterator[date]:
    last = DayDigest.objects.order_by("-day").values_list("day", flat=True).first()
    if last is None:
        first = Record.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
        if first is None:
            return
        last = timezone.localdate(first) - timedelta(days=1)
    day = last + timedelta(days=1)
    while bounds(day)[1] + GRACE <= at:
        yield day
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """How one record's hash leads to a published root."""

    digest: DayDigest
    leaf: str
    path: list[tuple[str, str]]


def prove(record_hash: str) -> Proof | None:
    """The Merkle path of a record to its day's published digest; None before it is published."""
    record = Record.objects.filter(hash=record_hash).first()
    if record is None:
        return None
    digest = DayDigest.objects.filter(
        begins_at__lte=record.recorded_at, ends_at__gt=record.recorded_at
    ).first()
    if digest is None:
        return None
    hashes = leaves(digest.begins_at, digest.ends_at)
    path = [(str(side), other) for side, other in merkle_path(hashes, hashes.index(record_hash))]
    return Proof(digest, record_hash, path)
