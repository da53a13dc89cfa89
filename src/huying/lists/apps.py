"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListsConfig(AppConfig):
    """The room `lists`."""

    name = "huying.lists"
    label = "lists"
    verbose_name = _("Lists and ledgers")
