"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """The room `campaigns`."""

    name = "huying.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")
