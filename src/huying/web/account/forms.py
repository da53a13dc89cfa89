"""What staff type at their door, and to prove that it is still they."""

from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordAgain
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huying.kernel.now import now
from huying.people.actions.guarding import use_code
from huying.web.account.adapters import CODE_WRONG
from huying.web.account.guard import Guard
from huying.web.limits import password_guess

WRONG = _(
    "The user name or the password is wrong. In a password, capital and small letters differ."
)
DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}


class SignInForm(AuthenticationForm):
    """Django's sign-in form; guesses are counted by address and name, and wrong ones in a row."""

    error_messages = AuthenticationForm.error_messages | {"invalid_login": WRONG}

    def clean(self) -> dict[str, Any]:
        """Refused before the password is looked at: `too-many`, or a name that is closed."""
        request, name = self.request, self.cleaned_data.get("username", "")
        if not isinstance(request, HttpRequest):
            return super().clean()
        password_guess(request, name)
        guard = Guard(request, name)
        guard.stop_if_closed()
        try:
            return super().clean()
        except ValidationError:
            guard.count("password")
            raise


class _ByCode(BaseAuthenticateForm):
    """A code of the app, or a recovery code: wrong ones count as wrong passwords do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code"), max_length=20, widget=forms.TextInput(attrs=DIGITS),
            help_text=_("6 digits from your app, or one of your recovery codes"),
        )  # fmt: skip

    def clean_code(self) -> str:
        """The code, which opened just now and opens nothing any more."""
        guard = Guard(context.request, self.user.username)
        guard.stop_if_closed()
        try:
            return self._checked()
        except ValidationError:
            guard.count("code")
            raise

    def _checked(self) -> str:
        code = super().clean_code()
        bare = "".join(filter(str.isalnum, code))
        by_app = self.authenticator.type == Authenticator.Type.TOTP
        if by_app and not use_code(self.user, bare, at=now()):
            raise ValidationError(CODE_WRONG)
        return code


class SecondStep(_ByCode, AuthenticateForm):
    """The second step of signing in."""


class ConfirmByCode(_ByCode, ReauthenticateForm):
    """Proof by code before something about the account changes."""


class ConfirmByPassword(PasswordAgain):
    """Proof by password before something about the account changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "current-password"}
        self.fields["password"] = forms.CharField(
            label=_("Password"), strip=False, widget=forms.PasswordInput(attrs=attrs)
        )


class FirstCode(ActivateTOTPForm):
    """The first code of a new app, which shows that it was set up right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("The 6 digits the app shows now"), max_length=20,
            widget=forms.TextInput(attrs=DIGITS),
        )  # fmt: skip


class NewPasskey(AddWebAuthnForm):
    """A passkey that was just made, and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What do you call it?"), required=False, max_length=60,
            help_text=_("For example: my telephone, the key on my key ring"),
        )  # fmt: skip
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Let it sign me in without the password too"), required=False, initial=True,
            help_text=_("It then asks for a fingerprint, a face or a PIN. Some older keys cannot."),
        )  # fmt: skip


class NewPassword(PasswordChangeForm):
    """Django's; wrong old passwords count as at the door."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard = Guard(request, self.user.username)

    def clean_old_password(self) -> str:
        """The old password, when it is right and the name not closed."""
        self.guard.stop_if_closed()
        try:
            return super().clean_old_password()
        except ValidationError:
            self.guard.count("password")
            raise
