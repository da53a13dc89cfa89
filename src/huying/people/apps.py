"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "huying.people"
    label = "people"
    verbose_name = _("People")
