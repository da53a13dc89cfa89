"""Whether a member of staff is written to in WeChat; only they say so."""

from datetime import datetime

from django.db import transaction

from huying.people.actions.noting import Caller, note
from huying.people.models import Account, Person
from huying.people.states import Told


@transaction.atomic
def write_in_wechat(account: Account, openid: str, *, at: datetime, caller: Caller) -> None:
    """Write to this openid from now on; nothing where the account belongs to nobody."""
    if Person.objects.filter(account=account).update(wechat=openid):
        note(Told.WECHAT_ON, account, at=at, caller=caller)


@transaction.atomic
def write_no_more(account: Account, *, at: datetime, caller: Caller) -> None:
    """Forget the openid."""
    known = Person.objects.filter(account=account).exclude(wechat="")
    if known.update(wechat=""):
        note(Told.WECHAT_OFF, account, at=at, caller=caller)
