"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    """The room `supply`."""

    name = "huying.supply"
    label = "supply"
    verbose_name = _("Needs and supply")
