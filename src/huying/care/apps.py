"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    """The room `care`."""

    name = "huying.care"
    label = "care"
    verbose_name = _("Care ledger")
