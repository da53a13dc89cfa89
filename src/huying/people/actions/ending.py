"""Ending what lets an account in: second factors, sessions, tokens."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from huying.people.actions.noting import note
from huying.people.models import Account
from huying.people.states import Told


def end_sessions(sessions: Iterable[UserSession]) -> int:
    """End these sign-ins at once; how many there were."""
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    return ended


def see_session(key: str, *, at: datetime, address: str, first: bool = False) -> None:
    """Note when, and from which address, a signed-in browser was seen."""
    facts: dict[str, object] = {"last_seen_at": at}
    if first:
        facts["created_at"] = at
    if address:
        facts["ip"] = address
    UserSession.objects.filter(session_key=key).update(**facts)


@transaction.atomic
def drop_factors(account: Account, *, at: datetime, by: str) -> None:
    """Take away every second factor and recovery code, and end every sign-in; `by` says so.

    For someone who lost their telephone and their codes. The password stays.
    """
    Authenticator.objects.filter(user=account).delete()
    end_sessions(UserSession.objects.filter(user=account))
    note(Told.FACTOR_REMOVED, account, at=at, by=by)
