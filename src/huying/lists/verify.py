"""Recomputing the digest of every kept version, and comparing it with what its record says."""

from huying.lists.actions import VERSION, digest_of
from huying.lists.models import Version
from huying.trail.models import Record
from huying.trail.verify import Check


def check_versions() -> Check:
    """Each kept version is what was kept, and none that was kept is gone."""
    result = Check("list_versions")
    records = Record.objects.filter(subject_kind=VERSION, move="keep")
    sealed = dict(records.values_list("subject_id", "given"))
    for version in Version.objects.select_related("place").order_by("id").iterator(chunk_size=20):
        result.checked += 1
        said = sealed.pop(version.pk, {}).get("digest")
        whole = version.digest == said == digest_of(version) and version.count == len(version.rows)
        if not whole:
            result.differs(f"{version} {version.pk}: not what was kept")
    for pk, given in sealed.items():
        result.differs(f"{given['list']} {pk}: kept, yet gone")
    return result
