"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdoptionsConfig(AppConfig):
    """The room `adoptions`."""

    name = "huying.adoptions"
    label = "adoptions"
    verbose_name = _("Ways of working")
