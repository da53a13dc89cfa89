"""People in difficulty for tests: invented, with numbers whose check digits are right."""

from datetime import date, datetime, timedelta
from typing import Any

from stdnum.cn.ric import calc_check_digit

from huying.care.actions import perform
from huying.care.actions.granting import give
from huying.care.actions.keeping import register
from huying.care.models import Entry, NamedGrant
from huying.care.states import EntryState
from huying.care.tasks import forget_due
from huying.kernel.actor import SYSTEM
from huying.people.roles import Role
from huying.places.models import Place
from huying.practices import adopt
from tests.builders import START, Cast, Staff

ON = START.date()
AT = START + timedelta(hours=1)
SPLIT = {
    "extreme_hardship": 3, "solitary_elder": 11, "child_in_difficulty": 8, "priority_woman": 34,
    "special_person": 9,
}  # fmt: skip
LEDGER = "solitary_elder"
NUMBER = "11010519491231002X"
PHONE = "13912345678"
HEALTH = "高血压，冬天不出门"
NAME = "穆秀英"
ADDRESS = "3号楼2单元401"
FACTS: dict[str, Any] = {
    "name": NAME, "id_number": NUMBER, "phone": PHONE, "health": HEALTH, "address": ADDRESS,
    "purpose": "定期走访与照料", "basis": "law", "basis_words": "老年人权益保障", "since": date(2026, 1, 5),
    "review_on": date(2026, 9, 1),
}  # fmt: skip


def id_of(born: date, serial: int = 1, region: str = "110105") -> str:
    """A valid number of somebody born on this day."""
    bare = f"{region}{born:%Y%m%d}{serial:03d}"
    return bare + str(calc_check_digit(bare + "0"))


def work_by_wujiangbei(cast: Cast) -> None:
    """The cast's district keeps the five ledgers from long before the story."""
    adopt("wujiangbei", place=cast.district, by=SYSTEM, at=START - timedelta(days=30))


def granted(
    cast: Cast, staff: Staff, *ledgers: str, depth: str = "ledger", place: Place | None = None,
    days: int = 90,
) -> list[NamedGrant]:  # fmt: skip
    """Named grants that the leader of the street gave this person; of solitary elders by default."""
    leader = cast.hire("街道负责人", Role.STREET_LEADER, cast.street)
    return [
        give(
            staff.person, ledger=ledger, place=place or cast.community, depth=depth, since=ON,
            until=ON + timedelta(days=days), reason="分管这项工作", by=leader.actor, at=AT,
        )
        for ledger in ledgers or (LEDGER,)
    ]  # fmt: skip


def written(cast: Cast, by: Staff, *, at: datetime = AT, **facts: Any) -> Entry:
    """Somebody written down by this keeper, in the cast's building unless said otherwise."""
    said = {"ledger": LEDGER, "place": cast.building} | FACTS | facts
    given = {key: value for key, value in said.items() if value not in (None, "")}
    return register(by=by.actor, at=at, **given)


def entry_in(cast: Cast, state: EntryState, keepers: tuple[Staff, Staff], **facts: Any) -> Entry:
    """An entry brought to this state; the first keeper writes, the second verifies and ends."""
    consent: dict[str, Any] = {"basis": "consent", "basis_words": "", "consent_on": ON, "consent_by": "own", "consent_how": "written"}  # fmt: skip
    entry = written(
        cast, keepers[0], **({**consent, **facts} if state == EntryState.WITHDRAWN else facts)
    )
    ways: dict[EntryState, tuple[tuple[str, dict[str, str]], ...]] = {
        EntryState.REGISTERED: (),
        EntryState.VERIFIED: (("verify", {}),),
        EntryState.ENDED: (("verify", {}), ("end", {"ending": "moved"})),
        EntryState.WITHDRAWN: (("withdraw", {"words": "本人到居委会说明"}),),
        EntryState.ERASED: (("end", {"ending": "died"}),),
    }
    for name, raw in ways[state]:
        perform(entry, name, by=keepers[1].actor, at=AT, raw=raw)
    if state == EntryState.ERASED:
        forget_due(AT + timedelta(days=200))
        entry = Entry.objects.get(pk=entry.pk)
    return entry
