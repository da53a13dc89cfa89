"""Recomputing every chain and every digest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import attrgetter

from huying.kernel.hashing import GENESIS, merkle_root
from huying.trail.digests import digest_hash, leaves
from huying.trail.models import DayDigest, Living, Record
from huying.trail.rules import first_break

MOST_EXAMPLES = 10
BATCH = 1000


@dataclass(slots=True)
class Check:
    """One recomputation: how many things were looked at, how many differ, and which."""

    check: str
    checked: int = 0
    differences: int = 0
    examples: list[str] = field(default_factory=list)

    def differs(self, what: str) -> None:
        """Count one difference, keeping the first few for the reader."""
        self.differences += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(what)


def _subjects() -> Iterator[tuple[tuple[str, int], list[Record]]]:
    rows = Record.objects.order_by("subject_kind", "subject_id", "seq").iterator(chunk_size=2000)
    for subject, chain in groupby(rows, key=attrgetter("subject_kind", "subject_id")):
        yield subject, list(chain)


def check_chains() -> Check:
    """Every record continues the one before it and carries the hash of what it says."""
    result = Check("chains")
    for (kind, subject_id), chain in _subjects():
        result.checked += 1
        broken = first_break(chain)
        if broken is not None:
            result.differs(f"{kind} {subject_id} #{broken.seq}: {broken.reason}")
    return result


def check_digests() -> Check:
    """Every published day still has the records it was made from."""
    result, previous = Check("digests"), GENESIS
    for digest in DayDigest.objects.order_by("day"):
        result.checked += 1
        hashes = leaves(digest.begins_at, digest.ends_at)
        whole = (
            digest.prev_hash == previous
            and digest.hash == digest_hash(digest)
            and (len(hashes), merkle_root(hashes)) == (digest.count, digest.root)
        )
        if not whole:
            result.differs(str(digest.day))
        previous = digest.hash
    return result


def check_lives(name: str, model: type[Living]) -> Check:
    """State, version and head of each of these are those of its last record."""
    result = Check(name)
    rows = model._default_manager.order_by("id").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        records = Record.objects.filter(
            subject_kind=model.KIND, subject_id__in=[one.pk for one in batch]
        )
        last = {entry.subject_id: entry for entry in records.order_by("subject_id", "seq")}
        for one in batch:
            result.checked += 1
            end = last.get(one.pk)
            said = (end.seq, end.hash, end.target) if end else None
            if said != (one.version, one.chain_head, one.state):
                result.differs(f"{model.KIND} {one.pk}: not what its last record says")
    return result
