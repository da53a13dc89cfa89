"""Recomputing what needs, landings and publications say of themselves."""

from django.db.models import Count, Q

from huying.supply.models import PUBLICATION, Landing, Need, Publication, Support
from huying.supply.rules import sealed
from huying.supply.states import RUNNING, NeedState
from huying.trail.models import Record
from huying.trail.verify import Check, check_lives


def check_needs() -> Check:
    """State, version and head of each need are those of its last record."""
    return check_lives("needs", Need)


def check_landings() -> Check:
    """State, version and head of each landing are those of its last record."""
    return check_lives("landings", Landing)


def check_pairing() -> Check:
    """Each landing has an owner, a measure and something it is done with; a need goes as they go."""
    result = Check("pairing")
    rows = Landing.objects.annotate(
        things=Count("resources", distinct=True) + Count("items", distinct=True)
    )
    running: dict[int, int] = {}
    for row in rows.order_by("id"):
        result.checked += 1
        running[row.need_id] = running.get(row.need_id, 0) + (row.state in RUNNING)
        owned = row.owner_unit_id or row.owner_person_id
        if not (owned and row.measure and row.things):
            result.differs(f"landing {row.pk}: without owner, measure or means")
    for pk, state in Need.objects.values_list("pk", "state").order_by("pk"):
        result.checked += 1
        if (state == NeedState.PAIRED) != bool(running.get(pk)):
            result.differs(f"need {pk}: {state}, with {running.get(pk, 0)} landings under way")
    return result


def check_supporters() -> Check:
    """No order stands behind two needs, and nobody behind one that went into another."""
    result = Check("supporters")
    counted = Support.objects.filter(ended_at=None)
    result.checked = counted.count()
    twice = counted.exclude(order=None).values("order__number").annotate(needs=Count("pk"))
    for row in twice.filter(needs__gt=1).order_by("order__number"):
        result.differs(f"order {row['order__number']}: stands behind {row['needs']} needs")
    lost = counted.filter(Q(need__state=NeedState.MERGED))
    for pk in lost.values_list("pk", flat=True).order_by("pk"):
        result.differs(f"support {pk}: left behind by a merge")
    return result


def check_publications() -> Check:
    """Each version says what was sealed when it was published, and none is missing."""
    result = Check("publications")
    records = Record.objects.filter(subject_kind=PUBLICATION, move="publish")
    said = {record.subject_id: record.given for record in records}
    expected: dict[int, int] = {}
    for row in Publication.objects.select_related("place").order_by("place_id", "version"):
        result.checked += 1
        expected[row.place_id] = expected.get(row.place_id, 0) + 1
        given = said.pop(row.pk, {})
        kept = (given.get("place"), given.get("version"), given.get("digest"))
        whole = kept == (row.place.code, row.version, sealed(row.content)) and row.digest == kept[2]
        if not whole or row.version != expected[row.place_id]:
            result.differs(f"{row.place.code} v{row.version}: not what was published")
    for given in said.values():
        result.differs(f"{given.get('place')} v{given.get('version')}: published, yet gone")
    return result


CHECKS = (check_needs, check_landings, check_pairing, check_supporters, check_publications)
