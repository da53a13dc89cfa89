"""Django's handle on the room."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The room `orders`."""

    name = "huying.orders"
    label = "orders"
