"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhistlesConfig(AppConfig):
    """The room `whistles`."""

    name = "huying.whistles"
    label = "whistles"
    verbose_name = _("Whistles")
