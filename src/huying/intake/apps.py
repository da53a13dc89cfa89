"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """The room `intake`."""

    name = "huying.intake"
    label = "intake"
    verbose_name = _("Intake")
