"""Signing in: a name, a password, and a limit on guessing."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest

from huying.web.limits import password_guess


class SignInForm(AuthenticationForm):
    """Django's sign-in form, with guesses counted per address and name."""

    def clean(self) -> dict[str, Any]:
        """Refused `too-many` before the password is looked at."""
        request = self.request
        if isinstance(request, HttpRequest):
            password_guess(request, self.cleaned_data.get("username", ""))
        return super().clean()
