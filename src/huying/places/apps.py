"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """The room `places`."""

    name = "huying.places"
    label = "places"
    verbose_name = _("Places")
