"""What the sign-in library is told of our house: who may enter, in which words, and what is noted."""

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel.now import now
from huying.people.actions.noting import note
from huying.people.models import Account
from huying.people.queries import account_open
from huying.people.states import Told
from huying.web.account.guard import Guard, caller_of
from huying.web.account.seen import begin
from huying.web.limits import address

# Whose pending sign-in it is, and the password it was begun with: another one ends it.
BEGUN_WITH = "sign_in_begun_with"
SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("The app is set up. From now on it is asked for."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": gettext_lazy("The identity is linked."),
    "socialaccount/messages/account_connected_updated.txt": gettext_lazy("The identity is linked."),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy("This identity is linked to another account."),
    "socialaccount/messages/account_disconnected.txt": gettext_lazy("The identity is no longer linked."),
}  # fmt: skip
CODE_WRONG = gettext_lazy("This code is wrong, or was used already. Wait for the next one and try again.")  # fmt: skip


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; a second step where there is one; every sign-in is noted."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": gettext_lazy("This password is wrong."),
        "rate_limited": gettext_lazy("too many at once, wait a little"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by a keeper."""
        return False

    def get_login_stages(self) -> list[str]:
        """The second factor, and nothing about mail or telephone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address as our proxies tell it."""
        return address(request) or "0.0.0.0"  # noqa: S104 -- unknown, in a column that wants one

    def is_safe_url(self, url: str) -> bool:
        """Only our own pages, by the name the reader came by."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our own words for what is worth saying; nothing for the rest."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A closed account reads what a wrong password reads."""
        clear_login(request)
        messages.error(request, _("Signing in did not work. Please try again."))
        return redirect("account:login")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session, unless the account was closed or its password changed meanwhile."""
        owner, begun = request.session.pop(BEGUN_WITH, (None, ""))
        found = account_open(user.pk)
        if found is None or (owner == user.pk and begun != found.get_session_auth_hash()):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **hook: Any) -> HttpResponse:
        """Note it, know the browser, and keep the session in the person's list."""
        response = super().post_login(request, user, **hook)
        begin(request)
        Guard(request, user.username).let_in(user, response)
        note(Told.SIGNED_IN, user, at=now(), caller=caller_of(request), by=used(request, user))
        return response

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the person's password; wrong ones count as at the door."""
        guard = Guard(self.request, user.username)
        guard.stop_if_closed()
        if user.check_password(password):
            return True
        guard.count("password")
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm that it is still the same person, in our words."""
        words = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        found = super().get_reauthentication_methods(user)
        return [one | {"description": words[one["id"]]} for one in found]


def used(request: HttpRequest, user: Account) -> str:
    """What the sign-in was made with, in order: "password + totp"."""
    ways = [
        str(one.get("type") or one.get("provider") or one["method"])
        for one in get_authentication_records(request, user)
        if not one.get("reauthenticated")
    ]
    return " + ".join(dict.fromkeys(ways))[:60]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors under our name."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": CODE_WRONG}

    def get_totp_issuer(self) -> str:
        """What an app writes above the code."""
        return f"Huying ({self._get_site_name()})"

    def _get_user_identifier(self, user: Any) -> str:
        """The user name; there are no mail addresses."""
        return str(user.username)

    def build_totp_svg(self, url: str) -> str:
        """The QR code, drawn by the library that draws all of ours."""
        drawn = io.BytesIO()
        # With its namespace: it is shown as an image, and a bare fragment is none.
        segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, scale=4, border=2)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 -- the library calls it so
        """What a passkey is called when its owner did not say."""
        return _("Passkey")

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Whose passkey it is, as the browser shows it."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": str(user.person or user.username)}


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An identity from elsewhere opens only the account it was linked to."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """An identity nobody linked goes back to the door with a plain word."""
        words = _("This identity is not linked to an account here. Sign in, then link it under My account.")  # fmt: skip
        messages.error(request, words)
        raise ImmediateHttpResponse(redirect("account:login"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Whatever went wrong elsewhere, the reader is back at our door, and nothing is open."""
        messages.error(request, _("Signing in did not work. Please try again."))
        raise ImmediateHttpResponse(redirect("account:login"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to the list of linked identities."""
        return reverse("account:mine")
