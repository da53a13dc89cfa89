"""Refusals on forms whose fields are not called what the actions call them."""

from collections.abc import Mapping

from django.forms import BaseForm

from huying.kernel.refusals import Refused
from huying.web.refusals import onto_form


def onto_fields(form: BaseForm, refusal: Refused, names: Mapping[str, str]) -> None:
    """Put a refusal on the form; `names` leads from an action's field to the form's."""
    fields = {names.get(name, name): why for name, why in refusal.fields.items()}
    onto_form(form, Refused(refusal.code, refusal.reason, fields=fields))
