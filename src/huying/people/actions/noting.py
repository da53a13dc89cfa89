"""Writing what happened about signing in, for whoever must be able to look later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.people.models import Account, SignInRecord
from huying.people.states import Told

LONGEST_DEVICE = 200
KEPT_FOR = timedelta(days=400)
"""Longer than the half year for which the database refuses to remove a record."""


@dataclass(frozen=True, slots=True)
class Caller:
    """From where: the address as the proxy tells it, and what the browser calls itself."""

    address: str = ""
    device: str = ""


NOWHERE = Caller()


def note(
    what: Told,
    account: Account | None = None,
    *,
    at: datetime,
    caller: Caller = NOWHERE,
    by: str = "",
) -> SignInRecord:
    """Append one record; it is never changed afterwards."""
    return SignInRecord.objects.create(
        what=what, account=account, at=at, by=by,
        address=caller.address, device=caller.device[:LONGEST_DEVICE],
    )  # fmt: skip


def forget_old(at: datetime) -> int:
    """Remove records older than 400 days; how many they were."""
    removed, _by_table = SignInRecord.objects.filter(at__lt=at - KEPT_FOR).delete()
    return removed
