"""Wrong tries in a row, and the quarter of an hour in which a name is closed after ten of them.

Counted in the database, so every process knows. Whoever guesses from elsewhere closes the name for
browsers in which it never signed in; the person's own browsers count for themselves, and a
passkey, which cannot be guessed, is not counted at all. So nobody is locked out for ever.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from huying.people.actions.noting import NOWHERE, Caller, note
from huying.people.keys import code_digest, name_key
from huying.people.models import Account, UsedCode, WrongTries
from huying.people.states import Told

MOST_WRONG = 10
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
CODE_KEPT_FOR = timedelta(minutes=5)


def count_wrong(
    name: str, *, at: datetime, account: Account | None, caller: Caller = NOWHERE,
    device: str = "", by: str = "",
) -> datetime | None:  # fmt: skip
    """Count one wrong try under this name; until when the name is closed, if it is now.

    `account` is whose name it is, if anybody's: names nobody has close just the same.
    """
    note(Told.WRONG, account, at=at, caller=caller, by=by)
    WrongTries.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    mine = WrongTries.objects.filter(name_key=name_key(name), device=device)
    mine.get_or_create(name_key=name_key(name), device=device, defaults={"last_at": at})
    mine.update(count=F("count") + 1, last_at=at)
    until = at + LOCKED_FOR
    if not mine.filter(count__gte=MOST_WRONG).update(count=0, locked_until=until):
        return None
    note(Told.LOCKED, account, at=at, caller=caller, by=by)
    return until


def forgive(name: str, *, device: str = "") -> None:
    """Forget the wrong tries of this browser: somebody signed in with it."""
    WrongTries.objects.filter(name_key=name_key(name), device=device).delete()


def lift_lockout(account: Account, *, at: datetime, by: str) -> None:
    """Let the account's name sign in again at once, from everywhere; `by` is who says so."""
    WrongTries.objects.filter(name_key=name_key(account.username)).delete()
    note(Told.LIFTED, account, at=at, by=by)


def use_code(account: Account, code: str, *, at: datetime) -> bool:
    """Whether this code opens: once only, in whichever process it is shown."""
    spent = UsedCode.objects.filter(account=account)
    spent.filter(at__lt=at - CODE_KEPT_FOR).delete()
    digest = code_digest(str(account.pk), code)
    try:
        with transaction.atomic():
            UsedCode.objects.create(account=account, digest=digest, at=at)
    except IntegrityError:
        return False
    return True
