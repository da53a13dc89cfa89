"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    """The room `trail`."""

    name = "huying.trail"
    label = "trail"
    verbose_name = _("Trail")
