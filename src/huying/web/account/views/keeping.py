"""My account: where I am signed in, my password, factors, identities, tokens, and what happened."""

from allauth.socialaccount.internal.flows.connect import disconnect
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.kernel.now import now
from huying.people.actions import revoke_token, set_password
from huying.people.actions.ending import end_sessions
from huying.people.actions.noting import note
from huying.people.models import Account
from huying.people.queries import token_of
from huying.people.states import Told
from huying.web.account.forms import NewPassword
from huying.web.account.guard import caller_of
from huying.web.account.page import everything
from huying.web.account.seen import moved
from huying.web.account.views.entering import wanted_next


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return render(request, "account/mine.html", everything(request, account_of(request)))


def account_of(request: HttpRequest) -> Account:
    """Whoever is signed in, behind `login_required`."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError(f"{account} is no account")
    return account


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Another password: the old one first; every other sign-in ends."""
    account = account_of(request)
    form = NewPassword(account, request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        old_key = request.session.session_key
        set_password(account, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, account)
        moved(request, old_key)
        _end_others(request, account)
        note(Told.PASSWORD, account, at=now(), caller=caller_of(request))
        messages.success(
            request, _("Your password is changed. Everywhere else you are signed out.")
        )
        return redirect("account:mine")
    return render(request, "account/password.html", {"form": form})


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one sign-in (`session`), or all but this one."""
    account = account_of(request)
    chosen = request.POST.get("session", "")
    if chosen.isdecimal():
        ended = end_sessions(_others(request, account).filter(pk=int(chosen[:18])))
    else:
        ended = _end_others(request, account)
    if ended:
        note(Told.REVOKED, account, at=now(), caller=caller_of(request), by=str(ended))
        messages.success(request, _("Signed out there."))
    return redirect("account:mine")


def _others(request: HttpRequest, account: Account) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=account).exclude(session_key=request.session.session_key)


def _end_others(request: HttpRequest, account: Account) -> int:
    return end_sessions(_others(request, account))


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my API tokens for good."""
    account = account_of(request)
    revoke_token(token_of(account, pk), at=now())
    note(Told.TOKEN_REVOKED, account, at=now(), caller=caller_of(request))
    messages.success(request, _("The token opens nothing any more."))
    return redirect("account:mine")


@login_required
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an identity from elsewhere open this account no longer."""
    disconnect(request, get_object_or_404(SocialAccount, pk=pk, user=account_of(request)))
    return redirect("account:mine")


@login_required
@never_cache
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where whoever must have a second factor chooses one."""
    return render(request, "account/second_factor.html", {"next": wanted_next(request)})
