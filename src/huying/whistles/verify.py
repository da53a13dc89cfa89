"""Recomputing what whistles say of themselves: from their responses, their doors and their records."""

from decimal import Decimal
from typing import Any

from huying.kernel.hashing import salted
from huying.trail.models import Record
from huying.trail.verify import Check
from huying.whistles.models import Door, Whistle
from huying.whistles.states import OPEN, SEALED_AT_DOORS, STAGE_OF, STAGES, WhistleState


def check_whistles() -> Check:
    """An open whistle is as far as its furthest unit was; its advances are those on record."""
    result = Check("whistles")
    rows = Whistle.objects.prefetch_related("responses", "advances").order_by("id")
    for whistle in rows.iterator(chunk_size=500):
        result.checked += 1
        if whistle.is_open != (whistle.state in OPEN):
            result.differs(f"{whistle}: open does not say what the state says")
        if whistle.state in OPEN and whistle.state != _furthest(whistle):
            result.differs(f"{whistle}: not as far as its units")
        if _advanced(whistle) != sorted(each.amount for each in whistle.advances.all()):
            result.differs(f"{whistle}: advances are not those on record")
    return result


def _furthest(whistle: Whistle) -> WhistleState:
    """As far as the unit that came furthest, from what it did rather than where it stands now."""
    reached = {WhistleState.BLOWN}
    for response in whistle.responses.all():
        stage = STAGE_OF.get(response.state)
        reached |= {stage} if stage else set()
        if response.arrived_at is not None:
            reached.add(WhistleState.ON_SITE)
        elif response.acknowledged_at is not None:
            reached.add(WhistleState.ACKNOWLEDGED)
    recorded = Record.objects.filter(
        subject_kind="response", subject_id__in=[one.pk for one in whistle.responses.all()],
        move="act",
    )  # fmt: skip
    if recorded.exists():
        reached.add(WhistleState.ACTING)
    return max(reached, key=STAGES.index)


def _advanced(whistle: Whistle) -> list[Decimal]:
    rows = Record.objects.filter(
        subject_kind=Whistle.KIND, subject_id=whistle.pk, move="advance"
    ).values_list("given", flat=True)
    return sorted(Decimal(given["amount"]) for given in rows)


def check_doors() -> Check:
    """What each door says is what its records say: who signed, what for, and how often in vain."""
    result = Check("doors")
    for door in Door.objects.order_by("id").iterator(chunk_size=500):
        result.checked += 1
        said = _recorded(door)
        now = {name: getattr(door, name) for name in said}
        sealed = {name: _sealed(door, name) for name in SEALED_AT_DOORS}
        if now | sealed != said:
            result.differs(f"{door}: not what its records say")
    return result


def _recorded(door: Door) -> dict[str, Any]:
    """A door as its records tell it; names as the seals they keep."""
    told: dict[str, Any] = {"given": [], "tries": 0, "things": [], "note": ""}
    told |= dict.fromkeys(SEALED_AT_DOORS, "")
    rows = Record.objects.filter(subject_kind=Door.KIND, subject_id=door.pk).order_by("seq")
    for move, given in rows.values_list("move", "given"):
        told["tries"] += move == "find_nobody"
        if move in {"hand_over", "go_back"}:
            told |= {"given": [], "signed_by": "", "note": ""}
        told |= {name: given[name] for name in ("given", "things") if name in given}
        told |= {name: given[name]["sealed"] for name in SEALED_AT_DOORS if name in given}
        if words := given.get("words") or given.get("reason"):
            told["note"] = words
    return told


def _sealed(door: Door, name: str) -> str:
    value = getattr(door, name)
    return salted(value, door.salt) if value else ""
