"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    """The room `orgs`."""

    name = "huying.orgs"
    label = "orgs"
    verbose_name = _("Organisations")
