"""What the sign-in library and Django announce, written into the records."""

from typing import Any

from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as identities
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from huying.kernel.now import now
from huying.people.actions.noting import note
from huying.people.models import Account
from huying.people.states import Told
from huying.web.account.guard import caller_of


@receiver([factors.authenticator_added, factors.authenticator_reset], dispatch_uid="factor added")
def factor_added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    """An app, a passkey or new recovery codes."""
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    what = Told.CODES if codes else Told.FACTOR_ADDED
    note(what, user, at=now(), caller=caller_of(request), by=authenticator.type)


@receiver(factors.authenticator_removed, dispatch_uid="factor removed")
def factor_removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    """An app or a passkey is gone."""
    note(Told.FACTOR_REMOVED, user, at=now(), caller=caller_of(request), by=authenticator.type)


@receiver(identities.social_account_added, dispatch_uid="identity linked")
def linked(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    """An identity from elsewhere opens the account from now on."""
    account = sociallogin.account
    note(Told.LINKED, account.user, at=now(), caller=caller_of(request), by=account.provider)


@receiver(identities.social_account_removed, dispatch_uid="identity unlinked")
def unlinked(request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    """An identity opens the account no longer."""
    by = socialaccount.provider
    note(Told.UNLINKED, socialaccount.user, at=now(), caller=caller_of(request), by=by)


@receiver(user_logged_out, dispatch_uid="signed out")
def signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    """Someone left by the door: the line in their list goes too."""
    if user is None:
        return
    key = request.session.session_key
    UserSession.objects.filter(session_key=key or "").delete()
    note(Told.SIGNED_OUT, user, at=now(), caller=caller_of(request))
