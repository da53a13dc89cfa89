"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    """The room `clocks`."""

    name = "huying.clocks"
    label = "clocks"
    verbose_name = _("Limits and calendar")
