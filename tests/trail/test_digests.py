"""One fingerprint a night, and the proof that a receipt is in it."""

from datetime import datetime, timedelta

import pytest

from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.kernel.hashing import GENESIS, merkle_holds, merkle_root
from huying.trail.actions import append
from huying.trail.digests import GRACE, prove, publish_due
from huying.trail.models import DayDigest, Record
from huying.trail.verify import check_digests

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 3, 11, 0, 0, tzinfo=SHANGHAI)


@pytest.fixture
def three_days(db: None) -> list[str]:
    """Hashes of records on the 10th (three of them), none on the 11th, one on the 12th."""
    times = [NOON, NOON + timedelta(hours=1), MIDNIGHT - timedelta(microseconds=1)]
    times.append(NOON + timedelta(days=2))
    return [append("order", n, "place", by=SYSTEM, at=at).hash for n, at in enumerate(times)]


def test_a_day_is_published_after_midnight_and_its_grace_and_not_before(
    three_days: list[str],
) -> None:
    assert publish_due(MIDNIGHT + GRACE - timedelta(seconds=1)) == []
    (made,) = publish_due(MIDNIGHT + GRACE)
    assert (made.day.isoformat(), made.count) == ("2026-03-10", 3)
    assert made.root == merkle_root(three_days[:3])
    assert made.prev_hash == GENESIS


def test_publishing_again_adds_nothing_and_empty_days_are_in_the_chain(
    three_days: list[str],
) -> None:
    at = MIDNIGHT + timedelta(days=2, hours=1)
    assert [d.count for d in publish_due(at)] == [3, 0, 1]
    assert publish_due(at) == []
    days = list(DayDigest.objects.order_by("day"))
    assert [d.prev_hash for d in days[1:]] == [d.hash for d in days[:-1]]
    assert check_digests().differences == 0


def test_a_receipt_is_proven_by_its_path_and_by_no_other(three_days: list[str]) -> None:
    publish_due(MIDNIGHT + GRACE)
    for leaf in three_days[:3]:
        proof = prove(leaf)
        assert proof is not None
        assert merkle_holds(leaf, proof.path, proof.digest.root)  # type: ignore[arg-type]
        assert not merkle_holds("0" * 64, proof.path, proof.digest.root)  # type: ignore[arg-type]


def test_what_is_not_published_yet_or_unknown_has_no_proof(three_days: list[str]) -> None:
    publish_due(MIDNIGHT + GRACE)
    assert prove(three_days[3]) is None
    assert prove("f" * 64) is None


def test_a_record_slipped_into_a_published_day_is_found(three_days: list[str]) -> None:
    publish_due(MIDNIGHT + GRACE)
    append("order", 99, "place", by=SYSTEM, at=NOON)
    assert Record.objects.filter(subject_id=99).exists()
    assert check_digests().examples == ["2026-03-10"]
