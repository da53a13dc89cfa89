"""Questions of a practice in a form of judgement: yes, no, or no answer to each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_BEFORE = "ask_"
YES_NO = (("yes", _("Yes")), ("no", _("No")))


def ask(form: forms.Form, asked: Mapping[str, str]) -> None:
    """Give the form a field for each of these questions, by code."""
    for code, words in asked.items():
        form.fields[f"{_BEFORE}{code}"] = forms.ChoiceField(
            label=words, choices=YES_NO, widget=forms.RadioSelect, required=False
        )


def is_asked(name: str) -> bool:
    """Whether a field of this name is one of these questions."""
    return name.startswith(_BEFORE)


def asked_in(form: forms.Form) -> list[forms.BoundField]:
    """The questions of the form, to be drawn."""
    return [form[name] for name in form.fields if is_asked(name)]


def answered(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said with these answers gathered into one field, as the move reads it."""
    answers = [
        f"{name.removeprefix(_BEFORE)}={said[name]}"
        for name in said
        if is_asked(name) and said[name]
    ]
    rest = {name: value for name, value in said.items() if not is_asked(name)}
    return rest | ({"answers": answers} if answers else {})
