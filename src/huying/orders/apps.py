"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """The room `orders`."""

    name = "huying.orders"
    label = "orders"
    verbose_name = _("Orders")
