"""Organisations in the console; a registration number that looks wrong is kept and pointed out."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huying.web.console.frame import Kept


class UnitAdmin(Kept):
    """Organisations, found by name."""

    search_fields = ("name",)
    ordering = ("name", "pk")

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 -- Django calls it so
    ) -> None:
        """Save it, and warn of a credit code whose check character is wrong."""
        super().save_model(request, obj, form, change)
        if obj.credit_code_is_odd:
            odd = _(
                "It was kept, but please look again: the check character of %(number)s is wrong."
            )
            messages.warning(request, odd % {"number": obj.registration})
