"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    """The room `duty`."""

    name = "huying.duty"
    label = "duty"
    verbose_name = _("Duty on the spot")
